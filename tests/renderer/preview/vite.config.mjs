/**
 * @file Serves the window with a made-up main process, to look at it in any browser:
 * npx vite --config tests/renderer/preview/vite.config.mjs. Addresses of pictures are swapped for generated ones.
 */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  plugins: [react()],
  resolve: { alias: [{ find: /^.*\/photo-urls\.ts$/, replacement: `${here}fake-photo-urls.ts` }] },
  server: {
    port: 5199,
    strictPort: false,
    fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] },
  },
  build: { outDir: 'out/preview', target: 'chrome130' },
});
