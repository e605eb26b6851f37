/** @file Types of heic-decode, which has none of its own (from its README and lib.js, version 2.1). */
declare module 'heic-decode' {
  interface HeicPixels {
    width: number;
    height: number;
    /** RGBA, 8 bits. */
    data: Uint8ClampedArray;
  }
  function decode(input: { buffer: Uint8Array }): Promise<HeicPixels>;
  export default decode;
}
