// Runs measurements: all of them, or those named; with options only, `servers`. node bench/run.mjs [name...] [--option value...]

import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));
const all = readdirSync(folder)
  .filter(name => name.endsWith('.ts'))
  .map(name => basename(name, '.ts'));
const args = process.argv.slice(2);
const firstOption = args.findIndex(arg => arg.startsWith('-'));
const asked = firstOption < 0 ? args : args.slice(0, firstOption);
const options = firstOption < 0 ? [] : args.slice(firstOption);
const unknown = asked.filter(name => !all.includes(name));
if (unknown.length > 0) {
  console.error(`no such measurement: ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}

const chosen = asked.length > 0 ? asked : options.length > 0 ? ['servers'] : all;
for (const name of chosen) {
  console.log(`\n${name}`);
  const bundle = join(folder, `../dist/bench/${name}.cjs`);
  await build({
    entryPoints: [join(folder, `${name}.ts`)],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  const { run } = (await import(pathToFileURL(bundle).href)).default;
  await run(options);
}
rmSync(join(folder, '../dist/bench'), { recursive: true, force: true });
