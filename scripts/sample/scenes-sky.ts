/** @file Sample scenes of sky and water: clouds, sunsets, the sea, the night, a pool. Pure. */
import type { Canvas } from './canvas.ts';
import { type Colour, hex, hsl, mix, ramp, scale, set } from './colour.ts';
import { cloudNoise, fineNoise, noiseAt, softNoise } from './noise.ts';
import type { Chance, Scene } from './scene.ts';

/** Lays clouds over the sky; `amount` 0..1, brighter on their upper side. */
export function clouds(
  canvas: Canvas,
  chance: Chance,
  amount: number,
  lit: Colour,
  shade: Colour,
  bottom: number,
): void {
  const seed = chance.between(0, 256);
  const size = chance.between(40, 95);
  const flat = chance.between(1.2, 2.4);
  const low = 0.78 - amount * 0.5;
  canvas.paint(
    (x, y, out) => {
      const at = noiseAt(cloudNoise, x * size + seed, y * size * flat + seed);
      const cover = ramp(low, low + 0.22, at);
      if (cover === 0) return 0;
      const above = noiseAt(cloudNoise, x * size + seed - 3, y * size * flat + seed - 9);
      set(out, mix(shade, lit, ramp(-0.12, 0.14, at - above + 0.02)));
      return cover * 0.95;
    },
    0,
    0,
    canvas.width,
    bottom,
  );
}

export const blueSkies: readonly (readonly [Colour, Colour])[] = [
  [hex('#2a66b8'), hex('#a9cdea')],
  [hex('#1f57a4'), hex('#8fc1e8')],
  [hex('#4a8fd0'), hex('#d5e8f4')],
  [hex('#5b86ad'), hex('#c9d6dd')],
  [hex('#0f3f86'), hex('#5fa0d8')],
];

const sky: Scene = (canvas, chance) => {
  const [high, low] = chance.pick(blueSkies);
  canvas.gradient([
    [0, chance.near(high, 0.04)],
    [1, chance.near(low, 0.04)],
  ]);
  clouds(canvas, chance, chance.between(0.15, 0.95), hex('#fdfdfb'), hex('#a3b2c4'), canvas.height);
  if (chance.maybe(0.35)) {
    const green = chance.pick([hex('#2c4a24'), hex('#1d2a33'), hex('#54662f')]);
    canvas.ridge(canvas.height * chance.between(0.8, 0.95), 0.12, 1.4, chance.between(0, 200), (depth) =>
      scale(green, 1 - depth),
    );
  }
};

const sunsets: readonly (readonly Colour[])[] = [
  [hex('#243a6b'), hex('#8a5a86'), hex('#f08a4b'), hex('#ffd27a')],
  [hex('#1b2748'), hex('#6b3f6e'), hex('#d9544d'), hex('#ffae5c')],
  [hex('#5d7fae'), hex('#c9a2b0'), hex('#f6c08f'), hex('#ffe9b8')],
  [hex('#3a1f4f'), hex('#a03a6a'), hex('#f26b4e'), hex('#fbb35a')],
  [hex('#0d1b33'), hex('#28426b'), hex('#b7704f'), hex('#f4a65b')],
  [hex('#7a4a2f'), hex('#c9702e'), hex('#f2a83b'), hex('#fff0b0')],
];

