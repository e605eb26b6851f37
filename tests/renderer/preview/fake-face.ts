/** @file A made-up face as outlines in fractions of the target. Pure; runs anywhere. */

export function oval(x: number, y: number, rx: number, ry: number): Float32Array {
  return Float32Array.from({ length: 48 }, (_, at) => {
    const turn = (Math.floor(at / 2) / 24) * 2 * Math.PI;
    return at % 2 === 0 ? x + rx * Math.cos(turn) : y + ry * Math.sin(turn);
  });
}

export function fakeFace(x: number, y: number, rx: number, ry: number) {
  return {
    oval: oval(x, y, rx, ry),
    leftEye: oval(x - 0.07, y - 0.03, 0.035, 0.02),
    rightEye: oval(x + 0.07, y - 0.03, 0.035, 0.02),
    mouth: oval(x, y + 0.12, 0.06, 0.02),
  };
}
