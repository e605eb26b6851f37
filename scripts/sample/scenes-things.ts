/** @file Sample scenes of things near at hand: plates, cups, fruit, flowers, balloons. Pure. */
import type { Canvas } from './canvas.ts';
import { type Colour, hex, hsl, mix, ramp, scale, set } from './colour.ts';
import { cloudNoise, fineNoise, noiseAt, softNoise } from './noise.ts';
import type { Chance, Scene } from './scene.ts';

function tabletop(canvas: Canvas, chance: Chance): void {
  const tone = chance.pick([
    hex('#7a5236'),
    hex('#d8d3ca'),
    hex('#3a3f45'),
    hex('#a9805a'),
    hex('#e9e4da'),
    hex('#5d6b66'),
    hex('#8fa9b8'),
    hex('#b5533c'),
  ]);
  const seed = chance.between(0, 256);
  canvas.paint((x, y, out) => {
    const grainX = noiseAt(cloudNoise, x * 14 + seed, y * 130);
    const fine = noiseAt(fineNoise, x * 60 + seed, y * 240);
    set(out, scale(tone, 0.72 + grainX * 0.35 + fine * 0.14));
    return 1;
  });
}

const foods: readonly (readonly Colour[])[] = [
  [hex('#b5422a'), hex('#6f8f2f'), hex('#e8c15a')],
  [hex('#c98a4a'), hex('#8a5a2c'), hex('#f0d9a8')],
  [hex('#3f6b2a'), hex('#8fb04a'), hex('#d94f3a')],
  [hex('#e8a33c'), hex('#f4d9a0'), hex('#a8502a')],
  [hex('#5a2c1e'), hex('#8a4a2e'), hex('#f4ece0')],
  [hex('#e9c9b8'), hex('#d97a6a'), hex('#7fa05a')],
];

const plate: Scene = (canvas, chance) => {
  tabletop(canvas, chance);
  const cx = canvas.width / 2 + chance.between(-0.08, 0.08);
  const cy = canvas.height / 2 + chance.between(-0.08, 0.08);
  const radius = chance.between(0.34, 0.46);
  const china = chance.pick([hex('#f3f1ec'), hex('#e6ddd0'), hex('#3c4a58'), hex('#cfdbe2'), hex('#b9c7a8')]);
  canvas.glow(cx + 0.03, cy + 0.05, radius * 0.85, radius * 0.85, [0.05, 0.04, 0.04], 0.75);
  canvas.ellipse(cx, cy, radius, radius, china, { soft: 0.015, relief: 0.12 });
  canvas.ellipse(cx, cy, radius * 0.74, radius * 0.74, scale(china, 0.9), { soft: 0.04 });
  canvas.ellipse(cx, cy, radius * 0.71, radius * 0.71, scale(china, 0.98), { soft: 0.05 });
  const food = chance.pick(foods);
  const pieces = chance.whole(26, 70);
  for (let piece = 0; piece < pieces; piece += 1) {
    const far = radius * 0.58 * Math.sqrt(chance.next());
    const angle = chance.between(0, Math.PI * 2);
    const size = chance.between(0.025, 0.075);
    const x = cx + Math.cos(angle) * far;
    const y = cy + Math.sin(angle) * far;
    canvas.ellipse(x + 0.008, y + 0.012, size, size * 0.7, [0.12, 0.07, 0.04], {
      angle,
      soft: 0.4,
      cover: 0.45,
    });
    canvas.ellipse(x, y, size, size * chance.between(0.5, 0.95), chance.near(chance.pick(food), 0.07), {
      angle,
      relief: 0.8,
      soft: 0.12,
    });
  }
  for (let shine = 0; shine < 14; shine += 1) {
    canvas.light(
      cx + chance.between(-0.22, 0.22),
      cy + chance.between(-0.22, 0.22),
      0.012,
      0.008,
      [1, 0.97, 0.9],
      0.4,
    );
  }
};

const bread: Scene = (canvas, chance) => {
  tabletop(canvas, chance);
  const crust = chance.near(hex('#b3743a'), 0.06);
  const angle = chance.between(-0.5, 0.5);
  const cx = canvas.width / 2;
  const cy = canvas.height * 0.54;
  const rx = chance.between(0.34, 0.42);
  const ry = chance.between(0.19, 0.28);
  canvas.glow(cx + 0.02, cy + 0.1, rx * 0.85, ry * 0.8, [0.05, 0.03, 0.02], 0.75);
  canvas.ellipse(cx, cy, rx, ry, crust, { angle, relief: 0.95, soft: 0.02 });
  const seed = chance.between(0, 256);
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  canvas.paint((x, y, out) => {
    const a = ((x - cx) * cosine + (y - cy) * sine) / rx;
    const b = ((y - cy) * cosine - (x - cx) * sine) / ry;
    if (a * a + b * b > 0.97) return 0;
    const flour = noiseAt(cloudNoise, x * 150 + seed, y * 150);
    const fine = noiseAt(fineNoise, x * 260, y * 260 + seed);
    const cut = Math.abs(((a * 2.6 + b * 0.5 + 10) % 1) - 0.5);
    set(out, mix(fine > 0.5 ? hex('#e2b878') : hex('#6d3c18'), hex('#f7ecd8'), cut < 0.12 ? 0.8 : flour));
    return cut < 0.12
      ? 0.75 * ramp(0.12, 0.05, cut)
      : 0.4 * Math.abs(fine - 0.5) + 0.5 * ramp(0.6, 0.9, flour);
  });
};

