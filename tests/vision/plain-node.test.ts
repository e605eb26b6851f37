/** @file The bundle that the engine process loads must run in plain Node, without the help of a test runner. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const projectDir = join(import.meta.dirname, '..', '..');
// Inside the project, so that the packages are found from the bundle as they are from the real one.
const bundleDir = join(projectDir, 'out', 'test-vision');

beforeAll(async () => {
  mkdirSync(bundleDir, { recursive: true });
  await build({
    stdin: {
      contents: `
        import { createVision } from './src/vision/index.ts';
        globalThis.fetch = () => { throw new Error('vision called fetch'); };
        const vision = await createVision();
        const data = new Uint8Array(300 * 200 * 3).map((_, at) => at % 251);
        const result = await vision.analyse({ data, widthPx: 300, heightPx: 200 });
        console.log(JSON.stringify({
          backend: vision.backend, faces: result.faces.length, mask: result.personMask.data.length,
        }));`,
      resolveDir: projectDir,
    },
    outfile: join(bundleDir, 'vision.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['@tensorflow/*', '@vladmandic/*'],
    logLevel: 'silent',
  });
});
afterAll(() => rmSync(bundleDir, { recursive: true, force: true }));

describe('the bundled vision module', () => {
  it('runs in plain Node, prints nothing of its own and ends by itself', async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(bundleDir, 'vision.mjs')], {
      timeout: 50_000,
      env: { PATH: process.env['PATH'] ?? '' },
    });
    expect(JSON.parse(stdout)).toMatchObject({ faces: 0, mask: 256 * 171 });
    expect(stderr).toBe('');
  });
});
