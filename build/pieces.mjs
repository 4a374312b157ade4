// Programs in pieces: what esbuild splits as modules is loaded by pieceLoader.js, in a process and in a worker alike.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { Script } from 'node:vm';
import { transformSync } from 'esbuild';

const loader = transformSync(readFileSync(new URL('pieceLoader.js', import.meta.url), 'utf8'), {
  minify: true,
}).code.trim();

/**
 * @typedef {{
 *   readonly entries: Readonly<Record<string, string>>,
 *   readonly start: string,
 *   readonly folder: string,
 *   readonly runs: boolean,
 *   readonly pieceFor: (entries: readonly string[]) => string | undefined,
 * }} Program
 * `entries` are modules by name, the first of which is in the start. Paths are from the root: `start` is the file of the start,
 * `folder` has the pieces. The start runs the first entry, or exports a function that runs one by its name. `pieceFor` names the
 * piece with what these late imports share, and undefined is the start.
 */

/**
 * The options of esbuild for a program in pieces.
 * @param {string} root
 * @param {Program} program
 * @returns {import('esbuild').BuildOptions}
 */
export function inPieces(root, program) {
  return {
    // What starts a thread has the name of its entry.
    entryPoints: Object.entries({ ...program.entries, types: TYPES }).map(([name, path]) => ({
      in: path,
      out: `${name}-entry`,
    })),
    outdir: program.folder,
    format: 'esm',
    splitting: true,
    write: false,
    define: { 'import.meta.url': '$program.url' },
    plugins: [builtinsOfProcess(), typesRequired(), written(root, program)],
  };
}

/**
 * Modules of Node, which a worker in a browser never asks for.
 * @returns {import('esbuild').Plugin}
 */
function builtinsOfProcess() {
  const filter = new RegExp(`^(?:node:.*|(?:${builtinModules.join('|')}))$`);
  return {
    name: 'builtins-of-process',
    setup(build) {
      build.onResolve({ filter }, ({ path, importer }) =>
        /[\\/]commander[\\/]/.test(importer) && /child_process$/.test(path)
          ? { path, namespace: 'unused' }
          : { path, namespace: 'builtin' },
      );
      // Programs for subcommands, which we do not have: loading it would take longer than all the rest of commander.
      build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
        contents: 'module.exports = {};',
        loader: 'js',
      }));
      build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
        contents: `module.exports = $program.require(${JSON.stringify(path)});`,
        loader: 'js',
      }));
    },
  };
}

/**
 * What packages in CommonJS require and our modules import: esbuild would make a module of it whose content is looked up at each
 * use.
 */
const TYPES = 'vscode-languageserver-types';

