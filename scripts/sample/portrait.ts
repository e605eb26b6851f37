/** @file A painted head-and-shoulders portrait: many small ones for the sample library, a large one as its target. Pure. */
import type { Canvas } from './canvas.ts';
import { hex, hsl, mix, ramp, scale, set } from './colour.ts';
import { cloudNoise, fineNoise, noiseAt, softNoise } from './noise.ts';
import { type Look, paintEyes, paintNoseAndMouth } from './portrait-features.ts';
import type { Chance, Scene } from './scene.ts';

const skins = ['#f0cdb4', '#e2b08c', '#c98d66', '#a56a45', '#7a4a30', '#54331f', '#f4d8c6', '#d8a079'].map(
  hex,
);
const hairs = ['#1f1611', '#3a2618', '#6b4526', '#a5713a', '#d8b36a', '#7a2f1a', '#8f8c88', '#14141a'].map(
  hex,
);
const irises = ['#4a2e18', '#5b7a8f', '#4f7a4a', '#7a5a2c', '#2f2016'].map(hex);

/** Width of the face at a height (-1 crown, 1 chin), as a share of its half height. */
function faceHalfWidth(v: number): number {
  const round = Math.sqrt(Math.max(0, 1 - v * v));
  return v > 0 ? 0.76 * round ** 0.85 * (1 - 0.16 * v) : 0.76 * round ** 0.9;
}

function paintBackdrop(canvas: Canvas, look: Look): void {
  const [one, other] = look.backdrop;
  canvas.paint((x, y, out) => {
    const slope = (x / canvas.width) * 0.45 + (y / canvas.height) * 0.55;
    const cloud = noiseAt(softNoise, x * 45 + look.seed, y * 45) - 0.5;
    set(out, mix(one, other, Math.min(1, Math.max(0, slope + cloud * 0.5))));
    return 1;
  });
  canvas.light(
    look.cx - look.size * 0.9,
    look.cy - look.size * 0.4,
    look.size * 1.5,
    look.size * 1.6,
    other,
    0.28,
  );
}

function paintBody(canvas: Canvas, look: Look): void {
  const { cx, cy, size, skin, clothes, seed } = look;
  const shoulder = cy + size * 1.62;
  canvas.paint(
    (x, y, out) => {
      const dx = (x - cx) / (size * 1.95);
      const slope = shoulder - size * 0.32 + size * 0.75 * Math.abs(dx) ** 2.4;
      if (y < slope - 0.02) return 0;
      const fold =
        noiseAt(cloudNoise, x * 60 + seed, y * 30) - noiseAt(cloudNoise, x * 60 + seed + 5, y * 30 + 3);
      set(out, scale(clothes, Math.max(0.2, 0.95 - dx * 0.35 + fold * 1.6 - 0.25 * Math.abs(dx))));
      return ramp(slope - 0.012, slope + 0.012, y) * ramp(1.12, 1.02, Math.abs(dx));
    },
    0,
    cy + size * 0.8,
  );
  // Neck with the chin's shadow on it, then the neckline.
  canvas.paint(
    (x, y, out) => {
      const v = (y - cy) / size;
      const half = 0.4 + 0.16 * ramp(1.0, 1.55, v) + 0.5 * ramp(1.35, 1.75, v);
      const a = (x - cx) / (size * half);
      const depth = ramp(1.4, 1.75, v) * 1.1;
      if (Math.abs(a) > 1 || Math.abs(a) > 1.02 - depth) return 0;
      const shadow = ramp(1.5, 0.85, v) * 0.5;
      set(out, scale(skin, (0.98 - 0.25 * a - 0.15 * a * a) * (1 - shadow)));
      return ramp(1, 0.93, Math.abs(a)) * ramp(1.06 - depth, 0.98 - depth, Math.abs(a));
    },
    cx - size,
    cy + size * 0.4,
    cx + size,
    cy + size * 1.9,
  );
}

/** Half the width of the hair at a height, as a share of the face's half height; 0 where there is none. */
function hairHalfWidth(v: number, longHair: boolean): number {
  const crown = 0.98 * Math.sqrt(Math.max(0, 1 - ((v + 0.26) / 1.05) ** 2));
  if (!longHair || v < -0.26) return crown;
  return 0.98 + 0.12 * ramp(-0.2, 0.9, v) - 0.3 * ramp(0.9, 1.9, v);
}

function paintHairBehind(canvas: Canvas, look: Look): void {
  const { cx, cy, size, hair, longHair, seed } = look;
  const dark = scale(hair, 0.5);
  canvas.paint(
    (x, y, out) => {
      const v = (y - cy) / size;
      const a = (x - cx) / size;
      const half = hairHalfWidth(v, longHair);
      if (half === 0) return 0;
      const strand = noiseAt(fineNoise, a * 150 + seed, v * 8);
      set(out, scale(dark, 0.7 + strand * 0.5 - a * 0.2));
      return ramp(half + 0.015, half - 0.02, Math.abs(a)) * ramp(1.85, 1.5, v + strand * 0.25);
    },
    cx - size * 1.3,
    cy - size * 1.4,
    cx + size * 1.3,
    cy + size * 2,
  );
}