const cup: Scene = (canvas, chance) => {
  tabletop(canvas, chance);
  const cx = canvas.width / 2 + chance.between(-0.1, 0.1);
  const cy = canvas.height / 2 + chance.between(-0.1, 0.1);
  const china = chance.pick([
    hex('#f5f3ee'),
    hex('#2f6f8f'),
    hex('#c2463a'),
    hex('#e8c34a'),
    hex('#4a4a4f'),
    hex('#9cc0b0'),
  ]);
  const radius = chance.between(0.22, 0.3);
  canvas.glow(cx + 0.05, cy + 0.07, radius * 1.4, radius * 1.4, [0.04, 0.03, 0.03], 0.65);
  canvas.ellipse(cx, cy, radius * 1.5, radius * 1.5, scale(china, 0.93), { soft: 0.015, relief: 0.18 });
  canvas.ellipse(cx, cy, radius * 1.12, radius * 1.12, scale(china, 0.72), { soft: 0.08 });
  canvas.stroke(cx + radius * 0.9, cy, cx + radius * 1.45, cy + 0.02, 0.06, 0.06, scale(china, 0.95));
  canvas.ellipse(cx, cy, radius, radius, china, { soft: 0.02 });
  const coffee = chance.pick([
    hex('#4a2814'),
    hex('#8a5a34'),
    hex('#c08a5a'),
    hex('#b5622a'),
    hex('#7a8f3a'),
  ]);
  canvas.ellipse(cx, cy, radius * 0.88, radius * 0.88, coffee, { soft: 0.03 });
  const seed = chance.between(0, 256);
  const arms = chance.whole(1, 4);
  canvas.paint(
    (x, y, out) => {
      const far = Math.hypot(x - cx, y - cy) / radius;
      if (far > 0.84) return 0;
      const angle = Math.atan2(y - cy, x - cx);
      const swirl = Math.sin(angle * arms + far * 9 + 6 * noiseAt(softNoise, x * 60 + seed, y * 60));
      set(out, hex('#f0dfc4'));
      return 0.85 * ramp(0.1, 0.75, swirl) * ramp(0.84, 0.6, far);
    },
    cx - radius,
    cy - radius,
    cx + radius,
    cy + radius,
  );
};

const fruit: Scene = (canvas, chance) => {
  tabletop(canvas, chance);
  const colour = chance.pick([
    hex('#d2241f'),
    hex('#f08a1d'),
    hex('#f3cf3a'),
    hex('#7fae2e'),
    hex('#5b2a6b'),
    hex('#c93a5a'),
    hex('#3d5aa8'),
    hex('#e8b08a'),
  ]);
  const size = chance.between(0.06, 0.2);
  const step = size * 1.7;
  const seed = chance.between(0, 256);
  for (let y = -size; y < canvas.height + size; y += step * 0.9) {
    for (let x = -size; x < canvas.width + size; x += step) {
      const cx = x + chance.between(-0.3, 0.3) * size;
      const cy = y + chance.between(-0.3, 0.3) * size;
      const own = chance.near(colour, 0.09);
      canvas.glow(cx + size * 0.1, cy + size * 0.25, size * 0.75, size * 0.7, [0.03, 0.02, 0.02], 0.7);
      canvas.ellipse(cx, cy, size, size * chance.between(0.88, 1), own, { relief: 1.05, soft: 0.03 });
      canvas.glow(cx - size * 0.35, cy - size * 0.4, size * 0.2, size * 0.15, [1, 0.98, 0.95], 0.6);
      if (size > 0.09)
        canvas.ellipse(cx + size * 0.15, cy - size * 0.5, size * 0.08, size * 0.06, scale(own, 0.35));
    }
  }
  canvas.unevenLight(fineNoise, seed, 0.06, 160);
};

