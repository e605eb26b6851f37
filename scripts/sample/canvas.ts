/**
 * @file A small painting surface for the sample pictures: soft shapes and shaders on floating-point RGB. Pure.
 * Coordinates are in units of the shorter side from the top left, so that a scene looks alike at any size.
 */
import { type Colour, mix, ramp, set } from './colour.ts';
import { cloudNoise, grainNoise, noiseAt, NOISE_SIDE } from './noise.ts';

/** Writes a colour into `out` for a place; returns how much it covers, 0..1. */
export type Shader = (x: number, y: number, out: Float64Array) => number;

export class Canvas {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pixels in one unit. */
  readonly unitPx: number;
  /** Width and height in units; the shorter one is 1. */
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;

  constructor(widthPx: number, heightPx: number) {
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    this.unitPx = Math.min(widthPx, heightPx);
    this.width = widthPx / this.unitPx;
    this.height = heightPx / this.unitPx;
    this.data = new Float32Array(widthPx * heightPx * 3);
  }

  /** Runs the shader over a rectangle (all of the canvas if none is given) and lays its colours over what is there. */
  paint(shader: Shader, left = 0, top = 0, right = this.width, bottom = this.height): void {
    const { data, widthPx, heightPx, unitPx } = this;
    const firstColumn = Math.max(0, Math.floor(left * unitPx));
    const endColumn = Math.min(widthPx, Math.ceil(right * unitPx));
    const endRow = Math.min(heightPx, Math.ceil(bottom * unitPx));
    const out = new Float64Array(3);
    for (let row = Math.max(0, Math.floor(top * unitPx)); row < endRow; row += 1) {
      const y = (row + 0.5) / unitPx;
      for (let column = firstColumn; column < endColumn; column += 1) {
        const cover = shader((column + 0.5) / unitPx, y, out);
        if (cover <= 0) continue;
        const at = (row * widthPx + column) * 3;
        const rest = 1 - cover;
        data[at] = data[at]! * rest + out[0]! * cover;
        data[at + 1] = data[at + 1]! * rest + out[1]! * cover;
        data[at + 2] = data[at + 2]! * rest + out[2]! * cover;
      }
    }
  }

  /** Colours from top to bottom, at the given heights (0 top, 1 bottom). */
  gradient(stops: readonly (readonly [at: number, colour: Colour])[]): void {
    this.paint((_x, y, out) => {
      const v = y / this.height;
      let next = 0;
      while (next < stops.length - 1 && stops[next]![0] < v) next += 1;
      const [highAt, high] = stops[next]!;
      const [lowAt, low] = stops[Math.max(0, next - 1)]!;
      set(
        out,
        mix(low, high, highAt === lowAt ? 0 : Math.min(1, Math.max(0, (v - lowAt) / (highAt - lowAt)))),
      );
      return 1;
    });
  }

  /** A turned ellipse with a soft rim, its colour shaded as a ball lit from the upper left by `relief` (0 flat). */
  ellipse(
    cx: number,
    cy: number,
    rx: number,
    ry: number,
    colour: Colour,
    { angle = 0, soft = 0.06, relief = 0, cover = 1 } = {},
  ): void {
    const { data, widthPx, heightPx, unitPx } = this;
    const cosine = Math.cos(angle);
    const sine = Math.sin(angle);
    const reach = Math.max(rx, ry) * (1 + soft);
    const acrossReach = Math.hypot(rx * cosine, ry * sine) * (1 + soft);
    const downReach = Math.hypot(rx * sine, ry * cosine) * (1 + soft);
    const endColumn = Math.min(widthPx, Math.ceil((cx + acrossReach) * unitPx));
    const endRow = Math.min(heightPx, Math.ceil((cy + downReach) * unitPx));
    for (let row = Math.max(0, Math.floor((cy - downReach) * unitPx)); row < endRow; row += 1) {
      const dy = (row + 0.5) / unitPx - cy;
      for (
        let column = Math.max(0, Math.floor((cx - acrossReach) * unitPx));
        column < endColumn;
        column += 1
      ) {
        const dx = (column + 0.5) / unitPx - cx;
        const a = (dx * cosine + dy * sine) / rx;
        const b = (dy * cosine - dx * sine) / ry;
        const squared = a * a + b * b;
        if (squared > (1 + soft) ** 2) continue;
        const towards = relief === 0 ? 0 : Math.sqrt(Math.max(0, 1 - squared));
        const light = 1 + relief * (0.55 * towards - 0.35 * (dx / reach) - 0.45 * (dy / reach) - 0.35);
        const inside = squared < (1 - soft) ** 2 && soft < 1;
        const amount = inside ? cover : cover * (1 - ramp(1 - soft, 1 + soft, Math.sqrt(squared)));
        const at = (row * widthPx + column) * 3;
        data[at] = data[at]! * (1 - amount) + colour[0] * light * amount;
        data[at + 1] = data[at + 1]! * (1 - amount) + colour[1] * light * amount;
        data[at + 2] = data[at + 2]! * (1 - amount) + colour[2] * light * amount;
      }
    }
  }

