/** @file Sample scenes of the land: mountains, woods, meadows, snow, dunes, leaves. Pure. */
import type { Canvas } from './canvas.ts';
import { type Colour, hex, hsl, mix, ramp, scale, set } from './colour.ts';
import { cloudNoise, fineNoise, noiseAt, softNoise } from './noise.ts';
import type { Chance, Scene } from './scene.ts';
import { blueSkies, clouds } from './scenes-sky.ts';

const mountains: Scene = (canvas, chance) => {
  const evening = chance.maybe(0.3);
  const [high, low] = evening ? [hex('#56658f'), hex('#f0c7a4')] : chance.pick(blueSkies);
  canvas.gradient([
    [0, high],
    [0.7, low],
  ]);
  clouds(canvas, chance, chance.between(0, 0.6), hex('#ffffff'), hex('#9fadc0'), canvas.height * 0.5);
  const rock = chance.pick([hex('#4b5563'), hex('#5a5148'), hex('#3d4a56')]);
  const layers = chance.whole(3, 5);
  const snowy = chance.maybe(0.55);
  for (let layer = 0; layer < layers; layer += 1) {
    const near = layer / (layers - 1);
    const tone = mix(mix(low, rock, 0.35), rock, near);
    const seed = chance.between(0, 250);
    const level = canvas.height * (0.48 + near * 0.34);
    canvas.ridge(level, 0.34 - near * 0.16, 1.3 + near, seed, (depth, x) => {
      const facet = noiseAt(cloudNoise, x * 90 + depth * 160, depth * 130 + seed);
      const shaded = scale(tone, 0.72 + facet * 0.55);
      if (!snowy || layer === layers - 1) return shaded;
      return mix(shaded, [0.95, 0.96, 1], ramp(0.14, 0.02, depth) * ramp(0.35, 0.6, facet + 0.15));
    });
  }
  if (chance.maybe(0.6)) {
    const green = chance.pick([hex('#3f5d2c'), hex('#2b4a35'), hex('#6b6f35')]);
    canvas.ridge(canvas.height * 0.86, 0.06, 2, chance.between(0, 200), (depth, x) =>
      scale(green, 0.6 + 0.8 * noiseAt(fineNoise, x * 220, depth * 300)),
    );
  }
};

const forest: Scene = (canvas, chance) => {
  const season = chance.pick([
    [hex('#1f3d1c'), hex('#7fa03e'), hex('#dfe8b0')],
    [hex('#26331c'), hex('#58803a'), hex('#cfe0c0')],
    [hex('#4a2a12'), hex('#c9792a'), hex('#f5dfa6')],
    [hex('#203532'), hex('#4a7562'), hex('#d3e2df')],
    [hex('#5a2415'), hex('#c14d22'), hex('#f3c98a')],
  ] as const);
  const [dark, leaf, light] = season;
  const seed = chance.between(0, 256);
  const sunX = canvas.width * chance.between(0.2, 0.8);
  canvas.paint((x, y, out) => {
    const v = y / canvas.height;
    const broad = noiseAt(cloudNoise, x * 80 + seed, y * 80);
    const fine = noiseAt(fineNoise, x * 150 + seed, y * 150);
    const glow = Math.exp(-(((x - sunX) / 0.3) ** 2) - ((v - 0.4) / 0.3) ** 2);
    const tone = mix(dark, leaf, Math.min(1, broad * 0.7 + fine * 0.6) * (1.1 - 0.4 * Math.abs(v - 0.4)));
    set(out, mix(scale(tone, 0.55 + fine * 0.7), light, glow * 0.75));
    return 1;
  });
  const trunks = chance.whole(4, 11);
  for (let trunk = 0; trunk < trunks; trunk += 1) {
    const near = (trunk + 1) / trunks;
    const x = canvas.width * chance.between(-0.02, 1.02);
    const width = 0.012 + 0.07 * near * near * chance.between(0.6, 1.2);
    const bark = mix(mix(dark, light, 0.25), scale(dark, 0.5), near);
    const lean = chance.between(-0.06, 0.06);
    canvas.stroke(x, canvas.height * (0.75 + near * 0.3), x + lean, -0.05, width, width * 0.6, bark);
    canvas.stroke(
      x - width * 0.3,
      canvas.height,
      x + lean - width * 0.2,
      0,
      width * 0.2,
      width * 0.12,
      mix(bark, light, 0.3),
      0.6,
    );
  }
  canvas.ridge(canvas.height * 0.88, 0.05, 2, seed, (depth, x) =>
    scale(mix(dark, leaf, 0.3 + depth), 0.5 + noiseAt(fineNoise, x * 200, depth * 260)),
  );
};

