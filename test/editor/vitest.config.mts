import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/editor/**/*.test.ts'],
    reporters: ['verbose', './test/closingLine.ts'],
    // One editor keeps a small machine busy.
    fileParallelism: false,
    testTimeout: 60_000,
    // A busy editor swallows a click or a key now and then; what fails twice is a fault.
    retry: 1,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
