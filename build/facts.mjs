// Facts are parsed when the first of their keys is used.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

/**
 * An import of server/facts/*.json becomes an object of getters over a text. The text is in a piece of its own, since a worker
 * cannot read files, or in a folder, where each costs nothing unless it is used.
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
        const getters = Object.keys(value).map(key => {
          const quoted = JSON.stringify(key);
          return `get [${quoted}]() { return read()[${quoted}]; }`;
        });
        const own = relative(root, path).replaceAll('\\', '/');
        return {
          contents: [
            ...(folder === undefined
              ? [`const text = () => $need(import(${JSON.stringify(`facts:${own}`)})).default;`]
              : textInFolder(root, folder, path, JSON.stringify(value))),
            'let facts;',
            'const read = () => (facts ??= JSON.parse(text()));',
            `export default { ${getters.join(', ')} };`,
          ].join('\n'),
          loader: 'js',
        };
      });
      build.onResolve({ filter: /^facts:/ }, ({ path }) => ({
        path: path.slice('facts:'.length),
        namespace: 'facts',
      }));
      build.onLoad({ filter: /.*/, namespace: 'facts' }, ({ path }) => {
        const text = JSON.stringify(JSON.parse(readFileSync(join(root, path), 'utf8')));
        return { contents: `export default ${JSON.stringify(text)};`, loader: 'js' };
      });
    },
  };
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
