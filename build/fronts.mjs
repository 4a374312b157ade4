// The front of a language: what is known of it before any of its code is loaded.

import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** The object of a language, and its versions. */
const front = /[\\/]server[\\/]languages[\\/](?:[\w-]+[\\/])+(?:index|serverVersions)\.ts$/;
const registered = /^server\/languages\/(?!asterisk\/conversion\/)/;
/** Lists of versions are part of the front. Their languages may share them. */
const versions = /[vV]ersions\.ts$/;
/** What most sessions never ask for. */
const rare = /^\.\/(callFlow|explain|routeMap|upgrade)\//;
/** What an editor asks for at a place in an open document, and not when it opens it. */
const atPlace =
  /^\.\/features\/(?:actions|completion|digestSettings|format|hierarchy|hover|lookup|navigation|rename|selection|signature)\b/;

/**
 * What a front imports by name becomes functions that load the code when they are called; `test/architecture.test.ts` checks that
 * fronts import nothing but functions.
 * @param {string} root
 * @returns {import('esbuild').Plugin}
 */
export function frontsOfLanguages(root) {
  /** @type {Map<string, { readonly contents: string, readonly resolveDir: string }>} */
  const behind = new Map();
  return {
    name: 'fronts-of-languages',
    setup(build) {
      build.onLoad({ filter: front }, ({ path }) => {
        const own = relative(root, path).replaceAll('\\', '/');
        if (!registered.test(own)) return undefined;
        /** @type {Map<string, string[]>} */
        const parts = new Map();
        const contents = readFileSync(path, 'utf8').replace(
          /^import \{([^}]*)\} from '(\.[^']*)';$/gm,
          (statement, names, from) => {
            if (versions.test(from)) return statement;
            const rest = atPlace.test(from) ? 'features' : rare.exec(from)?.[1];
            const part = `${dirname(own)}/${rest ?? ''}`;
            const functions = String(names)
              .split(',')
              .map(name => name.trim())
              .filter(name => name !== '' && !name.startsWith('type '));
            parts.set(part, [
              ...(parts.get(part) ?? []),
              `export { ${functions.join(', ')} } from '${from}';`,
            ]);
            const load = `$need(import(${JSON.stringify(`behind:${part}`)}))`;
            return functions
              .map(name => name.split(' as ').at(-1))
              .map(name => `const ${name} = (...args) => ${load}.${name}(...args);`)
              .join(' ');
          },
        );
        for (const [part, lines] of parts)
          behind.set(part, { contents: lines.join('\n'), resolveDir: dirname(path) });
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
      build.onResolve({ filter: /^behind:/ }, ({ path }) => ({
        path: path.slice('behind:'.length),
        namespace: 'behind',
      }));
      build.onLoad({ filter: /.*/, namespace: 'behind' }, ({ path }) => behind.get(path));
    },
  };
}