const meadow: Scene = (canvas, chance) => {
  const [high, low] = chance.pick(blueSkies);
  const horizon = canvas.height * chance.between(0.25, 0.55);
  canvas.gradient([
    [0, high],
    [horizon / canvas.height, low],
  ]);
  clouds(canvas, chance, chance.between(0, 0.6), hex('#ffffff'), hex('#b9c4cf'), horizon);
  const green = chance.pick([hex('#6f9a3a'), hex('#4f7f2f'), hex('#a8a845'), hex('#8fb84a'), hex('#c2a04a')]);
  canvas.ridge(horizon - 0.02, 0.09, 1.6, chance.between(0, 200), () => mix(low, scale(green, 0.45), 0.75));
  const seed = chance.between(0, 256);
  canvas.paint(
    (x, y, out) => {
      const depth = (y - horizon) / (canvas.height - horizon);
      const size = 1 / (0.12 + depth);
      const blade = noiseAt(fineNoise, x * 70 * size + seed, depth * 60 * size);
      const broad = noiseAt(softNoise, x * 60 + seed, depth * 60);
      set(out, scale(mix(green, scale(green, 0.6), depth), 0.6 + blade * 0.5 + broad * 0.35));
      return 1;
    },
    0,
    horizon,
  );
  const foreground = chance.next();
  if (foreground < 0.6) {
    const petal = chance.pick([
      hex('#d8322c'),
      hex('#f4d03f'),
      hex('#ffffff'),
      hex('#8e5bc4'),
      hex('#e984b0'),
    ]);
    const flowers = chance.whole(40, 130);
    for (let flower = 0; flower < flowers; flower += 1) {
      const depth = flower / flowers;
      const y = horizon + (canvas.height - horizon) * depth ** 1.5;
      const size = 0.004 + 0.022 * depth ** 2;
      const colour = scale(petal, chance.between(0.75, 1.05));
      canvas.ellipse(canvas.width * chance.next(), y, size, size * 0.8, colour, { soft: 0.3 });
    }
  } else if (foreground < 0.85) {
    const x = canvas.width * chance.between(0.2, 0.8);
    tree(canvas, chance, x, horizon + 0.06, chance.between(0.12, 0.24), scale(green, 0.6));
  }
};

function tree(canvas: Canvas, chance: Chance, x: number, foot: number, size: number, leaf: Colour): void {
  canvas.stroke(x, foot, x, foot - size, size * 0.16, size * 0.1, hex('#3b2a1e'));
  for (let puff = 0; puff < 26; puff += 1) {
    const angle = chance.between(0, Math.PI * 2);
    const far = size * 0.75 * Math.sqrt(chance.next());
    const light = 0.7 + 0.5 * (0.5 - Math.sin(angle) * far);
    canvas.ellipse(
      x + Math.cos(angle) * far,
      foot - size * 1.5 + Math.sin(angle) * far * 0.8,
      size * 0.28,
      size * 0.24,
      scale(leaf, light * chance.between(0.8, 1.15)),
      { soft: 0.4, relief: 0.5 },
    );
  }
}

