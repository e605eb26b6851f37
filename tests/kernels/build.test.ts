/** @file The committed kernels are those of the committed sources. */
import { describe, expect, it } from 'vitest';
import { kernelNames, readManifest, sourceHash, wasmHash } from '../../scripts/build-kernels.mjs';

describe('the committed kernels', () => {
  it('know all kernels', () => expect(kernelNames).toContain('scoring'));

  it.each(kernelNames)(
    '%s was built from its sources as they are (else: node scripts/build-kernels.mjs)',
    (name) => {
      expect(readManifest()[name]).toEqual({ source: sourceHash(name), wasm: wasmHash(name) });
    },
  );
});
