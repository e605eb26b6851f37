/** @file Tests that drive the real Electron window. Run by scripts/test.mjs, which builds and brings a display first. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'out/test/playwright',
  timeout: 300_000,
  expect: { timeout: 30_000 },
  // One window at a time: each runs an engine and imaging processes of its own.
  workers: 1,
  forbidOnly: true,
  retries: 0,
});