const snow: Scene = (canvas, chance) => {
  const dusk = chance.maybe(0.4);
  const high = dusk ? hex('#6f83ad') : hex('#b9c9d8');
  const low = dusk ? hex('#e2c3c4') : hex('#eef2f5');
  const horizon = canvas.height * chance.between(0.45, 0.65);
  canvas.gradient([
    [0, high],
    [horizon / canvas.height, low],
  ]);
  const pines = chance.whole(10, 26);
  const tone = chance.pick([hex('#27403a'), hex('#334a55'), hex('#1f3328')]);
  for (let pine = 0; pine < pines; pine += 1) {
    const near = pine / pines;
    const x = canvas.width * chance.next();
    const foot = horizon + 0.02 + near * 0.08;
    const size = 0.12 + near * chance.between(0.1, 0.3);
    const colour = mix(mix(tone, low, 0.55), tone, near);
    for (let level = 0; level < 7; level += 1) {
      const y = foot - size * (level / 7);
      const half = size * 0.24 * (1 - level / 7.5);
      canvas.ellipse(x, y - size * 0.05, half, size * 0.07, scale(colour, 0.9), { soft: 0.3 });
      canvas.ellipse(x, y - size * 0.085, half * 0.8, size * 0.03, [0.92, 0.95, 1], {
        soft: 0.6,
        cover: 0.75,
      });
    }
  }
  const seed = chance.between(0, 256);
  canvas.ridge(horizon + 0.05, 0.05, 1.2, seed, (depth, x) => {
    const drift = noiseAt(softNoise, x * 50 + depth * 60 + seed, depth * 120);
    return mix(mix(high, [0.78, 0.84, 0.95], 0.6), [1, 1, 1], Math.min(1, drift * 1.3));
  });
};

const dunes: Scene = (canvas, chance) => {
  const [high, low] = chance.pick([...blueSkies, [hex('#c58a5a'), hex('#f3d9ac')] as const]);
  canvas.gradient([
    [0, high],
    [0.6, low],
  ]);
  const sand = chance.pick([hex('#d9a55b'), hex('#c98545'), hex('#e2c08a'), hex('#b8693a')]);
  const layers = chance.whole(2, 4);
  for (let layer = 0; layer < layers; layer += 1) {
    const near = layer / layers;
    const seed = chance.between(0, 250);
    canvas.ridge(canvas.height * (0.42 + near * 0.4), 0.26, 0.5, seed, (depth, x) => {
      const ripple = noiseAt(fineNoise, x * 40 + seed, depth * 260 + x * 30);
      const side = noiseAt(softNoise, x * 40 + seed, near * 90);
      return scale(
        mix(mix(sand, low, 0.4 * (1 - near)), scale(sand, 0.5), ramp(0.45, 0.62, side)),
        0.82 + ripple * 0.3,
      );
    });
  }
};

const autumnLeaves: Scene = (canvas, chance) => {
  const ground = chance.pick([hex('#3b2c20'), hex('#5a5040'), hex('#2c331d')]);
  canvas.gradient([
    [0, ground],
    [1, scale(ground, 0.7)],
  ]);
  const start = chance.pick([0.02, 0.06, 0.1, 0.14, 0.24]);
  const leaves = chance.whole(70, 130);
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    const colour = hsl(
      start + chance.between(-0.035, 0.05),
      chance.between(0.5, 0.9),
      chance.between(0.22, 0.6),
    );
    const x = canvas.width * chance.next();
    const y = canvas.height * chance.next();
    const size = chance.between(0.04, 0.11);
    const angle = chance.between(0, Math.PI);
    canvas.ellipse(x + 0.01, y + 0.015, size, size * 0.5, scale(ground, 0.3), {
      angle,
      soft: 0.3,
      cover: 0.6,
    });
    canvas.ellipse(x, y, size, size * 0.48, colour, { angle, relief: 0.5 });
    const vein = size * 0.85;
    canvas.stroke(
      x - Math.cos(angle) * vein,
      y - Math.sin(angle) * vein,
      x + Math.cos(angle) * vein,
      y + Math.sin(angle) * vein,
      0.006,
      0.003,
      scale(colour, 0.7),
    );
  }
};

export const landScenes: readonly Scene[] = [
  mountains,
  mountains,
  forest,
  forest,
  meadow,
  meadow,
  snow,
  dunes,
  autumnLeaves,
];
