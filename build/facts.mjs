// The values of facts are parsed when they are used, each on its own.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

/**
 * An import of server/facts/*.json becomes an object of getters over a text, which has the value of each key on a line. The text
 * is in a piece of its own, since a worker cannot read files, or in a folder, where each costs nothing unless it is used.
 * @param {string} root
 * @param {string} [folder] from the root; the program is in the folder above it
 * @returns {import('esbuild').Plugin}
 */
export function factsOnDemand(root, folder) {
  return {
    name: 'facts-on-demand',
    setup(build) {
      build.onLoad({ filter: /[\\/]server[\\/]facts[\\/].*\.json$/ }, ({ path }) => {
        const value = JSON.parse(readFileSync(path, 'utf8'));
        if (value === null || typeof value !== 'object' || Array.isArray(value)) {
          throw new Error(`${path}: facts must be a JSON object, so that it can be read key by key`);
        }
        const getters = Object.keys(value).map(
          (key, at) => `get [${JSON.stringify(key)}]() { return read(${at}); }`,
        );
        const own = relative(root, path).replaceAll('\\', '/');
        return {
          contents: [
            `import { readerOf } from 'facts-reader';`,
            ...(folder === undefined
              ? [`const text = () => $need(import(${JSON.stringify(`facts:${own}`)})).default;`]
              : textInFolder(root, folder, path, linesOf(value))),
            'const read = readerOf(text);',
            `export default { ${getters.join(', ')} };`,
          ].join('\n'),
          loader: 'js',
        };
      });
      build.onResolve({ filter: /^facts-reader$/ }, ({ path }) => ({ path, namespace: 'facts-reader' }));
      build.onLoad({ filter: /.*/, namespace: 'facts-reader' }, () => ({ contents: READER, loader: 'js' }));
      build.onResolve({ filter: /^facts:/ }, ({ path }) => ({
        path: path.slice('facts:'.length),
        namespace: 'facts',
      }));
      build.onLoad({ filter: /.*/, namespace: 'facts' }, ({ path }) => {
        const text = linesOf(JSON.parse(readFileSync(join(root, path), 'utf8')));
        return { contents: `export default ${JSON.stringify(text)};`, loader: 'js' };
      });
    },
  };
}

const READER = `export function readerOf(text) {
  let lines;
  const values = [];
  return at => (values[at] ??= JSON.parse((lines ??= text().split('\\n'))[at]));
}`;

/**
 * JSON has no line breaks if it is not asked for.
 * @param {Readonly<Record<string, unknown>>} facts
 */
function linesOf(facts) {
  return Object.values(facts)
    .map(value => JSON.stringify(value))
    .join('\n');
}

/**
 * Writes the text of facts to a folder; the lines of code that read it.
 * @param {string} root
 * @param {string} folder
 * @param {string} path of the facts
 * @param {string} text
 */
function textInFolder(root, folder, path, text) {
  const file = relative(join(root, 'server/facts'), path).replaceAll(/[\\/]/g, '-');
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, file), text);
  const url = JSON.stringify(`./${basename(folder)}/${file}`);
  // Without an import of its own for each of hundreds of modules.
  return [
    `const text = () => $program.require('node:fs').readFileSync(new URL(${url}, $program.url), 'utf8');`,
  ];
}