/** @returns {import('esbuild').Plugin} */
function typesRequired() {
  return {
    name: 'types-required',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${TYPES}$`) }, ({ path, kind }) =>
        kind === 'require-call' ? { path, namespace: 'required' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'required' }, () => ({
        contents: 'module.exports = $need("types-entry.js");',
        loader: 'js',
      }));
    },
  };
}

/**
 * @param {string} root
 * @param {Program} program
 * @returns {import('esbuild').Plugin}
 */
function written(root, program) {
  return {
    name: 'written-in-pieces',
    setup(build) {
      const grouped = build.initialOptions.minify === true;
      build.onEnd(({ errors, outputFiles = [], metafile }) => {
        if (errors.length > 0 || metafile === undefined) return;
        refuseLiveBindings(metafile);
        const chunks = chunksOf(metafile, outputFiles);
        const files = assembled(program, chunks, grouped);
        for (const [file, text] of files) {
          mkdirSync(dirname(join(root, file)), { recursive: true });
          writeFileSync(join(root, file), text);
        }
        for (const { path, text } of outputFiles) if (path.endsWith('.map')) writeFileSync(path, text);
      });
    },
  };
}

/**
 * Throws for a module that is ready only after it was imported, because imports are read once: esbuild makes such modules of those
 * that CommonJS requires.
 * @param {import('esbuild').Metafile} metafile
 */
function refuseLiveBindings({ inputs }) {
  for (const [path, { imports }] of Object.entries(inputs)) {
    for (const imported of imports) {
      if (imported.kind === 'require-call' && inputs[imported.path]?.format === 'esm')
        throw new Error(`${path} requires ${imported.path}: use a variant of it in CommonJS`);
    }
  }
}

/**
 * @typedef {{
 *   readonly id: number,
 *   readonly path: string,
 *   readonly entry: string | undefined,
 *   readonly text: string,
 *   readonly imports: readonly string[],
 * }} Chunk
 * A chunk of esbuild as the text of a function.
 */

/**
 * @param {import('esbuild').Metafile} metafile
 * @param {readonly import('esbuild').OutputFile[]} outputFiles
 * @returns {readonly Chunk[]}
 */
function chunksOf({ outputs }, outputFiles) {
  const paths = Object.keys(outputs)
    .filter(path => path.endsWith('.js'))
    .sort();
  const ids = new Map(paths.map((path, id) => [basename(path), id]));
  return paths.map((path, id) => {
    const output = outputs[path];
    const file = outputFiles.find(one => one.path.replaceAll('\\', '/').endsWith(`/${path}`));
    if (output === undefined || file === undefined) throw new Error(`no output ${path}`);
    return {
      id,
      path,
      entry: output.entryPoint,
      text: asFunction(file.text, ids, path),
      imports: output.imports.filter(({ kind }) => kind === 'import-statement').map(one => one.path),
    };
  });
}

/**
 * A module as a function. Every replacement keeps the lines, for source maps.
 * @param {string} text
 * @param {ReadonlyMap<string, number>} ids of chunks by file name
 * @param {string} path
 */
function asFunction(text, ids, path) {
  const number = /** @param {string} name */ name => {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`${path} imports ${name}, which is not there`);
    return id;
  };
  const pairs = /** @param {string} list @param {boolean} isExport */ (list, isExport) =>
    list.replaceAll(/([\w$]+)(?: as ([\w$]+))?/g, (_all, name, other = name) =>
      isExport ? `${other}:${name}` : `${name}:${other}`,
    );
  const comment = /\n\/\/# sourceMappingURL=\S+\s*$/.exec(text)?.[0] ?? '';
  let rest = text.slice(0, text.length - comment.length).replace(/\n$/, '');
  let head = '';
  const statement = /^(?:\s|\/\/.*\n)*import\s*(?:\{([^}]*)\}\s*from\s*)?"\.\/([^"]+)";?/;
  for (let match = statement.exec(rest); match !== null; match = statement.exec(rest)) {
    const [whole, names, from = ''] = match;
    const lines = names === undefined ? '' : `const{${pairs(names, false)}}=`;
    const before = /^(?:\s|\/\/.*\n)*/.exec(whole)?.[0] ?? '';
    head += `${before}${lines}$need(${number(from)});`;
    rest = rest.slice(whole.length);
  }
  const exported = /export\s*\{([^}]*)\};?\s*$/.exec(rest);
  const body = rest
    .slice(0, exported?.index)
    .replaceAll(/\$need\(import\("\.\/([^"]+)"\)\)/g, (_all, name) => `$need(${number(name)})`)
    .replaceAll(/\$need\("([^"]+)"\)/g, (_all, name) => `$need(${number(name)})`)
    .replaceAll(/\bimport\("\.\/([^"]+)"\)/g, (_all, name) => `$late(${number(name)})`);
  const made = `function($need,$late,$program){"use strict";${head}${body}\nreturn{${pairs(exported?.[1] ?? '', true)}}}`;
  // Anything of a module that is left is an error of syntax here.
  new Script(`(${made})`, { filename: path });
  return made + comment.trimEnd();
}

/**
 * The texts of all files by path from the root.
 * @param {Program} program
 * @param {readonly Chunk[]} chunks
 * @param {boolean} grouped false: one file for each chunk
 * @returns {ReadonlyMap<string, string>}
 */
function assembled(program, chunks, grouped) {
  const build = createHash('sha256')
    .update(chunks.map(({ text }) => text).join())
    .digest('hex')
    .slice(0, 8);
  const pieces = grouped ? piecesOf(program, chunks) : oneEach(program, chunks);
  const inStart = pieces.get('') ?? [];
  pieces.delete('');
  /** @type {Map<string, string>} */
  const files = new Map();
  const numbers = [];
  const toPieces = relative(dirname(program.start), program.folder).replaceAll('\\', '/');
  const prefix = toPieces === '' ? './' : `./${toPieces}/`;
  for (const [name, members] of [...pieces].sort(([a], [b]) => (a < b ? -1 : 1))) {
    files.set(
      `${program.folder}/${name}.js`,
      `module.exports={build:"${build}",modules:${tableOf(members)}};${mapOf(members)}\n`,
    );
    numbers.push(`${JSON.stringify(`${prefix}${name}.js`)}:[${members.map(({ id }) => id).join()}]`);
  }
  const host =
    'typeof importScripts==="function"?void 0:{require,url:require("node:url").pathToFileURL(__filename).href}';
  const load = `pieceLoader("${build}",{${numbers.join()}},${tableOf(inStart)},${host})`;
  const ids = Object.entries(program.entries).map(([name, path]) => {
    const chunk = chunks.find(({ entry }) => entry === path);
    if (chunk === undefined) throw new Error(`no chunk for ${path}`);
    return `${name}:${chunk.id}`;
  });
  const [first] = Object.keys(program.entries);
  const run = program.runs
    ? `${load}({${ids}}.${first});`
    : `const need=${load};module.exports=name=>need({${ids}}[name]);`;
  // The first line stays the first, for source maps.
  files.set(program.start, `${loader}${run}${mapOf(inStart, toPieces === '' ? '' : prefix)}\n`);
  return files;
}

/**
 * Where the source map of a chunk is, which a piece of several does not have.
 * @param {readonly Chunk[]} chunks
 * @param {string} folder of the map, from that of the file
 */
function mapOf(chunks, folder = '') {
  const [, name] = /\n\/\/# sourceMappingURL=(.*)$/.exec(chunks[0]?.text ?? '') ?? [];
  return name === undefined ? '' : `\n//# sourceMappingURL=${folder}${name}`;
}

/** Functions in parentheses are compiled at once, and not read twice. Facts are texts, which are not all needed.
 * @param {readonly Chunk[]} chunks
 */
function tableOf(chunks) {
  const functions = chunks.map(({ id, text, entry }) => {
    const code = text.replace(/\n\/\/# sourceMappingURL=.*$/, '');
    return entry?.startsWith('facts:') ? `${id}:${code}` : `${id}:(${code})`;
  });
  return `{${functions.join(',')}}`;
}

/**
 * A piece for each chunk.
 * @param {Program} program
 * @param {readonly Chunk[]} chunks
 */
function oneEach(program, chunks) {
  const first = Object.values(program.entries)[0];
  return new Map(chunks.map(chunk => [chunk.entry === first ? '' : basename(chunk.path, '.js'), [chunk]]));
}

/**
 * Chunks by the name of their piece; that of the start is empty.
 * @param {Program} program
 * @param {readonly Chunk[]} chunks
 */
function piecesOf(program, chunks) {
  const reached = new Map(chunks.map(({ path }) => [path, /** @type {string[]} */ ([])]));
  const byPath = new Map(chunks.map(chunk => [chunk.path, chunk]));
  for (const { entry, path } of chunks) {
    if (entry === undefined) continue;
    const seen = new Set([path]);
    for (const at of seen) {
      reached.get(at)?.push(entry);
      for (const imported of byPath.get(at)?.imports ?? []) seen.add(imported);
    }
  }
  /** @type {Map<string, Chunk[]>} */
  const pieces = new Map();
  const first = Object.values(program.entries)[0] ?? '';
  for (const chunk of chunks) {
    const entries = reached.get(chunk.path) ?? [];
    const name = entries.includes(first) ? '' : (program.pieceFor(entries) ?? '');
    pieces.set(name, [...(pieces.get(name) ?? []), chunk]);
  }
  return pieces;
}
