import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**', 'node_modules/**'],
    reporters: ['default', './test/closingLine.ts'],
    coverage: { provider: 'v8', include: ['server/**/*.ts'], reporter: ['text-summary'] },
    // Against a hang only: random inputs take long now and then, on a slow machine with coverage above all.
    testTimeout: 300_000,
    // By default, one processor is left to other work, which is half of a small machine.
    maxWorkers: '100%',
    // Tests leave no state behind, so the modules of a worker serve all its files.
    isolate: false,
    // A second run reads compiled modules from node_modules: half the time of a run of few files.
    experimental: { fsModuleCache: true },
  },
});
