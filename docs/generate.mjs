// Writes docs/rules from the rules, and the picture of the layers in ARCHITECTURE.md. node docs/generate.mjs

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { withLayerDiagram } from './layers.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'docs/rules');

const { outputFiles } = await build({
  absWorkingDir: root,
  stdin: {
    contents: `import { languages } from './server/languages/registry.ts';
      import { rulePages } from './server/languages/rulePages.ts';
      export const pages = rulePages(languages);`,
    resolveDir: root,
  },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const [bundle] = outputFiles;
/** @type {{ pages: ReadonlyMap<string, string> }} */
const { pages } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle?.contents ?? '').toString('base64')}`
);

rmSync(target, { recursive: true, force: true });
for (const [name, text] of pages) {
  const path = join(target, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
console.log(`${pages.size} pages in docs/rules`);

const architecture = join(root, 'ARCHITECTURE.md');
writeFileSync(architecture, withLayerDiagram(readFileSync(architecture, 'utf8')));
