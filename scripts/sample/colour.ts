/** @file Colours of the sample pictures: made, mixed, lightened. Pure. */

/** Red, green, blue, 0..1. */
export type Colour = readonly [number, number, number];

/** '#rrggbb' as a colour. */
export function hex(code: string): Colour {
  const value = Number.parseInt(code.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** Between two colours. */
export function mix(one: Colour, other: Colour, share: number): Colour {
  const rest = 1 - share;
  return [
    one[0] * rest + other[0] * share,
    one[1] * rest + other[1] * share,
    one[2] * rest + other[2] * share,
  ];
}

/** Brighter (above 1) or darker (below 1). */
export function scale(colour: Colour, factor: number): Colour {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

/** A colour from hue (turns), saturation and lightness, 0..1. */
export function hsl(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const at = (offset + (((hue % 1) + 1) % 1) * 12) % 12;
    return lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1));
  };
  return [channel(0), channel(8), channel(4)];
}

/** 0 below `low`, 1 above `high`, smooth between. */
export function ramp(low: number, high: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return share * share * (3 - 2 * share);
}

/** Copies a colour into a shader's output. */
export function set(out: Float64Array, colour: Colour): void {
  out[0] = colour[0];
  out[1] = colour[1];
  out[2] = colour[2];
}
