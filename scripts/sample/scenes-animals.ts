/** @file Sample scenes of cats and dogs. Pure. */
import { type Colour, hex, hsl, ramp, scale, set } from './colour.ts';
import { fineNoise, noiseAt } from './noise.ts';
import type { Scene } from './scene.ts';
import { leafyBlur } from './scenes-things.ts';

const furs: readonly (readonly [Colour, Colour])[] = [
  [hex('#c98a4a'), hex('#f0dcc0')],
  [hex('#5a5650'), hex('#c9c4ba')],
  [hex('#26221f'), hex('#5a504a')],
  [hex('#d8cfc2'), hex('#f7f3ec')],
  [hex('#8a5a34'), hex('#d9b48a')],
  [hex('#77706a'), hex('#e9e4dc')],
];

/** A cat's or a dog's head from the front. */
const animal: Scene = (canvas, chance) => {
  const isCat = chance.maybe(0.6);
  const backdrop = hsl(chance.next(), chance.between(0.05, 0.45), chance.between(0.25, 0.75));
  leafyBlur(canvas, chance, backdrop);
  const [fur, pale] = chance.pick(furs);
  const cx = canvas.width / 2 + chance.between(-0.06, 0.06);
  const cy = canvas.height * 0.52;
  const size = chance.between(0.28, 0.36);
  const seed = chance.between(0, 256);
  canvas.ellipse(cx, cy + size * 1.9, size * 1.35, size * 1.5, scale(fur, 0.85), { relief: 0.6, soft: 0.08 });
  for (const side of [-1, 1]) {
    if (isCat) {
      for (let step = 0; step <= 12; step += 1) {
        const share = step / 12;
        const width = size * 0.62 * (1 - share);
        const x = cx + side * size * (0.62 + share * 0.14);
        const y = cy - size * (0.5 + share * 0.75);
        canvas.ellipse(x, y, Math.max(0.012, width / 2), 0.03, scale(fur, 0.9), { soft: 0.3 });
        if (share < 0.75)
          canvas.ellipse(x, y + 0.02, width * 0.28, 0.02, hex('#d99a8c'), { soft: 0.5, cover: 0.6 });
      }
    } else {
      canvas.ellipse(cx + side * size * 0.95, cy - size * 0.1, size * 0.3, size * 0.72, scale(fur, 0.7), {
        angle: side * -0.25,
        relief: 0.6,
        soft: 0.1,
      });
    }
  }
  canvas.ellipse(cx, cy, size, size * (isCat ? 0.88 : 1.02), fur, { relief: 0.65, soft: 0.06 });
  canvas.glow(cx, cy + size * 0.42, size * 0.5, size * 0.38, pale, 0.85);
  canvas.glow(cx, cy - size * 0.35, size * 0.14, size * 0.4, pale, isCat ? 0.25 : 0.6);
  const stripes = isCat && chance.maybe(0.6);
  canvas.paint((x, y, out) => {
    const dx = (x - cx) / size;
    const dy = (y - cy) / size;
    const far = Math.hypot(dx, dy);
    if (far > 1.05) return 0;
    const hair = noiseAt(fineNoise, Math.atan2(dy, dx) * 60 + seed, far * 40);
    const band = stripes
      ? ramp(0.25, 0.8, Math.sin(dx * 16 + Math.sin(dy * 5) * 2)) * ramp(0.1, -0.4, dy)
      : 0;
    set(out, hair > 0.5 ? scale(pale, 1.02) : scale(fur, 0.42));
    return Math.max(Math.abs(hair - 0.5) * 0.55, band * 0.55) * ramp(1.05, 0.95, far);
  });
  const iris = isCat
    ? chance.pick([hex('#b5b53a'), hex('#5aa05a'), hex('#5f9fd0'), hex('#d99a2e')])
    : hex('#4a2a16');
  for (const side of [-1, 1]) {
    const x = cx + side * size * 0.4;
    const y = cy - size * 0.1;
    canvas.ellipse(x, y, size * 0.2, size * 0.17, scale(fur, 0.3), { soft: 0.2 });
    canvas.ellipse(x, y, size * 0.165, size * 0.14, iris, { relief: 0.5, soft: 0.06 });
    canvas.ellipse(x, y, size * (isCat ? 0.05 : 0.09), size * 0.12, [0.03, 0.03, 0.03], { soft: 0.15 });
    canvas.ellipse(x - size * 0.05, y - size * 0.06, size * 0.035, size * 0.03, [1, 1, 1], { soft: 0.4 });
  }
  const nose = isCat ? hex('#c9766c') : hex('#1c1715');
  canvas.ellipse(cx, cy + size * 0.28, size * (isCat ? 0.1 : 0.17), size * (isCat ? 0.07 : 0.12), nose, {
    relief: 0.7,
  });
  for (const side of [-1, 1]) {
    canvas.stroke(
      cx,
      cy + size * 0.36,
      cx + side * size * 0.2,
      cy + size * 0.5,
      0.01,
      0.006,
      scale(fur, 0.3),
      0.8,
    );
    if (!isCat) continue;
    for (let hair = -1; hair <= 1; hair += 1) {
      const y = cy + size * (0.38 + hair * 0.06);
      canvas.stroke(
        cx + side * size * 0.25,
        y,
        cx + side * size * 1.2,
        y + hair * size * 0.16,
        0.005,
        0.002,
        [1, 1, 1],
        0.65,
      );
    }
  }
};

export const animalScenes: readonly Scene[] = [animal, animal, animal];