  /** A soft spot of colour that fades as a bell curve, laid over what is there. */
  glow(cx: number, cy: number, rx: number, ry: number, colour: Colour, cover: number): void {
    this.#bell(cx, cy, rx, ry, (at, amount) => {
      const laid = amount * cover;
      for (let channel = 0; channel < 3; channel += 1) {
        this.data[at + channel] = this.data[at + channel]! * (1 - laid) + colour[channel]! * laid;
      }
    });
  }

  /** Light that is added instead of laid over: sun, lamps, reflections. */
  light(cx: number, cy: number, rx: number, ry: number, colour: Colour, strength: number): void {
    this.#bell(cx, cy, rx, ry, (at, amount) => {
      for (let channel = 0; channel < 3; channel += 1)
        this.data[at + channel]! += colour[channel]! * amount * strength;
    });
  }

  /** Visits the pixels under a bell curve; its row and column factors are worked out once each. */
  #bell(cx: number, cy: number, rx: number, ry: number, visit: (at: number, amount: number) => void): void {
    const { widthPx, heightPx, unitPx } = this;
    const reach = 2.5;
    const firstColumn = Math.max(0, Math.floor((cx - rx * reach) * unitPx));
    const endColumn = Math.min(widthPx, Math.ceil((cx + rx * reach) * unitPx));
    const endRow = Math.min(heightPx, Math.ceil((cy + ry * reach) * unitPx));
    const across = new Float32Array(Math.max(0, endColumn - firstColumn));
    for (let column = firstColumn; column < endColumn; column += 1) {
      across[column - firstColumn] = Math.exp(-((((column + 0.5) / unitPx - cx) / rx) ** 2));
    }
    for (let row = Math.max(0, Math.floor((cy - ry * reach) * unitPx)); row < endRow; row += 1) {
      const down = Math.exp(-((((row + 0.5) / unitPx - cy) / ry) ** 2));
      for (let column = firstColumn; column < endColumn; column += 1) {
        visit((row * widthPx + column) * 3, down * across[column - firstColumn]!);
      }
    }
  }

  /** A line with round ends whose width goes from one end's to the other's. */
  stroke(
    x0: number,
    y0: number,
    x1: number,
    y1: number,
    startWidth: number,
    endWidth: number,
    colour: Colour,
    cover = 1,
  ): void {
    const dx = x1 - x0;
    const dy = y1 - y0;
    const squaredLength = dx * dx + dy * dy || 1e-9;
    const edge = 0.9 / this.unitPx;
    const reach = Math.max(startWidth, endWidth) + edge;
    this.paint(
      (x, y, out) => {
        const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / squaredLength));
        const distance = Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
        const half = (startWidth + (endWidth - startWidth) * along) / 2;
        if (distance > half + edge) return 0;
        set(out, colour);
        return cover * (1 - ramp(half - edge, half + edge, distance));
      },
      Math.min(x0, x1) - reach,
      Math.min(y0, y1) - reach,
      Math.max(x0, x1) + reach,
      Math.max(y0, y1) + reach,
    );
  }

  /** A curved line from left to right whose middle stands `rise` below (above, if negative) its ends. */
  bow(
    cx: number,
    cy: number,
    half: number,
    rise: number,
    leftWidth: number,
    middleWidth: number,
    rightWidth: number,
    colour: Colour,
    cover: number,
  ): void {
    const edge = 0.9 / this.unitPx;
    const reach = Math.max(leftWidth, middleWidth, rightWidth) + edge;
    this.paint(
      (x, y, out) => {
        const a = (x - cx) / half;
        if (Math.abs(a) > 1) return 0;
        const bend = 1 - a * a;
        const width = (a < 0 ? leftWidth : rightWidth) * (1 - bend) + middleWidth * bend;
        const distance = Math.abs(y - cy - rise * bend);
        if (distance > width / 2 + edge) return 0;
        set(out, colour);
        return cover * (1 - ramp(width / 2 - edge, width / 2 + edge, distance)) * ramp(1, 0.85, Math.abs(a));
      },
      cx - half,
      cy + Math.min(0, rise) - reach,
      cx + half,
      cy + Math.max(0, rise) + reach,
    );
  }

  /** An upright rectangle. */
  box(left: number, top: number, right: number, bottom: number, colour: Colour, cover = 1): void {
    this.paint(
      (_x, _y, out) => {
        set(out, colour);
        return cover;
      },
      left,
      top,
      right,
      bottom,
    );
  }

  /** Everything below a hilly line from `level`, `height` up and down; the shader may shade it. */
  ridge(
    level: number,
    height: number,
    roughness: number,
    seed: number,
    shade: (depth: number, x: number) => Colour,
  ): void {
    const edge = 1 / this.unitPx;
    this.paint(
      (x, y, out) => {
        const line =
          level - height * (noiseAt(cloudNoise, x * 60 * roughness + seed, seed * 0.37) - 0.4) * 1.6;
        if (y < line - edge) return 0;
        set(out, shade(y - line, x));
        return ramp(line - edge, line + edge, y);
      },
      0,
      level - height * 1.2,
    );
  }

  /** Box blur of the whole canvas by a radius in units, twice over, as a lens out of focus. */
  blur(radius: number): void {
    const radiusPx = Math.max(1, Math.round(radius * this.unitPx));
    for (let pass = 0; pass < 2; pass += 1) {
      blurLines(this.data, this.heightPx, this.widthPx * 3, this.widthPx, 3, radiusPx);
      blurLines(this.data, this.widthPx, 3, this.heightPx, this.widthPx * 3, radiusPx);
    }
  }

  /** Broad uneven brightness, as light falls. */
  unevenLight(field: Float32Array, seed: number, strength: number, grain = 90): void {
    const { data, widthPx, heightPx, unitPx } = this;
    for (let row = 0; row < heightPx; row += 1) {
      for (let column = 0; column < widthPx; column += 1) {
        const noise = noiseAt(field, (column / unitPx) * grain + seed, (row / unitPx) * grain + seed * 1.7);
        const factor = 1 + strength * (noise - 0.5) * 2;
        const at = (row * widthPx + column) * 3;
        data[at]! *= factor;
        data[at + 1]! *= factor;
        data[at + 2]! *= factor;
      }
    }
  }

  /** The picture as 8-bit RGB, with film grain. */
  develop(grain: number, grainSeed: number): Uint8ClampedArray {
    const { data, widthPx } = this;
    const out = new Uint8ClampedArray(data.length);
    for (let at = 0; at < data.length; at += 3) {
      const pixel = at / 3;
      const row = Math.floor(pixel / widthPx) + grainSeed;
      const noise = grain * grainNoise[(row & 255) * NOISE_SIDE + ((pixel % widthPx) & 255)]!;
      out[at] = (data[at]! + noise) * 255;
      out[at + 1] = (data[at + 1]! + noise) * 255;
      out[at + 2] = (data[at + 2]! + noise) * 255;
    }
    return out;
  }
}

function blurLines(
  data: Float32Array,
  lines: number,
  lineStep: number,
  length: number,
  step: number,
  radius: number,
): void {
  const copy = new Float32Array(length);
  const size = 2 * radius + 1;
  for (let line = 0; line < lines; line += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const start = line * lineStep + channel;
      for (let index = 0; index < length; index += 1) copy[index] = data[start + index * step]!;
      let sum = copy[0]! * (radius + 1);
      for (let index = 1; index <= radius; index += 1) sum += copy[Math.min(length - 1, index)]!;
      for (let index = 0; index < length; index += 1) {
        data[start + index * step] = sum / size;
        sum += copy[Math.min(length - 1, index + radius + 1)]! - copy[Math.max(0, index - radius)]!;
      }
    }
  }
}
