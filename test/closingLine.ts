import type { Reporter, TestModule } from 'vitest/node';

/**
 * Prints one plain line at the end, "N passed, N failed, N skipped", which any build system can read. Of files that
 * are run again, the last run counts.
 */
export default class ClosingLine implements Reporter {
  readonly #modules = new Map<string, TestModule>();

  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) this.#modules.set(module.moduleId, module);
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of this.#modules.values()) {
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0) count.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') count[state]++;
      }
    }
    console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  }
}
