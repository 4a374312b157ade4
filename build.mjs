// Makes dist/: both clients, both servers, the command line and the pages of the web views.
// node build.mjs [--production] [--watch]

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  target: 'es2022',
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  plugins: [factsOnDemand('files')],
};

/** @type {import('esbuild').BuildOptions} */
const browser = { ...shared, platform: 'browser', plugins: [factsOnDemand('strings')] };

/** One bundle each. Everything for Node is CommonJS: the editors fork and require it, whatever their version. */
const bundles = [
  { ...node, entryPoints: ['client/extension.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
  { ...node, entryPoints: ['server/main.ts'], outfile: 'dist/server.js' },
  {
    ...node,
    entryPoints: ['server/cli.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  },
  // The editor's web worker loads extensions as CommonJS only.
  {
    ...browser,
    entryPoints: ['client/browser.ts'],
    outfile: 'dist/browser.js',
    format: /** @type {const} */ ('cjs'),
    external: ['vscode'],
  },
  {
    ...browser,
    entryPoints: ['server/browser.ts'],
    outfile: 'dist/serverWorker.js',
    format: /** @type {const} */ ('iife'),
  },
  ...viewBundles(),
];

rmSync(join(root, 'dist'), { recursive: true, force: true });
if (watch) {
  const announce = announcer();
  for (const options of bundles) {
    const watched = await context({ ...options, plugins: [...(options.plugins ?? []), announce()] });
    await watched.watch();
  }
} else {
  const results = await Promise.all(bundles.map(options => build(options)));
  writeLicenses(results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {})));
}

/**
 * A web view is a folder of client/views: page.ts, which runs in the page, and style.css.
 * @returns {import('esbuild').BuildOptions[]}
 */
function viewBundles() {
  const views = join(root, 'client/views');
  if (!existsSync(views)) return [];
  return readdirSync(views).flatMap(name => {
    const sources = [
      { from: `client/views/${name}/page.ts`, to: `dist/views/${name}.js` },
      { from: `client/views/${name}/style.css`, to: `dist/views/${name}.css` },
    ];
    return sources
      .filter(({ from }) => existsSync(join(root, from)))
      .map(({ from, to }) => ({
        ...browser,
        entryPoints: [from],
        outfile: to,
        format: /** @type {const} */ ('iife'),
      }));
  });
}

/**
 * Facts are read when the first of their keys is asked for: an import of server/facts/*.json becomes an object of getters.
 * In Node they stand beside the bundle in dist/facts; a worker cannot read files, so there they are strings in the bundle.
 * @param {'files' | 'strings'} kept
 * @returns {import('esbuild').Plugin}
 */
function factsOnDemand(kept) {
  const facts = join(root, 'server/facts');
  return {
    name: 'facts-on-demand',
    setup(build) {
      build.onLoad({ filter: /[\\/]server[\\/]facts[\\/].*\.json$/ }, ({ path }) => {
        const value = JSON.parse(readFileSync(path, 'utf8'));
        if (value === null || typeof value !== 'object' || Array.isArray(value)) {
          throw new Error(`${path}: facts must be a JSON object, so that it can be read key by key`);
        }
        const text = JSON.stringify(value);
        const name = relative(facts, path).split(sep).join('/');
        if (kept === 'files') {
          const target = join(root, 'dist/facts', name);
          mkdirSync(dirname(target), { recursive: true });
          writeFileSync(target, text);
        }
        const source =
          kept === 'files'
            ? `readFileSync(join(__dirname, 'facts', ${JSON.stringify(name)}), 'utf8')`
            : JSON.stringify(text);
        const getters = Object.keys(value).map(key => {
          const quoted = JSON.stringify(key);
          return `get [${quoted}]() { return read()[${quoted}]; }`;
        });
        return {
          contents: [
            ...(kept === 'files'
              ? [`import { readFileSync } from 'node:fs';`, `import { join } from 'node:path';`]
              : []),
            'let facts;',
            `const read = () => (facts ??= JSON.parse(${source}));`,
            `export default { ${getters.join(', ')} };`,
          ].join('\n'),
          loader: 'js',
          watchFiles: [path],
        };
      });
    },
  };
}

/**
 * Says when bundles are being made and when all are done, in the words that the problem matcher of .vscode/tasks.json
 * waits for.
 * @returns {() => import('esbuild').Plugin} one plugin for each bundle
 */
function announcer() {
  let running = 0;
  return () => ({
    name: 'announce',
    setup(build) {
      build.onStart(() => {
        if (running++ === 0) console.log('[watch] building');
      });
      build.onEnd(({ errors }) => {
        for (const { text, location } of errors) {
          console.log(`[watch] error ${location?.file}:${location?.line}:${location?.column}: ${text}`);
        }
        if (--running === 0) console.log('[watch] ready');
      });
    },
  });
}

/**
 * The licences of the packages that went into the bundles, which ask to be named wherever they are copied to.
 * @param {readonly string[]} inputs paths from the root, with forward slashes
 */
function writeLicenses(inputs) {
  const packages = new Set(
    inputs.flatMap(path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const sections = [...packages].sort().map(folder => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find(entry => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  writeFileSync(join(root, 'dist/licenses.txt'), sections.join(rule));
}
