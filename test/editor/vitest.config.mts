import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/editor/**/*.test.ts'],
    reporters: ['verbose', './test/closingLine.ts'],
    // One editor keeps a small machine busy.
    fileParallelism: false,
    testTimeout: 60_000,
    // A slow machine loses a click now and then when the editor draws anew; a fault fails three times.
    retry: 2,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
