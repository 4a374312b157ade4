import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const root = join(fileURLToPath(import.meta.url), '..', '..');

/** The languages as one script, which calls `read` with the name of a file of facts and a key whenever one is read. */
async function languages(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'server/languages/registry.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    plugins: [
      {
        name: 'watched-facts',
        setup({ onLoad }) {
          onLoad({ filter: /[\\/]server[\\/]facts[\\/].*\.json$/ }, ({ path }) => {
            const file = JSON.stringify(path.slice(join(root, 'server/facts/').length));
            const facts = readFileSync(path, 'utf8');
            const contents = `export default new Proxy(${facts}, { get: (all, key) => (read(${file}, key), all[key]) });`;
            return { contents, loader: 'js' };
          });
        },
      },
    ],
  });
  return outputFiles[0]?.text ?? '';
}

it('starting reads no facts of a server, which are parsed when their first key is read', async () => {
  const read: string[] = [];
  const run = runInThisContext(`(function (require, module, exports, read) {${await languages()}\n})`);
  const exported: { languages?: readonly unknown[] } = {};
  const module = { exports: exported };
  run(createRequire(import.meta.url), module, exported, (file: string, key: string | symbol) =>
    read.push(`${file}: ${String(key)}`),
  );
  expect(module.exports.languages?.length).toBeGreaterThan(0);
  // What any SIP message needs.
  expect(read.filter(place => !place.startsWith('sip.json'))).toEqual([]);
});
