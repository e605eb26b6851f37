/**
 * @file Colours of the maps that are laid over the picture, and the values of their legends. Pure; runs anywhere.
 * Weights are spread by their logarithm, since their ratios matter; errors evenly.
 */

export interface MapScale {
  kind: 'logarithmic' | 'even';
  min: number;
  max: number;
}

type Rgb = readonly [number, number, number];

/** From unimportant to important; brightness rises all the way, so that it can be read without telling hues apart. */
const stops: readonly Rgb[] = [
  [27, 20, 74],
  [98, 26, 110],
  [190, 48, 90],
  [240, 117, 49],
  [252, 201, 72],
  [255, 248, 196],
];

/** The scale of weights: from the least to the largest. */
export function weightScale(weights: ArrayLike<number>): MapScale {
  let min = Infinity;
  let max = 0;
  for (let cell = 0; cell < weights.length; cell += 1) {
    min = Math.min(min, weights[cell]!);
    max = Math.max(max, weights[cell]!);
  }
  return { kind: 'logarithmic', min: Math.max(min, 1e-6), max: Math.max(max, min, 1e-6) };
}

/** The scale of errors or costs: from 0 to the 99.5th percentile, so that one odd cell does not darken all others. */
export function errorScale(values: ArrayLike<number>): MapScale {
  const sorted = Float64Array.from(values).sort();
  const max = sorted[Math.min(sorted.length - 1, Math.floor(0.995 * sorted.length))] ?? 0;
  return { kind: 'even', min: 0, max: Math.max(max, 1e-9) };
}

/** Where a value lies on the scale, 0..1. */
export function shareOnScale(value: number, { kind, min, max }: MapScale): number {
  if (max <= min) return 0;
  const share =
    kind === 'even'
      ? (value - min) / (max - min)
      : Math.log(Math.max(value, min) / min) / Math.log(max / min);
  return Math.min(1, Math.max(0, share));
}

export function mapColour(share: number): Rgb {
  const place = share * (stops.length - 1);
  const first = Math.min(stops.length - 2, Math.floor(place));
  const [from, to] = [stops[first]!, stops[first + 1]!];
  const rest = place - first;
  return [0, 1, 2].map((channel) =>
    Math.round(from[channel]! + (to[channel]! - from[channel]!) * rest),
  ) as unknown as Rgb;
}

/** Four bytes per cell. */
export function mapPixels(values: ArrayLike<number>, scale: MapScale): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  for (let cell = 0; cell < values.length; cell += 1) {
    bytes.set(mapColour(shareOnScale(values[cell]!, scale)), cell * 4);
    bytes[cell * 4 + 3] = 255;
  }
  return bytes;
}

/** The scale's colours as a CSS gradient from left to right. */
export function legendGradient(): string {
  return `linear-gradient(to right, ${stops.map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`;
}

/** Values worth naming beside the legend, each with its place 0..1: round ones, and both ends. */
export function legendTicks(scale: MapScale): { value: number; share: number }[] {
  const { kind, min, max } = scale;
  if (max <= min) return [{ value: min, share: 0 }];
  const values =
    kind === 'even'
      ? [min, (min + max) / 2, max]
      : [min, ...[2, 5, 10, 30, 100, 300].filter((value) => value > min * 1.6 && value < max / 1.6), max];
  const ticks = values.map((value) => ({ value, share: shareOnScale(value, scale) }));
  // Numbers that would run into each other are left out; both ends stay.
  return ticks.filter(
    (tick, at) =>
      at === 0 || at === ticks.length - 1 || (tick.share - ticks[at - 1]!.share > 0.12 && tick.share < 0.86),
  );
}
