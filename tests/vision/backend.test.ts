import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { KernelBackend, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { restoreRemovedUtil, startBackend } from '../../src/vision/backend.ts';

const own = (): boolean => true;

describe('restoreRemovedUtil', () => {
  it('gives back what Node 23 removed, with the old meaning', () => {
    const util: Record<string, unknown> = {};
    restoreRemovedUtil(util);
    const isNullOrUndefined = util['isNullOrUndefined'] as (value: unknown) => boolean;
    expect([null, undefined, 0, '', false, Number.NaN].map(isNullOrUndefined)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect((util['isArray'] as (value: unknown) => boolean)([])).toBe(true);
  });

  it('leaves what is there alone', () => {
    const util = { isNullOrUndefined: own, isArray: own };
    restoreRemovedUtil(util);
    expect(util).toEqual({ isNullOrUndefined: own, isArray: own });
  });

  it('covers every removed util function that tfjs-node calls', () => {
    const nodeRequire = createRequire(import.meta.url);
    const source = readFileSync(
      nodeRequire
        .resolve('@tensorflow/tfjs-node/package.json')
        .replace(/package\.json$/, 'dist/nodejs_kernel_backend.js'),
      'utf8',
    );
    const called = new Set([...source.matchAll(/util_1\.(is\w+)\)/g)].map((match) => match[1]));
    const util: Record<string, unknown> = {};
    restoreRemovedUtil(util);
    expect(called.size).toBeGreaterThan(0);
    for (const name of called) expect(util).toHaveProperty(name!);
  });
});

describe('startBackend', () => {
  it('takes WASM and keeps the reason when the native library is not there', async () => {
    const started = await startBackend(() => 'It was not fetched.');
    expect(started.backend).toBe('wasm');
    expect(started.nativeAbsence).toBe('It was not fetched.');
    expect(started.tf.getBackend()).toBe('wasm');
  });

  it('takes WASM when the native library loads but does not start', async () => {
    registerBackend('tensorflow', () => {
      throw new Error('wrong processor');
    });
    const started = await startBackend(() => null);
    removeBackend('tensorflow');
    expect(started.backend).toBe('wasm');
    expect(started.nativeAbsence).toContain('does not start');
  });

  it('takes the native library when it runs', async () => {
    registerBackend('tensorflow', () => new KernelBackend());
    const started = await startBackend(() => null);
    expect([started.backend, started.nativeAbsence]).toEqual(['tensorflow', null]);
  });
});
