/** @file Unit and integration tests in plain Node; the real Electron window is driven by Playwright (tests/e2e). */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    globalSetup: ['tests/global-setup.ts'],
    setupFiles: ['tests/property-seed.ts'],
    // Generous: a timeout ends a hanging test; it is no measure of speed.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
