/**
 * @file Starts TensorFlow.js: the native library when it is installed and loads, the WASM build otherwise.
 * Runs in the engine process (plain Node or an Electron utility process); must not touch the DOM or the network.
 */
import { createRequire } from 'node:module';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs-core';

/** 'tensorflow' is the native library of @tensorflow/tfjs-node; 'wasm' the WebAssembly build with SIMD. */
export type VisionBackend = 'tensorflow' | 'wasm';

export interface StartedBackend {
  tf: typeof TensorFlow;
  backend: VisionBackend;
  /** Why the native library is not used, as a plain sentence; null when it is. */
  nativeAbsence: string | null;
}

const nodeRequire = createRequire(import.meta.url);

/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined` and `util.isArray`, which Node 23 removed. Gives them back where missing.
 * @param util Node's util module as CommonJS sees it
 */
export function restoreRemovedUtil(util: Record<string, unknown>): void {
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  util['isArray'] ??= Array.isArray;
}

/**
 * Loads @tensorflow/tfjs-node. It is asked for only if its native library lies in its folder: without it the package
 * loads a second of JavaScript just to throw.
 * @returns null when it runs, else the reason as a plain sentence
 */
export function loadNativeTensorFlow(): string | null {
  let packageDir: string;
  try {
    packageDir = dirname(nodeRequire.resolve('@tensorflow/tfjs-node/package.json'));
  } catch {
    return 'The optional package @tensorflow/tfjs-node is not installed.';
  }
  const libraryDir = join(packageDir, 'lib');
  const built =
    existsSync(libraryDir) &&
    readdirSync(libraryDir).some((name) => existsSync(join(libraryDir, name, 'tfjs_binding.node')));
  if (!built) return 'The native library of @tensorflow/tfjs-node was not fetched.';
  try {
    restoreRemovedUtil(nodeRequire('node:util') as Record<string, unknown>);
    nodeRequire('@tensorflow/tfjs-node');
    return null;
  } catch (error) {
    return `The native library of @tensorflow/tfjs-node does not load: ${String(error)}`;
  }
}

/**
 * Starts the faster backend that this machine has.
 * @param loadNative tries to register the native backend; returns null on success, else the reason
 */
export async function startBackend(
  loadNative: () => string | null = loadNativeTensorFlow,
): Promise<StartedBackend> {
  let nativeAbsence = loadNative();
  const tf = await import('@tensorflow/tfjs-core');
  if (nativeAbsence === null) {
    if (await tf.setBackend('tensorflow')) return { tf, backend: 'tensorflow', nativeAbsence: null };
    nativeAbsence = 'The native library of @tensorflow/tfjs-node loads but does not start.';
  }
  await import('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js: the WASM backend does not start.');
  await tf.ready();
  return { tf, backend: 'wasm', nativeAbsence };
}
