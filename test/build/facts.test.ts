import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { factsOnDemand } from '../../build/facts.mjs';
import { inPieces } from '../../build/pieces.mjs';

const root = mkdtempSync(join(tmpdir(), 'facts-'));
const modules = { acc: { name: 'acc', params: [{ name: 'a' }] }, 'cpl-c': { name: 'cpl-c', functions: [] } };

interface Started {
  readonly core: Readonly<Record<string, unknown>>;
  readonly moduleFactsByName: Readonly<Record<string, unknown>>;
}

beforeAll(async () => {
  const facts = join(root, 'server/facts/opensips');
  mkdirSync(facts, { recursive: true });
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(root, 'node_modules'));
  writeFileSync(join(facts, 'core.json'), JSON.stringify({ events: ['E_A'], mi: [] }));
  for (const [name, value] of Object.entries(modules))
    writeFileSync(join(facts, `${name}.json`), JSON.stringify(value));
  writeFileSync(
    join(facts, 'index.ts'),
    `import m_acc from './acc.json';
import m_cpl_c from './cpl-c.json';

export const moduleFactsByName: Readonly<Record<string, unknown>> = {
  acc: m_acc,
  'cpl-c': m_cpl_c,
};
`,
  );
  writeFileSync(
    join(root, 'main.ts'),
    `import core from './server/facts/opensips/core.json';
export { core };
export { moduleFactsByName } from './server/facts/opensips/index.ts';
`,
  );
});

afterAll(() => rmSync(root, { recursive: true }));

it.each([undefined, 'dist/facts'])(
  'gives the facts of each file and of a list of files: %s',
  async folder => {
    const { plugins = [], ...options } = inPieces(root, {
      entries: { main: 'main.ts' },
      starts: { 'dist/main.js': { entry: 'main', does: 'choose' } },
      folder: 'dist',
      pieceFor: entries => (entries.includes('main.ts') ? 'main' : 'facts'),
    });
    await build({
      absWorkingDir: root,
      bundle: true,
      minify: true,
      metafile: true,
      platform: 'node',
      ...options,
      plugins: [factsOnDemand(root, folder), ...plugins],
    });
    const require = createRequire(import.meta.url);
    const path = join(root, 'dist/main.js');
    delete require.cache[path];
    const { core, moduleFactsByName }: Started = require(path)('main');
    expect({ ...core }).toEqual({ events: ['E_A'], mi: [] });
    expect(Object.keys(moduleFactsByName)).toEqual(['acc', 'cpl-c']);
    expect(moduleFactsByName).toEqual(modules);
    // The same object each time, as what is looked up in it is kept.
    expect(moduleFactsByName.acc).toBe(moduleFactsByName.acc);
  },
);
