/**
 * @file Loads the built kernels from assets/kernels. Runs in Node (engine process and its threads, imaging processes).
 *
 * How the files are found: this module lies two folders below the project in both forms, as src/kernels/wasm-module.ts
 * and bundled as out/processes/*.mjs, so `../../assets/kernels/` is right for both. A packaged app keeps the same two
 * folders unpacked beside the archive (`asarUnpack: out/processes, assets/kernels`), where the path holds again.
 */
import { readFileSync } from 'node:fs';

const kernelFolder = new URL('../../assets/kernels/', import.meta.url);
const compiled = new Map<string, WebAssembly.Module>();

export type KernelName = 'scoring' | 'assignment' | 'linear-reduction';

/** The compiled kernel; compiled once per thread, and it can be posted to other threads, which then share its code. */
export function kernelModule(name: KernelName): WebAssembly.Module {
  let module = compiled.get(name);
  if (module === undefined) {
    module = new WebAssembly.Module(readFileSync(new URL(`${name}.wasm`, kernelFolder)));
    compiled.set(name, module);
  }
  return module;
}

/** Makes a kernel known that another thread has compiled. */
export function adoptKernelModule(name: KernelName, module: WebAssembly.Module): void {
  compiled.set(name, module);
}
