/** @file A small seeded random generator, for everything that must come out the same twice. Pure. */

/**
 * Mulberry32 by Tommy Ettinger (public domain): 32 bits of state, good enough for samples and tests.
 * @returns a function that gives the next number in [0, 1)
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
