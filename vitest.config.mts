import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**', 'node_modules/**'],
    reporters: ['default', './test/closingLine.ts'],
    coverage: { provider: 'v8', include: ['server/**/*.ts'], reporter: ['text-summary'] },
    testTimeout: 60_000,
    // A second run reads compiled modules from node_modules: half the time of a run of few files.
    experimental: { fsModuleCache: true },
  },
});
