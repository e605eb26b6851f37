/**
 * @file Builds main, preload and renderer into `out/`. The child processes are built by scripts/build-processes.mjs: as
 * inputs of this build they would share chunks with main. The targets are the oldest runtime Smalti is started with,
 * Electron 33 (Chromium 130, Node 20), whatever Electron is installed.
 */
import { join } from 'node:path';
import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { external } from './scripts/build-processes.mjs';

const nodeTarget = 'node20';
const chromiumTarget = 'chrome130';
const fromRoot = (...parts: string[]): string => join(import.meta.dirname, ...parts);

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      outDir: fromRoot('out', 'main'),
      sourcemap: true,
      // Pure JavaScript goes into the bundle, so that a packaged app carries few node_modules.
      externalizeDeps: false,
      // CommonJS: schemes must be declared before the app is ready, and an ES module may be loaded too late for that.
      lib: { entry: fromRoot('src', 'main', 'index.ts'), formats: ['cjs'] },
      rolldownOptions: {
        external: ['electron', ...external.map(packagePattern)],
        output: { entryFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      outDir: fromRoot('out', 'preload'),
      // A sandboxed preload must be one CommonJS file.
      externalizeDeps: false,
      lib: { entry: fromRoot('src', 'preload', 'index.ts'), formats: ['cjs'] },
      rolldownOptions: { external: ['electron'], output: { entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: fromRoot('src', 'renderer'),
    // The compiler remembers what components made: most of what the main process tells changes few of them. What a callback
    // reads without a question is read while rendering too, so no `photo!.id` in callbacks.
    plugins: [react(), babel({ presets: [reactCompilerPreset()] })],
    build: {
      target: chromiumTarget,
      outDir: fromRoot('out', 'renderer'),
      rolldownOptions: { input: fromRoot('src', 'renderer', 'index.html') },
    },
  },
});

/** 'sharp' and '@tensorflow/*' of the list, with everything below them, as the bundler wants it. */
function packagePattern(name: string): RegExp {
  return new RegExp(`^${name.replace('/*', '/.+')}($|/)`);
}
