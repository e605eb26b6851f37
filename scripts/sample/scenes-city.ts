/** @file Sample scenes of the town: lit windows, façades, streets, walls, lights out of focus. Pure. */
import type { Canvas } from './canvas.ts';
import { type Colour, hex, hsl, mix, ramp, scale, set } from './colour.ts';
import { cloudNoise, fineNoise, noiseAt, softNoise } from './noise.ts';
import type { Chance, Scene } from './scene.ts';

const cityNight: Scene = (canvas, chance) => {
  const dusk = chance.pick([hex('#1a2340'), hex('#2b1e3d'), hex('#0e1a26'), hex('#233a5e')]);
  canvas.gradient([
    [0, scale(dusk, 0.6)],
    [0.75, mix(dusk, hex('#c7784a'), chance.between(0.1, 0.6))],
  ]);
  const towers = chance.whole(7, 13);
  for (let tower = 0; tower < towers; tower += 1) {
    const near = tower / towers;
    const width = chance.between(0.09, 0.2) * (0.7 + near * 0.6);
    const left = canvas.width * chance.between(-0.1, 0.98);
    const top = canvas.height * chance.between(0.15, 0.55) + near * 0.14;
    const wall = scale(mix(dusk, [0.06, 0.06, 0.08], 0.35 + near * 0.5), chance.between(0.6, 1.1));
    canvas.box(left, top, left + width, canvas.height, wall);
    litWindows(canvas, chance, left, top, width);
  }
  if (chance.maybe(0.5)) {
    const lamps = chance.whole(8, 22);
    for (let lamp = 0; lamp < lamps; lamp += 1) {
      const colour = chance.pick([hex('#ff9a3c'), hex('#ff4a3a'), hex('#fff1c4'), hex('#6ad1ff')]);
      const y = canvas.height * chance.between(0.86, 0.99);
      const x = canvas.width * chance.next();
      canvas.light(x, y, 0.035, 0.035, colour, 0.7);
    }
  }
};

function litWindows(canvas: Canvas, chance: Chance, left: number, top: number, width: number): void {
  const columns = Math.max(2, Math.round(width / 0.032));
  const step = width / columns;
  const lit = chance.between(0.2, 0.65);
  const lamp = chance.pick([hex('#ffd68a'), hex('#ffb65c'), hex('#fff0cf'), hex('#bfe0ff')]);
  for (let y = top + 0.02; y < canvas.height; y += step * 1.35) {
    for (let column = 0; column < columns; column += 1) {
      if (!chance.maybe(lit)) continue;
      const x = left + (column + 0.22) * step;
      canvas.box(x, y, x + step * 0.56, y + step * 0.75, scale(lamp, chance.between(0.45, 1.05)));
    }
  }
}

const facade: Scene = (canvas, chance) => {
  const paint = hsl(chance.next(), chance.between(0.15, 0.65), chance.between(0.45, 0.8));
  const seed = chance.between(0, 256);
  canvas.paint((x, y, out) => {
    const stain = noiseAt(cloudNoise, x * 90 + seed, y * 60);
    const fine = noiseAt(fineNoise, x * 260, y * 260 + seed);
    set(out, scale(paint, 0.78 + stain * 0.3 + fine * 0.08));
    return 1;
  });
  const columns = chance.whole(2, 4);
  const rows = chance.whole(2, 4);
  const stepX = canvas.width / columns;
  const stepY = canvas.height / rows;
  const shutter = hsl(chance.next(), chance.between(0.2, 0.7), chance.between(0.25, 0.5));
  const withShutters = chance.maybe(0.6);
  const glass = chance.pick([hex('#26323d'), hex('#4d6a80'), hex('#1d2328')]);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const cx = (column + 0.5) * stepX;
      const top = (row + 0.2) * stepY;
      const bottom = (row + 0.82) * stepY;
      const half = stepX * 0.2;
      canvas.box(cx - half - 0.015, top - 0.015, cx + half + 0.02, bottom + 0.025, scale(paint, 0.6));
      canvas.box(
        cx - half - 0.015,
        top - 0.015,
        cx + half + 0.015,
        bottom + 0.015,
        mix(paint, [1, 1, 1], 0.7),
      );
      window(canvas, chance, cx, top, bottom, half, glass);
      if (!withShutters) continue;
      for (const side of [-1, 1]) {
        const near = cx + side * (half + 0.02);
        const far = near + side * half * 0.75;
        canvas.box(Math.min(near, far), top - 0.01, Math.max(near, far), bottom + 0.01, shutter);
        for (let y = top; y < bottom; y += 0.022) {
          canvas.box(
            Math.min(near, far) + 0.006,
            y,
            Math.max(near, far) - 0.006,
            y + 0.008,
            scale(shutter, 0.75),
          );
        }
      }
    }
  }
  shadeAcross(canvas, chance);
};

