// Makes dist/: both clients, both servers, the command line and the pages of the web views.
// node build.mjs [--production] [--watch]

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';
import { factsOnDemand } from './build/facts.mjs';
import { frontsOfLanguages } from './build/fronts.mjs';
import { editorAsObject, withoutUnused } from './build/languageClient.mjs';
import { pieceOfExtension } from './build/pieceOfExtension.mjs';
import { pieceOfServer } from './build/pieceOfServer.mjs';
import { inPieces } from './build/pieces.mjs';

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
const node = { ...shared, platform: 'node', target: 'node20', mainFields: ['module', 'main'] };

/** @type {import('esbuild').BuildOptions} */
const browser = { ...shared, platform: 'browser' };

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  // One client and one server for Node and for a web worker, as nearly all of both is the same. Only one of two entries is ever
  // evaluated, so that nothing loads a Node module in a worker. Client and server share pieces.
  program({
    entries: { client: 'client/start.ts', server: 'server/start.ts' },
    starts: {
      'dist/client.js': { entry: 'client', does: 'export', inEditor: true },
      'dist/server.js': { entry: 'server', does: 'run' },
    },
    folder: 'dist/pieces',
    pieceFor: pieceOfExtension,
  }),
  program(
    {
      entries: { main: 'server/cli.ts', checkWorker: 'server/cli/check/checkWorker.ts' },
      starts: { 'dist/cli/main.js': { entry: 'main', does: 'choose' } },
      folder: 'dist/cli',
      pieceFor: entries => (entries.includes('server/cli.ts') ? 'main' : (pieceOfServer(entries) ?? 'main')),
    },
    'dist/cli/facts',
  ),
  ...viewBundles(),
];

rmSync(join(root, 'dist'), { recursive: true, force: true });
writeCommand();
if (watch) {
  const announce = announcer();
  for (const options of bundles) {
    const watched = await context({ ...options, plugins: [...(options.plugins ?? []), announce()] });
    await watched.watch();
  }
} else {
  const results = await Promise.all(bundles.map(options => build(options)));
  if (production) refuseWideText();
  writeLicenses(results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {})));
}

/**
 * Throws if a bundle has a character outside ASCII: for a single one, V8 keeps the whole text with two bytes for each character, and
 * reads it more slowly. esbuild escapes them in strings, but not in regular expressions.
 */
function refuseWideText() {
  for (const name of readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.js')) continue;
    const text = readFileSync(join(root, 'dist', name), 'latin1');
    const at = text.search(/[\x80-\xff]/);
    if (at >= 0)
      throw new Error(`${name}: write the character as \\u: ${text.slice(Math.max(0, at - 60), at)}`);
  }
}

/**
 * The program itself: Node 22 and later keep the compiled form of what it loads. Node looks for the kind of modules in the
 * nearest package.json, and that of the extension takes longer to read than to run `--version`.
 */
function writeCommand() {
  const lines = [
    '#!/usr/bin/env node',
    `require('node:module').enableCompileCache?.();`,
    `require('./cli/main.js')('main');`,
  ];
  mkdirSync(join(root, 'dist/cli'), { recursive: true });
  writeFileSync(join(root, 'dist/package.json'), '{"type":"commonjs"}\n');
  writeFileSync(join(root, 'dist/cli/checkWorker.js'), `require('./main.js')('checkWorker');\n`);
  writeFileSync(join(root, 'dist/cli.js'), `${lines.join('\n')}\n`, { mode: 0o755 });
}

/**
 * @param {import('./build/pieces.mjs').Program} made
 * @param {string} [factsFolder]
 * @returns {import('esbuild').BuildOptions}
 */
function program(made, factsFolder) {
  const { plugins = [], ...options } = inPieces(root, made);
  return {
    ...node,
    conditions: ['node', 'browser'],
    ...options,
    plugins: [
      withoutUnused(),
      editorAsObject(root),
      frontsOfLanguages(root),
      factsOnDemand(root, factsFolder),
      ...plugins,
    ],
  };
}

/**
 * A web view is a folder of client/views: page.ts, which runs in the page, and style.css. All of them have theme.css, too.
 * @returns {import('esbuild').BuildOptions[]}
 */
function viewBundles() {
  const views = join(root, 'client/views');
  if (!existsSync(views)) return [];
  const sources = readdirSync(views).flatMap(name => [
    { from: `client/views/${name}/page.ts`, to: `dist/views/${name}.js` },
    { from: `client/views/${name}/style.css`, to: `dist/views/${name}.css` },
  ]);
  return [...sources, { from: 'client/views/theme.css', to: 'dist/views/theme.css' }]
    .filter(({ from }) => existsSync(join(root, from)))
    .map(({ from, to }) => ({
      ...browser,
      entryPoints: [from],
      outfile: to,
      format: /** @type {const} */ ('iife'),
    }));
}

/**
 * Reports when bundles are being built and when all are done, in the words that the problem matcher of .vscode/tasks.json
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
 * The licenses of the packages in the bundles, which must be included wherever they are copied.
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
