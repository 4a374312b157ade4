import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, afterEach, expect, it } from 'vitest';
import { inPieces } from '../../build/pieces.mjs';

const root = mkdtempSync(join(tmpdir(), 'pieces-'));
symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(root, 'node_modules'));
const require = createRequire(import.meta.url);

afterEach(() => {
  for (const path of Object.keys(require.cache)) if (path.startsWith(root)) delete require.cache[path];
  rmSync(join(root, 'dist'), { recursive: true, force: true });
});

afterAll(() => rmSync(root, { recursive: true }));

/** A program whose start answers with what its piece says. */
async function made(said: string, late = `export const said = ${JSON.stringify(said)};`): Promise<void> {
  mkdirSync(join(root, 'src'), { recursive: true });
  writeFileSync(
    join(root, 'src/main.ts'),
    `export const ask = async () => (await import('./late.ts')).said;\n`,
  );
  writeFileSync(join(root, 'src/late.ts'), `${late}\n`);
  await build({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    metafile: true,
    platform: 'node',
    ...inPieces(root, {
      entries: { main: 'src/main.ts' },
      starts: {
        'dist/main.js': { entry: 'main', does: 'choose' },
        'dist/extension.js': { entry: 'main', does: 'export', inEditor: true },
      },
      folder: 'dist/pieces',
      pieceFor: entries => (entries.includes('src/main.ts') ? 'main' : 'late'),
    }),
  });
}

interface Started {
  readonly ask: () => Promise<string>;
}

const started = (): Started => require(join(root, 'dist/main.js'))('main');

it('loads a piece with the first call that needs it', async () => {
  await made('hello');
  const { ask } = started();
  expect(Object.keys(require.cache).filter(path => path.endsWith('late.js'))).toEqual([]);
  expect(await ask()).toBe('hello');
});

it('has modules in CommonJS as functions that are compiled at once', async () => {
  const old = join(root, 'src/node_modules/old');
  mkdirSync(old, { recursive: true });
  const body = 'if (exports.last) exports.said += exports.last;';
  writeFileSync(join(old, 'index.js'), `'use strict';\nexports.said = require('./more.js').said;\n${body}\n`);
  writeFileSync(join(old, 'more.js'), `'use strict';\nexports.said = 'hello';\n${body}\n`);
  await made('', `export { said } from 'old';`);
  const text = readFileSync(join(root, 'dist/pieces/late.js'), 'utf8');
  expect(text.match(/\(\(function\(\w*\)\{"use strict";/g)).toHaveLength(2);
  expect(text).not.toContain('$end');
  expect(await started().ask()).toBe('hello');
});

it('says every time which piece is missing', async () => {
  await made('hello');
  const { ask } = started();
  rmSync(join(root, 'dist/pieces/late.js'));
  for (const _ of [1, 2]) await expect(ask()).rejects.toThrow('late.js of SIP Workbench is missing');
});

it('runs no piece of another version', async () => {
  await made('hello');
  const { ask } = started();
  await made('good morning');
  await expect(ask()).rejects.toThrow('belongs to another version');
});

it('loads pieces in a worker, next to the script of the worker', async () => {
  await made('hello');
  const loaded: string[] = [];
  const sandbox: { self?: object; module: { exports?: (name: string) => Started } } = { module: {} };
  const context = createContext(sandbox);
  const importScripts = (url: string) => {
    loaded.push(url);
    runInContext(readFileSync(join(root, 'dist', url.slice('https://host/dist/'.length)), 'utf8'), context);
  };
  Object.assign(sandbox, { self: sandbox, importScripts, URL });
  runInContext(readFileSync(join(root, 'dist/main.js'), 'utf8'), context, {
    filename: 'https://host/dist/main.js',
  });
  expect(await sandbox.module.exports?.('main').ask()).toBe('hello');
  expect(loaded).toEqual(['https://host/dist/pieces/late.js']);
});

/** What an extension exports in the worker of an editor, which has only one module for it. */
function startedInEditor(read: (path: string) => string): Started {
  const editor = {
    extensions: { getExtension: () => ({ extensionUri: 'https://host' }) },
    Uri: { joinPath: (...parts: readonly string[]) => new URL(parts.join('/')).href },
  };
  const module: { exports?: Started } = {};
  const sandbox = {
    module,
    require: (name: string) => (name === 'vscode' ? editor : undefined),
    importScripts: () => {
      throw new Error('importScripts is blocked');
    },
    fetch: async (url: string) => ({ text: async () => read(url.slice('https://host/'.length)) }),
  };
  runInContext(readFileSync(join(root, 'dist/extension.js'), 'utf8'), createContext(sandbox));
  if (module.exports === undefined) throw new Error('nothing was exported');
  return module.exports;
}

it('fetches pieces in a worker of an editor, when they are first needed', async () => {
  await made('hello');
  const fetched: string[] = [];
  const { ask } = startedInEditor(path => {
    fetched.push(path);
    return readFileSync(join(root, path), 'utf8');
  });
  expect(fetched).toEqual([]);
  for (const _ of [1, 2]) expect(await ask()).toBe('hello');
  expect(fetched).toEqual(['dist/pieces/late.js']);
});

it('says in a worker of an editor which piece is missing, and fetches it once it is there', async () => {
  await made('hello');
  let isThere = false;
  const { ask } = startedInEditor(path => {
    if (!isThere) throw new Error('404');
    return readFileSync(join(root, path), 'utf8');
  });
  await expect(ask()).rejects.toThrow('late.js of SIP Workbench is missing');
  isThere = true;
  expect(await ask()).toBe('hello');
});