function window(
  canvas: Canvas,
  chance: Chance,
  cx: number,
  top: number,
  bottom: number,
  half: number,
  glass: Colour,
): void {
  const sky = chance.between(0.1, 0.6);
  canvas.paint(
    (x, y, out) => {
      set(out, mix(glass, [0.72, 0.82, 0.92], sky * ramp(0.1, -0.1, y - top - (x - cx) * 0.8 - 0.1)));
      return 1;
    },
    cx - half,
    top,
    cx + half,
    bottom,
  );
  const frame: Colour = [0.9, 0.89, 0.86];
  canvas.box(cx - 0.006, top, cx + 0.006, bottom, frame);
  canvas.box(cx - half, (top + bottom) / 2 - 0.005, cx + half, (top + bottom) / 2 + 0.005, frame);
}

/** A slanted edge of shade, as between houses at noon. */
function shadeAcross(canvas: Canvas, chance: Chance): void {
  if (!chance.maybe(0.5)) return;
  const slope = chance.between(-1, 1);
  const offset = chance.between(0.2, 0.8);
  canvas.paint((x, y, out) => {
    set(out, [0.08, 0.1, 0.18]);
    return 0.42 * ramp(-0.02, 0.02, y - offset - slope * (x - 0.5));
  });
}

const street: Scene = (canvas, chance) => {
  const warm = chance.maybe(0.4);
  const high = warm ? hex('#c9a58a') : hex('#7fa6cc');
  const low = warm ? hex('#fbe3bd') : hex('#e3ecf2');
  canvas.gradient([
    [0, high],
    [0.6, low],
  ]);
  const vanishX = canvas.width * chance.between(0.35, 0.65);
  const vanishY = canvas.height * chance.between(0.42, 0.55);
  const pavement = chance.pick([hex('#a39a8e'), hex('#8c8a88'), hex('#b8a690')]);
  canvas.box(0, vanishY, canvas.width, canvas.height, warm ? scale(pavement, 0.85) : pavement);
  for (const side of [-1, 1]) {
    const houses = chance.whole(4, 6);
    for (let house = 0; house < houses; house += 1) {
      const far = 1 - house / houses;
      const nearEdge = vanishX + side * (0.07 + (1 - far) ** 1.6 * 0.75);
      const height = (0.1 + (1 - far) ** 1.3 * chance.between(0.45, 0.75)) * canvas.height;
      const colour = mix(
        hsl(chance.between(0, 0.18), chance.between(0.1, 0.5), chance.between(0.4, 0.7)),
        low,
        far * 0.5,
      );
      const edge = side < 0 ? -0.1 : canvas.width + 0.1;
      const lit = side < 0 ? 0.62 : 1;
      canvas.box(
        Math.min(nearEdge, edge),
        vanishY - height,
        Math.max(nearEdge, edge),
        vanishY + height * 0.35,
        scale(colour, lit),
      );
      const step = 0.02 + (1 - far) * 0.05;
      for (let y = vanishY - height + step; y < vanishY; y += step * 1.7) {
        for (
          let x = nearEdge + side * step * 0.6;
          x > -0.1 && x < canvas.width + 0.1;
          x += side * step * 1.6
        ) {
          canvas.box(x - step * 0.3, y, x + step * 0.3, y + step * 0.9, scale(colour, lit * 0.42));
        }
      }
    }
  }
  const asphalt = chance.pick([hex('#5a5c60'), hex('#77706a'), hex('#3f4348')]);
  canvas.paint(
    (x, y, out) => {
      const depth = (y - vanishY) / (canvas.height - vanishY);
      const half = 0.07 + depth * 0.6;
      const across = (x - vanishX) / half;
      const stone = noiseAt(fineNoise, (across / (0.2 + depth)) * 60, 60 / (0.15 + depth));
      const middle = Math.abs(across) < 0.025 && (1 / (0.1 + depth)) % 1 < 0.5;
      const kerb = Math.abs(across) > 0.8;
      set(
        out,
        scale(
          middle ? [0.9, 0.88, 0.8] : kerb ? mix(asphalt, [0.8, 0.78, 0.75], 0.5) : asphalt,
          0.75 + stone * 0.4,
        ),
      );
      return Math.abs(across) < 1.15 ? 1 : 0;
    },
    0,
    vanishY,
  );
  canvas.light(vanishX, vanishY - 0.05, 0.3, 0.25, warm ? [1, 0.8, 0.5] : [0.8, 0.85, 0.9], 0.35);
};