const flower: Scene = (canvas, chance) => {
  const green = chance.pick([hex('#3f6b2f'), hex('#2a4a2a'), hex('#7f9f4a'), hex('#1f3a34'), hex('#a8b58a')]);
  leafyBlur(canvas, chance, green);
  const petal = chance.pick([
    hex('#e23b5a'),
    hex('#f4c430'),
    hex('#f7f2ea'),
    hex('#8a4fc9'),
    hex('#f58fb0'),
    hex('#f26a2e'),
    hex('#5a7fe0'),
    hex('#b5123a'),
  ]);
  const heads = chance.pick([1, 1, 3, 7]);
  for (let head = 0; head < heads; head += 1) {
    const alone = heads === 1;
    const cx = canvas.width * (alone ? 0.5 : chance.next());
    const cy = canvas.height * (alone ? 0.46 : chance.next());
    const size = (alone ? 0.36 : 0.2) * chance.between(0.8, 1.15);
    canvas.stroke(
      cx,
      cy,
      cx + chance.between(-0.1, 0.1),
      canvas.height + 0.1,
      0.03,
      0.025,
      scale(green, 0.9),
    );
    const petals = chance.whole(5, 16);
    const start = chance.next();
    for (let ring = 0; ring < 2; ring += 1) {
      for (let index = 0; index < petals; index += 1) {
        const angle = (start + (index + ring * 0.5) / petals) * Math.PI * 2;
        const length = size * (ring === 0 ? 0.5 : 0.38);
        const own = scale(chance.near(petal, 0.04), ring === 0 ? 0.85 : 1);
        const x = cx + Math.cos(angle) * length;
        const y = cy + Math.sin(angle) * length;
        const width = Math.max(0.2, 2.2 / petals) * length;
        canvas.ellipse(x, y + 0.01, length, width, scale(own, 0.45), { angle, soft: 0.12, cover: 0.5 });
        canvas.ellipse(x, y, length, width, own, { angle, relief: 0.55, soft: 0.05 });
      }
    }
    const heart = chance.pick([hex('#f2c230'), hex('#5a3a1a'), hex('#e8e08a')]);
    canvas.ellipse(cx, cy, size * 0.2, size * 0.2, heart, { relief: 0.8, soft: 0.1 });
  }
};

/** Out-of-focus greenery. */
export function leafyBlur(canvas: Canvas, chance: Chance, green: Colour): void {
  const seed = chance.between(0, 256);
  canvas.paint((x, y, out) => {
    const broad = noiseAt(cloudNoise, x * 60 + seed, y * 60);
    const soft = noiseAt(softNoise, x * 50, y * 50 + seed);
    set(
      out,
      mix(scale(green, 0.45), mix(green, [0.95, 0.97, 0.8], 0.4), Math.min(1, broad * 0.6 + soft * 0.6)),
    );
    return 1;
  });
  for (let spot = 0; spot < 9; spot += 1) {
    const radius = chance.between(0.03, 0.09);
    canvas.ellipse(
      canvas.width * chance.next(),
      canvas.height * chance.next(),
      radius,
      radius,
      mix(green, [1, 1, 0.9], 0.6),
      {
        soft: 0.2,
        cover: chance.between(0.1, 0.35),
      },
    );
  }
  canvas.blur(0.02);
}

const balloons: Scene = (canvas, chance) => {
  canvas.gradient([
    [0, hex('#3f7fc4')],
    [1, chance.pick([hex('#dcebf5'), hex('#f6d9b8')])],
  ]);
  const count = chance.pick([1, 3, 6]);
  for (let balloon = 0; balloon < count; balloon += 1) {
    const size = (count === 1 ? 0.3 : 0.15) * chance.between(0.7, 1.2);
    const cx = canvas.width * (count === 1 ? 0.5 : chance.between(0.1, 0.9));
    const cy = canvas.height * (count === 1 ? 0.42 : chance.between(0.12, 0.75));
    const one = hsl(chance.next(), 0.8, 0.5);
    const other = hsl(chance.next(), 0.75, 0.6);
    const gores = chance.pick([4, 6, 8]);
    canvas.paint(
      (x, y, out) => {
        const b = (y - cy) / (size * 1.15);
        const half =
          b > 0 ? Math.sqrt(Math.max(0, 1 - b * b)) * (1 - b * 0.35) : Math.sqrt(Math.max(0, 1 - b * b));
        const a = (x - cx) / size / Math.max(0.05, half);
        if (Math.abs(a) > 1 || Math.abs(b) > 1) return 0;
        const gore = Math.floor(((Math.asin(a) / Math.PI + 0.5) * gores) % 2);
        const light = 0.55 + 0.5 * Math.sqrt(1 - a * a) - 0.25 * a - 0.15 * b;
        set(out, scale(gore === 0 ? one : other, light));
        return ramp(1, 0.96, Math.abs(a));
      },
      cx - size,
      cy - size * 1.2,
      cx + size,
      cy + size * 1.2,
    );
    canvas.box(cx - size * 0.12, cy + size * 1.35, cx + size * 0.12, cy + size * 1.52, hex('#5a3a22'));
    for (const side of [-1, 1]) {
      const hem = cx + side * size * 0.22;
      canvas.stroke(
        hem,
        cy + size * 1.08,
        cx + side * size * 0.1,
        cy + size * 1.36,
        0.004,
        0.004,
        hex('#3a2a1e'),
      );
    }
  }
};

export const thingScenes: readonly Scene[] = [
  plate,
  plate,
  bread,
  cup,
  cup,
  fruit,
  fruit,
  flower,
  flower,
  flower,
  balloons,
];
