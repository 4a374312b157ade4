// Generates docs/rules, the rule settings in package.json and the schema of project files from the rules, and the picture
// of the layers in ARCHITECTURE.md. node docs/generate.mjs

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { withLayerDiagram } from './layers.mjs';
import { withRuleSettings } from './manifest.mjs';
import { projectSchema } from './projectSchema.mjs';
import { testSchema } from './testSchema.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'docs/rules');

const { outputFiles } = await build({
  absWorkingDir: root,
  stdin: {
    contents: `import { languages } from './server/languages/registry.ts';
      import { allRules, rulePages } from './server/languages/rulePages.ts';
      import { serversOf } from './server/languages/serverVersions.ts';
      export const pages = rulePages(languages);
      export const ids = languages.map(({ id }) => id);
      export const servers = serversOf(languages);
      export const rules = allRules(languages);`,
    resolveDir: root,
  },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const [bundle] = outputFiles;
/**
 * @typedef {object} Rules
 * @property {ReadonlyMap<string, string>} pages
 * @property {readonly { readonly code: string; readonly title: string; readonly severity: string }[]} rules
 * @property {readonly string[]} ids
 * @property {Parameters<typeof projectSchema>[2]} servers
 */

/** @type {Rules} */
const { pages, rules, ids, servers } = await import(
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

const manifest = join(root, 'package.json');
writeFileSync(manifest, withRuleSettings(readFileSync(manifest, 'utf8'), rules));
const schemas = {
  'syntaxes/sip-workbench.schema.json': projectSchema(rules, ids, servers),
  'syntaxes/siptest.schema.json': testSchema(servers),
};
for (const [name, schema] of Object.entries(schemas)) writeFileSync(join(root, name), JSON.stringify(schema));
const formatted = ['package.json', ...Object.keys(schemas)];
execFileSync('npx', ['biome', 'format', '--write', ...formatted], { cwd: root, stdio: 'ignore' });