const brick: Scene = (canvas, chance) => {
  const clay = chance.pick([
    hex('#9a4a32'),
    hex('#b5654a'),
    hex('#7a3a2e'),
    hex('#c9a48a'),
    hex('#8a8078'),
    hex('#d8d2c8'),
  ]);
  const mortar = chance.pick([hex('#c9c0b2'), hex('#8f8880'), hex('#5c5550')]);
  const height = chance.between(0.05, 0.12);
  const width = height * 2.6;
  const seed = chance.between(0, 256);
  canvas.paint((x, y, out) => {
    const row = Math.floor(y / height);
    const shifted = x + (row % 2) * width * 0.5;
    const column = Math.floor(shifted / width);
    const inX = Math.min(shifted - column * width, (column + 1) * width - shifted);
    const inY = Math.min(y - row * height, (row + 1) * height - y);
    const joint = ramp(height * 0.03, height * 0.12, Math.min(inX, inY));
    const own = noiseAt(fineNoise, column * 37.3 + seed, row * 53.7);
    const fine = noiseAt(fineNoise, x * 190 + seed, y * 190);
    set(out, mix(scale(mortar, 0.7 + fine * 0.4), scale(clay, 0.55 + own * 0.55 + fine * 0.35), joint));
    return 1;
  });
  canvas.unevenLight(softNoise, seed, 0.25, 40);
  shadeAcross(canvas, chance);
};

const wood: Scene = (canvas, chance) => {
  const tone = chance.pick([
    hex('#8a5a34'),
    hex('#b98a58'),
    hex('#5a3a24'),
    hex('#a8a096'),
    hex('#6f7f86'),
    hex('#d2b48c'),
  ]);
  const planks = chance.whole(3, 7);
  const seed = chance.between(0, 256);
  const upright = chance.maybe(0.5);
  canvas.paint((x, y, out) => {
    const across = (upright ? x / canvas.width : y / canvas.height) * planks;
    const along = upright ? y : x;
    const plank = Math.floor(across);
    const edge = Math.min(across - plank, plank + 1 - across);
    const bend = noiseAt(softNoise, along * 40 + plank * 71 + seed, across * 20) * 14;
    const ring = noiseAt(cloudNoise, across * 90 + bend, along * 7 + plank * 91 + seed);
    const fibre = noiseAt(fineNoise, across * 120, along * 14 + plank * 37);
    const own = noiseAt(fineNoise, plank * 47.1 + seed, 9) * 0.3;
    set(out, scale(tone, (0.5 + ring * 0.45 + fibre * 0.25 + own) * (0.35 + 0.65 * ramp(0, 0.035, edge))));
    return 1;
  });
  shadeAcross(canvas, chance);
};

const bokeh: Scene = (canvas, chance) => {
  const dark = hsl(chance.next(), chance.between(0.2, 0.6), chance.between(0.04, 0.16));
  canvas.gradient([
    [0, dark],
    [1, scale(dark, chance.between(0.5, 2.2))],
  ]);
  const hue = chance.next();
  const spread = chance.pick([0.05, 0.12, 0.5]);
  const lights = chance.whole(22, 60);
  const size = chance.between(0.03, 0.11);
  for (let light = 0; light < lights; light += 1) {
    const colour = hsl(
      hue + chance.between(-spread, spread),
      chance.between(0.5, 1),
      chance.between(0.45, 0.75),
    );
    const radius = size * chance.between(0.6, 1.4);
    const x = canvas.width * chance.next();
    const y = canvas.height * chance.next() ** 0.8;
    canvas.ellipse(x, y, radius, radius, colour, { soft: 0.08, cover: chance.between(0.15, 0.6) });
    canvas.ellipse(x, y, radius * 0.25, radius * 0.25, mix(colour, [1, 1, 1], 0.6), {
      soft: 1.2,
      cover: 0.4,
    });
  }
};

const stripes: Scene = (canvas, chance) => {
  const colours = Array.from({ length: chance.whole(2, 5) }, () =>
    hsl(chance.next(), chance.between(0.1, 0.85), chance.between(0.2, 0.85)),
  );
  const count = chance.between(4, 14);
  const seed = chance.between(0, 256);
  const fold = chance.between(0.02, 0.12);
  canvas.paint((x, y, out) => {
    const bend = (noiseAt(softNoise, x * 45 + seed, y * 45) - 0.5) * fold * 4;
    const place = (x + y * 0.25 + bend) * count + seed;
    const colour = colours[Math.floor(place) % colours.length]!;
    const thread = noiseAt(fineNoise, x * 350, y * 350);
    const crease =
      noiseAt(softNoise, x * 70 + seed + 3, y * 70) - noiseAt(softNoise, x * 70 + seed, y * 70 + 3);
    set(out, scale(colour, 0.78 + thread * 0.22 + crease * 3));
    return 1;
  });
};

export const cityScenes: readonly Scene[] = [
  cityNight,
  cityNight,
  facade,
  facade,
  street,
  street,
  brick,
  wood,
  bokeh,
  bokeh,
  stripes,
];