const sunset: Scene = (canvas, chance) => {
  const colours = chance.pick(sunsets).map((colour) => chance.near(colour, 0.03));
  const horizon = canvas.height * chance.between(0.55, 0.82);
  canvas.gradient([
    [0, colours[0]!],
    [(horizon * 0.45) / canvas.height, colours[1]!],
    [(horizon * 0.82) / canvas.height, colours[2]!],
    [horizon / canvas.height, colours[3]!],
  ]);
  clouds(canvas, chance, chance.between(0.1, 0.7), colours[3]!, mix(colours[0]!, colours[1]!, 0.6), horizon);
  const sunX = canvas.width * chance.between(0.2, 0.8);
  const sunY = horizon - chance.between(-0.02, 0.2);
  canvas.light(sunX, sunY, 0.34, 0.26, [1, 0.62, 0.3], 0.35);
  canvas.ellipse(sunX, sunY, 0.035, 0.035, [1, 0.95, 0.78], { soft: 0.5 });
  if (chance.maybe(0.55)) {
    water(canvas, chance, horizon, mix(colours[0]!, colours[1]!, 0.4), colours[2]!, sunX, [1, 0.75, 0.4]);
  } else {
    for (let layer = 0; layer < 3; layer += 1) {
      const tone = mix(mix(colours[1]!, colours[2]!, 0.4), [0.05, 0.04, 0.07], 0.4 + layer * 0.28);
      canvas.ridge(horizon + layer * 0.09, 0.12, 1.2 + layer, chance.between(0, 250), () => tone);
    }
  }
};

/** Water from the horizon down: long waves that get larger towards the viewer, with a path of light. */
function water(
  canvas: Canvas,
  chance: Chance,
  horizon: number,
  dark: Colour,
  bright: Colour,
  lightX: number,
  lightColour: Colour,
): void {
  const seed = chance.between(0, 256);
  const choppy = chance.between(0.6, 1.3);
  canvas.paint(
    (x, y, out) => {
      const depth = (y - horizon) / (canvas.height - horizon);
      const size = 1 / (0.06 + depth * 0.5);
      const wave = noiseAt(
        fineNoise,
        x * 9 * size * choppy + seed,
        depth * 120 + 60 * Math.log(0.08 + depth) + seed,
      );
      const path = Math.exp(-(((x - lightX) / (0.07 + depth * 0.2)) ** 2)) * ramp(0.5, 0.8, wave);
      const tone = mix(bright, dark, Math.min(1, 0.25 + depth * 0.9));
      const light = 0.72 + wave * 0.56;
      out[0] = tone[0] * light + lightColour[0] * path * 0.8;
      out[1] = tone[1] * light + lightColour[1] * path * 0.8;
      out[2] = tone[2] * light + lightColour[2] * path * 0.8;
      return 1;
    },
    0,
    horizon,
  );
}

const seas: readonly (readonly [Colour, Colour])[] = [
  [hex('#0b3c5d'), hex('#4f9fbf')],
  [hex('#04606b'), hex('#5cc3bd')],
  [hex('#12355b'), hex('#7aa6c8')],
  [hex('#1b7f8c'), hex('#a3dbd0')],
  [hex('#37505c'), hex('#9fb1b5')],
];

const sea: Scene = (canvas, chance) => {
  const [high, low] = chance.pick(blueSkies);
  const [dark, bright] = chance.pick(seas);
  const horizon = canvas.height * chance.between(0.22, 0.55);
  canvas.gradient([
    [0, high],
    [horizon / canvas.height, low],
  ]);
  clouds(canvas, chance, chance.between(0, 0.6), hex('#ffffff'), hex('#b3c0cc'), horizon);
  water(canvas, chance, horizon, dark, bright, chance.between(0, 1), [0.6, 0.7, 0.75]);
  if (chance.maybe(0.45)) beach(canvas, chance);
  if (chance.maybe(0.3)) sail(canvas, chance, horizon);
};

function beach(canvas: Canvas, chance: Chance): void {
  const level = canvas.height * chance.between(0.7, 0.85);
  const slope = chance.between(-0.15, 0.15);
  const seed = chance.between(0, 256);
  const sand = chance.near(hex('#d8bf94'), 0.05);
  canvas.paint(
    (x, y, out) => {
      const line = level + slope * (x - 0.5) + 0.05 * (noiseAt(softNoise, x * 60 + seed, seed) - 0.5);
      const depth = y - line;
      if (depth < -0.05) return 0;
      const foam = Math.exp(-((depth / 0.022) ** 2));
      const grain = 0.88 + 0.2 * noiseAt(fineNoise, x * 300 + seed, y * 300);
      const wet = ramp(0, 0.14, depth) * 0.35 + 0.65;
      set(out, mix(scale(sand, grain * wet), [0.96, 0.98, 0.98], foam));
      return Math.max(foam, ramp(-0.005, 0.01, depth));
    },
    0,
    level - 0.2,
  );
}

