// The values of facts are parsed when they are used, each on its own.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/**
 * An import of server/facts/*.json becomes an object of getters over a text, which has the keys on its first line and the value of
 * each on a line. The text is in a piece of its own, since a worker cannot read files, or in a folder, where each costs nothing unless
 * it is used. A list of all facts in a folder gets those objects when they are first asked for.
 * @param {string} root
 * @param {string} [folder] from the root; the program is in the folder above it
 * @returns {import('esbuild').Plugin}
 */
export function factsOnDemand(root, folder) {
  /** The expression of a function that returns the text. @param {string} path */
  const textOf = path => {
    if (folder === undefined) {
      const own = relative(root, path).replaceAll('\\', '/');
      return `() => $need(import(${JSON.stringify(`facts:${own}`)})).default`;
    }
    const file = relative(join(root, 'server/facts'), path).replaceAll(/[\\/]/g, '-');
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, file), linesOf(factsAt(path)));
    return `textIn(${JSON.stringify(`./${basename(folder)}/${file}`)})`;
  };
  return {
    name: 'facts-on-demand',
    setup(build) {
      build.onLoad({ filter: /[\\/]server[\\/]facts[\\/].*\.json$/ }, ({ path }) => {
        const getters = Object.keys(factsAt(path)).map(
          (key, at) => `get [${JSON.stringify(key)}]() { return read(${at + 1}); }`,
        );
        const contents = `const read = readerOf(${textOf(path)});\nexport default { ${getters.join(', ')} };`;
        return { contents: IMPORT + contents, loader: 'js' };
      });
      build.onLoad({ filter: /[\\/]server[\\/]facts[\\/]\w+[\\/]index\.ts$/ }, ({ path }) => {
        const contents = readFileSync(path, 'utf8')
          .replaceAll(
            /^import (\w+) from '(\.\/[^']+\.json)';$/gm,
            (_all, name, file) => `const ${name} = factsOf(${textOf(join(dirname(path), file))});`,
          )
          .replaceAll(/^ {2}(\S+): (m_\w+),$/gm, '  get $1() { return $2(); },');
        return { contents: IMPORT + contents, loader: 'ts' };
      });
      build.onResolve({ filter: /^facts-reader$/ }, ({ path }) => ({ path, namespace: 'facts-reader' }));
      build.onLoad({ filter: /.*/, namespace: 'facts-reader' }, () => ({ contents: READER, loader: 'js' }));
      build.onResolve({ filter: /^facts:/ }, ({ path }) => ({
        path: path.slice('facts:'.length),
        namespace: 'facts',
      }));
      build.onLoad({ filter: /.*/, namespace: 'facts' }, ({ path }) => {
        const text = linesOf(factsAt(join(root, path)));
        return { contents: `export default ${JSON.stringify(text)};`, loader: 'js' };
      });
    },
  };
}

const IMPORT = `import { factsOf, readerOf, textIn } from 'facts-reader';\n`;

const READER = `export function readerOf(text) {
  let lines;
  const values = [];
  return at => (values[at] ??= JSON.parse((lines ??= text().split('\\n'))[at]));
}
export function factsOf(text) {
  let facts;
  return () => (facts ??= withGetters(readerOf(text)));
}
function withGetters(read) {
  const facts = {};
  read(0).forEach((key, at) => {
    Object.defineProperty(facts, key, { enumerable: true, get: () => read(at + 1) });
  });
  return facts;
}
export const textIn = file => () =>
  $program.require('node:fs').readFileSync(new URL(file, $program.url), 'utf8');`;

/**
 * @param {string} path
 * @returns {Readonly<Record<string, unknown>>}
 */
function factsAt(path) {
  const value = JSON.parse(readFileSync(path, 'utf8'));
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Error(`${path}: facts must be a JSON object, so that it can be read key by key`);
  return value;
}

/**
 * JSON has no line breaks if it is not asked for.
 * @param {Readonly<Record<string, unknown>>} facts
 */
function linesOf(facts) {
  return [Object.keys(facts), ...Object.values(facts)].map(value => JSON.stringify(value)).join('\n');
}
