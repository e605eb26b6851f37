/** @file Eyes, nose and mouth of the sample's portraits, and what a face is told apart by. Pure. */
import type { Canvas } from './canvas.ts';
import { type Colour, mix, ramp, scale, set } from './colour.ts';

export interface Look {
  skin: Colour;
  hair: Colour;
  iris: Colour;
  clothes: Colour;
  backdrop: readonly [Colour, Colour];
  longHair: boolean;
  /** Middle of the face in units. */
  cx: number;
  cy: number;
  /** Half the height of the face in units. */
  size: number;
  seed: number;
}

/** Eyes with lids and brows. */
export function paintEyes(canvas: Canvas, look: Look): void {
  const { cx, cy, size, skin, hair, iris } = look;
  const line = mix(scale(hair, 0.5), [0.1, 0.05, 0.04], 0.6);
  for (const side of [-1, 1]) {
    const x = cx + side * size * 0.32;
    const y = cy - size * 0.1;
    // An almond: two arcs, the upper one higher.
    canvas.paint(
      (px, py, out) => {
        const a = (px - x) / (size * 0.165);
        if (Math.abs(a) > 1) return 0;
        const upper = y - size * 0.085 * (1 - a * a) ** 0.9;
        const lower = y + size * 0.055 * (1 - a * a) ** 0.8;
        if (py < upper || py > lower) return 0;
        const far = Math.hypot(px - x, py - y + size * 0.012) / (size * 0.082);
        const white = scale([0.93, 0.9, 0.88], 0.98 - 0.25 * a * a - 0.4 * ramp(size * 0.05, 0, py - upper));
        const ring = mix(
          mix(iris, [1, 0.95, 0.8], 0.25 * ramp(-0.4, 0.9, (py - y) / (size * 0.08))),
          [0.05, 0.04, 0.04],
          ramp(0.78, 1, far),
        );
        set(
          out,
          far > 1.04 ? white : far < 0.42 ? [0.02, 0.02, 0.02] : mix(ring, white, ramp(0.96, 1.04, far)),
        );
        return 1;
      },
      x - size * 0.18,
      y - size * 0.12,
      x + size * 0.18,
      y + size * 0.1,
    );
    canvas.ellipse(x - size * 0.03, y - size * 0.045, size * 0.02, size * 0.02, [1, 1, 1], { soft: 0.5 });
    const thin = size * 0.008;
    canvas.bow(x, y - size * 0.004, size * 0.178, size * -0.085, thin, size * 0.026, thin, line, 0.95);
    canvas.bow(
      x,
      y - size * 0.055,
      size * 0.18,
      size * -0.095,
      thin,
      size * 0.014,
      thin,
      scale(skin, 0.5),
      0.45,
    );
    canvas.bow(
      x,
      y + size * 0.005,
      size * 0.16,
      size * 0.058,
      thin,
      size * 0.011,
      thin,
      scale(skin, 0.45),
      0.45,
    );
    const brow = mix(hair, scale(hair, 0.6), 0.6);
    const inner = size * 0.062;
    const outer = size * 0.012;
    const [left, right] = side < 0 ? [outer, inner] : [inner, outer];
    const browX = x + side * size * 0.015;
    canvas.bow(browX, y - size * 0.2, size * 0.215, size * -0.075, left, size * 0.055, right, brow, 0.5);
    canvas.bow(
      browX,
      y - size * 0.205,
      size * 0.205,
      size * -0.07,
      left * 0.7,
      size * 0.035,
      right,
      brow,
      0.55,
    );
  }
}

/** Nose and mouth, mostly light and shade. */
export function paintNoseAndMouth(canvas: Canvas, look: Look): void {
  const { cx, cy, size, skin } = look;
  const shade = mix(scale(skin, 0.5), [0.35, 0.1, 0.08], 0.25);
  canvas.glow(cx + size * 0.1, cy + size * 0.12, size * 0.055, size * 0.22, shade, 0.5);
  canvas.light(cx - size * 0.02, cy + size * 0.1, size * 0.035, size * 0.2, skin, 0.22);
  canvas.glow(cx, cy + size * 0.35, size * 0.13, size * 0.035, shade, 0.6);
  canvas.light(cx - size * 0.025, cy + size * 0.27, size * 0.05, size * 0.045, skin, 0.25);
  for (const side of [-1, 1]) {
    canvas.ellipse(
      cx + side * size * 0.065,
      cy + size * 0.335,
      size * 0.033,
      size * 0.017,
      scale(shade, 0.55),
      {
        soft: 0.7,
        angle: side * 0.3,
        cover: 0.8,
      },
    );
  }
  const lip = mix(skin, [0.7, 0.16, 0.2], 0.55);
  const y = cy + size * 0.575;
  canvas.glow(cx, y + size * 0.14, size * 0.16, size * 0.035, shade, 0.45);
  canvas.paint(
    (px, py, out) => {
      const a = (px - cx) / (size * 0.25);
      if (Math.abs(a) > 1) return 0;
      const bow = 1 - a * a;
      const upper = y - size * (0.06 * bow - 0.022 * Math.exp(-((a / 0.14) ** 2)));
      const lower = y + size * 0.085 * bow ** 0.8;
      const middle = y + size * 0.008 * Math.cos(a * 7);
      const below = py > middle;
      set(out, scale(lip, below ? 1.08 - 0.22 * a : 0.78 - 0.15 * a));
      return (
        0.85 *
        ramp(upper - size * 0.008, upper + size * 0.012, py) *
        ramp(lower + size * 0.012, lower - size * 0.012, py)
      );
    },
    cx - size * 0.26,
    y - size * 0.1,
    cx + size * 0.26,
    y + size * 0.12,
  );
  canvas.bow(
    cx,
    y - size * 0.008,
    size * 0.245,
    size * 0.02,
    size * 0.008,
    size * 0.016,
    size * 0.008,
    scale(lip, 0.35),
    0.7,
  );
  canvas.light(cx - size * 0.05, y + size * 0.045, size * 0.07, size * 0.016, [1, 0.85, 0.8], 0.22);
}