function sail(canvas: Canvas, chance: Chance, horizon: number): void {
  const x = canvas.width * chance.between(0.2, 0.8);
  const size = chance.between(0.05, 0.13);
  const colour = chance.pick([hex('#f7f4ec'), hex('#d9543f'), hex('#f0d9a8')]);
  for (let step = 0; step < 24; step += 1) {
    const share = step / 24;
    const y = horizon + 0.03 - size * 2 * share;
    canvas.stroke(
      x,
      y,
      x + size * (1 - share),
      y,
      size * 0.12,
      size * 0.12,
      scale(colour, 0.85 + share * 0.15),
    );
  }
  canvas.stroke(
    x - size * 0.5,
    horizon + 0.04,
    x + size,
    horizon + 0.04,
    size * 0.2,
    size * 0.25,
    hex('#3a2f2a'),
  );
}

const nightSky: Scene = (canvas, chance) => {
  const tint = chance.pick([hex('#14254f'), hex('#1c1b3a'), hex('#0d3040'), hex('#2b1a44')]);
  canvas.gradient([
    [0, scale(tint, 0.35)],
    [1, chance.maybe(0.5) ? mix(tint, hex('#c98a5a'), 0.45) : scale(tint, 1.3)],
  ]);
  const seed = chance.between(0, 256);
  const slope = chance.between(-1, 1);
  canvas.paint((x, y, out) => {
    const band = Math.exp(-(((x - 0.5) * slope + y - 0.45) ** 2) / 0.05);
    const dust = noiseAt(cloudNoise, x * 70 + seed, y * 70);
    set(out, mix([0.55, 0.5, 0.75], [0.95, 0.8, 0.75], dust));
    return band * dust * 0.5;
  });
  const stars = chance.whole(120, 260);
  for (let star = 0; star < stars; star += 1) {
    const size = 0.002 + 0.006 * chance.next() ** 6;
    canvas.ellipse(canvas.width * chance.next(), canvas.height * chance.next(), size, size, [1, 0.97, 0.92], {
      soft: 0.9,
      cover: chance.between(0.4, 1),
    });
  }
  if (chance.maybe(0.25)) {
    canvas.light(0.7, 0.25, 0.12, 0.12, [0.8, 0.85, 1], 0.4);
    canvas.ellipse(0.7, 0.25, 0.06, 0.06, [0.97, 0.96, 0.9], { soft: 0.05 });
  }
  canvas.ridge(canvas.height * 0.86, 0.16, 1.6, seed, () => [0.02, 0.03, 0.05]);
};

const pool: Scene = (canvas, chance) => {
  const tone = hsl(chance.between(0.46, 0.58), chance.between(0.5, 0.85), chance.between(0.4, 0.6));
  const seed = chance.between(0, 256);
  const size = chance.between(45, 90);
  canvas.paint((x, y, out) => {
    const bendX = noiseAt(softNoise, x * 80 + seed, y * 80) * 14;
    const bendY = noiseAt(softNoise, y * 80, x * 80 + seed) * 14;
    // Light gathers where two wave fields cross their middle height.
    const one = noiseAt(cloudNoise, x * size + bendX + seed, y * size * 1.3 + bendY);
    const other = noiseAt(cloudNoise, x * size * 1.2 - bendY, y * size - bendX + seed);
    const line = Math.exp(-(((one - 0.5) / 0.06) ** 2)) + Math.exp(-(((other - 0.5) / 0.06) ** 2));
    set(out, mix(scale(tone, 0.65 + one * 0.55), [0.92, 1, 1], Math.min(0.75, line * 0.38)));
    return 1;
  });
};

export const skyScenes: readonly Scene[] = [sky, sky, sunset, sunset, sea, sea, nightSky, pool];