function paintFace(canvas: Canvas, look: Look): void {
  const { cx, cy, size, skin, seed } = look;
  const shade = mix(scale(skin, 0.5), [0.32, 0.12, 0.1], 0.25);
  for (const side of [-1, 1]) {
    const ear = cx + side * size * 0.77;
    canvas.ellipse(ear, cy + size * 0.04, size * 0.11, size * 0.21, scale(skin, side < 0 ? 0.92 : 0.68), {
      relief: 0.6,
    });
  }
  canvas.paint(
    (x, y, out) => {
      const v = (y - cy) / size;
      const a = (x - cx) / (size * Math.max(0.01, faceHalfWidth(v)));
      if (Math.abs(v) >= 1 || Math.abs(a) > 1.05) return 0;
      const towards = Math.sqrt(Math.max(0, 1 - a * a * 0.9));
      const fall = 0.35 + 0.62 * towards - 0.3 * a - 0.13 * v;
      const pores = (noiseAt(fineNoise, x * 420 + seed, y * 420) - 0.5) * 0.03;
      const lit = Math.min(1, Math.max(0, fall + pores));
      set(out, mix(shade, scale(skin, 1.06), lit));
      return ramp(1.03, 0.97, Math.abs(a)) * ramp(1, 0.985, Math.abs(v));
    },
    cx - size,
    cy - size,
    cx + size,
    cy + size,
  );
  const blush = mix(skin, [0.85, 0.28, 0.25], 0.45);
  for (const side of [-1, 1]) {
    canvas.glow(cx + side * size * 0.4, cy + size * 0.24, size * 0.2, size * 0.16, blush, 0.4);
    canvas.glow(cx + side * size * 0.33, cy - size * 0.16, size * 0.24, size * 0.14, shade, 0.42);
  }
  canvas.light(cx - size * 0.16, cy - size * 0.52, size * 0.3, size * 0.18, skin, 0.14);
  canvas.light(cx - size * 0.4, cy + size * 0.12, size * 0.13, size * 0.1, skin, 0.14);
}

function paintHairFront(canvas: Canvas, look: Look): void {
  const { cx, cy, size, hair, longHair, seed } = look;
  const parting = cx - size * 0.22;
  canvas.paint(
    (x, y, out) => {
      const v = (y - cy) / size;
      const a = (x - cx) / size;
      const half = hairHalfWidth(v, longHair);
      if (half === 0) return 0;
      const fromParting = (x - parting) / size;
      // The hairline is high at the parting; the strands beside the face leave an oval between them.
      const hairline = -0.74 + 0.5 * Math.abs(fromParting) ** 1.6 + (longHair ? 0.08 : 0);
      const opening = 0.48 + 0.25 * ramp(-0.62, 0.05, v) - (longHair ? 0.1 * ramp(0.3, 1.3, v) : 0);
      const strand = noiseAt(
        fineNoise,
        (fromParting * 24 - v * (4 + 6 * Math.abs(fromParting))) * 6 + seed,
        v * 6 + 40,
      );
      const top = ramp(hairline + 0.06, hairline - 0.06, v + (strand - 0.5) * 0.05);
      const side = ramp(opening - 0.05, opening + 0.06, Math.abs(a) + (strand - 0.5) * 0.06);
      const length = longHair ? ramp(1.85, 1.5, v + strand * 0.25) : ramp(0.16, -0.08, v);
      const cover = Math.max(top, side * length) * ramp(half + 0.02, half - 0.03, Math.abs(a));
      if (cover <= 0) return 0;
      const lock = noiseAt(cloudNoise, (fromParting * 24 - v * 4) * 3 + seed, v * 9);
      const shine = Math.exp(-(((v + 0.62 + a * 0.25) / 0.16) ** 2)) * 0.55;
      const light = 0.45 + strand * 0.5 + lock * 0.4 + shine - a * 0.22;
      set(out, scale(mix(hair, [1, 0.95, 0.85], shine * 0.22), light));
      return cover;
    },
    cx - size * 1.3,
    cy - size * 1.4,
    cx + size * 1.3,
    cy + size * 2,
  );
}

/** Paints the portrait over the whole canvas. */
export function paintPortrait(canvas: Canvas, look: Look): void {
  paintBackdrop(canvas, look);
  paintHairBehind(canvas, look);
  paintBody(canvas, look);
  paintFace(canvas, look);
  paintNoseAndMouth(canvas, look);
  paintEyes(canvas, look);
  paintHairFront(canvas, look);
}

/** A face of chance. */
export function chanceLook(canvas: Canvas, chance: Chance): Look {
  const hue = chance.next();
  return {
    skin: chance.near(chance.pick(skins), 0.025),
    hair: chance.near(chance.pick(hairs), 0.02),
    iris: chance.pick(irises),
    clothes: hsl(chance.next(), chance.between(0.05, 0.7), chance.between(0.12, 0.75)),
    backdrop: [
      hsl(hue, chance.between(0.05, 0.5), chance.between(0.2, 0.55)),
      hsl(hue + chance.between(-0.1, 0.1), chance.between(0.05, 0.5), chance.between(0.5, 0.88)),
    ],
    longHair: chance.maybe(0.5),
    cx: canvas.width / 2 + chance.between(-0.06, 0.06),
    cy: canvas.height * 0.43 + chance.between(-0.03, 0.03),
    size: chance.between(0.24, 0.33),
    seed: chance.between(0, 256),
  };
}

export const portraitScene: Scene = (canvas, chance) => {
  paintPortrait(canvas, chanceLook(canvas, chance));
};

/** The face of the sample's target. */
export function targetLook(canvas: Canvas): Look {
  return {
    skin: hex('#e3b18e'),
    hair: hex('#4a2a18'),
    iris: hex('#4f6f7a'),
    clothes: hex('#2f5f78'),
    backdrop: [hex('#2c4a5a'), hex('#d9b98a')],
    longHair: true,
    cx: canvas.width / 2,
    cy: canvas.height * 0.42,
    size: 0.35,
    seed: 77,
  };
}
