// Programs in pieces: what esbuild splits as modules is loaded by pieceLoader.js, in a process and in a worker alike.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { Script } from 'node:vm';
import { transformSync } from 'esbuild';

const loader = textOf('pieceLoader.js');
const editorHost = textOf('editorHost.js');

/** @param {string} name */
function textOf(name) {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  return transformSync(text, { minify: true }).code.trim();
}

/**
 * @typedef {{ readonly entry: string, readonly does: 'run' | 'export' | 'choose', readonly inEditor?: boolean }} Start
 * A file that starts a program with one of its entries. It runs the entry, exports what the entry exports, or exports a function
 * that runs one of all entries by its name. `inEditor` is for an extension, whose worker has no `importScripts`.
 *
 * @typedef {{
 *   readonly entries: Readonly<Record<string, string>>,
 *   readonly starts: Readonly<Record<string, Start>>,
 *   readonly folder: string,
 *   readonly pieceFor: (entries: readonly string[]) => string,
 * }} Program
 * `entries` are modules by name, `starts` files, and `folder` has the pieces, which the starts share. Paths are from the root.
 * `pieceFor` names the piece with what these entries and late imports share; that with the name of an entry is in its start.
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
    entryPoints: Object.entries({ ...program.entries, ...REQUIRED }).map(([name, path]) => ({
      in: path,
      out: `${name}-entry`,
    })),
    outdir: program.folder,
    format: 'esm',
    splitting: true,
    write: false,
    define: { 'import.meta.url': '$program.url' },
    plugins: [builtinsOfProcess(), requiredModules(), endsOfModules(), written(root, program)],
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
 * What packages in CommonJS require and our modules import: esbuild would make modules of it whose content is looked up at each
 * use. By the names of entries.
 */
const REQUIRED = {
  types: 'vscode-languageserver-types',
  textDocument: 'vscode-languageserver-textdocument',
};

/** @returns {import('esbuild').Plugin} */
function requiredModules() {
  const namespace = 'required';
  return {
    name: 'required-modules',
    setup(build) {
      for (const [name, path] of Object.entries(REQUIRED)) {
        build.onResolve({ filter: new RegExp(`^${path}$`) }, ({ kind }) =>
          kind === 'require-call' ? { path: name, namespace } : undefined,
        );
      }
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `module.exports = $need("${path}-entry.js");`,
        loader: 'js',
      }));
    },
  };
}

/** Marks the end of a module in CommonJS for `compiledAtOnce`. */
const END = '$end()';

/** @returns {import('esbuild').Plugin} */
function endsOfModules() {
  return {
    name: 'ends-of-modules',
    setup(build) {
      if (build.initialOptions.minify !== true) return;
      build.onLoad({ filter: /[\\/]node_modules[\\/].*\.js$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        return /^\s*(?:\/\*.*?\*\/\s*)*['"]use strict['"];/s.test(text)
          ? { contents: `${text}\n${END};`, loader: 'js' }
          : undefined;
      });
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
      text: asFunction(compiledAtOnce(file.text), ids, path),
      imports: output.imports.filter(({ kind }) => kind === 'import-statement').map(one => one.path),
    };
  });
}

/**
 * Writes the wrappers of modules in CommonJS as functions in parentheses, `a((b,c)=>{"use strict";...})` as
 * `a((function(b,c){"use strict";...}))`: V8 compiles those together with what is around them, and would read others twice, although
 * nearly all of them run as soon as they are loaded.
 * @param {string} text with `END` at the end of such modules
 */
function compiledAtOnce(text) {
  const start = /=([\w$]+)\((?:([\w$]+)|\(([\w$,]*)\))=>\{"use strict";/g;
  const parts = text.split(END);
  return parts
    .map((part, index) => {
      const rest = index === 0 ? part : part.replace(/^;?\}/, '})');
      const last = index === parts.length - 1 ? undefined : [...rest.matchAll(start)].at(-1);
      if (last === undefined) return rest;
      const [whole, wrapper, one, several = one] = last;
      const body = rest.slice(last.index + whole.length).replace(/[,;]$/, '');
      return `${rest.slice(0, last.index)}=${wrapper}((function(${several}){"use strict";${body}`;
    })
    .join('');
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
  const pieces = piecesOf(program, chunks, grouped);
  /** @type {Map<string, string>} */
  const files = new Map();
  const inPieces = [...pieces]
    .filter(([name]) => !isStart(program, name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, members] of inPieces) {
    files.set(
      `${program.folder}/${name}.js`,
      `module.exports={build:"${build}",modules:${tableOf(members)}};${mapOf(members)}\n`,
    );
  }
  const ids = Object.entries(program.entries).map(([name, path]) => {
    const chunk = chunks.find(({ entry }) => entry === path);
    if (chunk === undefined) throw new Error(`no chunk for ${path}`);
    return `${name}:${chunk.id}`;
  });
  for (const [file, { entry, does, inEditor = false }] of Object.entries(program.starts)) {
    const toPieces = relative(dirname(file), program.folder).replaceAll('\\', '/');
    const prefix = toPieces === '' ? './' : `./${toPieces}/`;
    const places = inPieces.map(([name, members]) => ({
      file: `${prefix}${name}.js`,
      ids: members.map(({ id }) => id),
    }));
    const numbers = places.map(({ file, ids }) => `${JSON.stringify(file)}:[${ids}]`);
    const host = inEditor
      ? `editorHost(require,${JSON.stringify(neededFiles(chunks, places))})`
      : 'typeof importScripts==="function"?void 0:{require,url:require("node:url").pathToFileURL(__filename).href}';
    const own = pieces.get(entry) ?? [];
    const need = `pieceLoader("${build}",{${numbers}},${tableOf(own)},${host})`;
    const run = {
      run: `${need}({${ids}}.${entry});`,
      export: `module.exports=${need}({${ids}}.${entry});`,
      choose: `const need=${need};module.exports=name=>need({${ids}}[name]);`,
    }[does];
    // The first line stays the first, for source maps.
    const before = inEditor ? `${editorHost}${loader}` : loader;
    const kept = does === 'run' ? KEEP_COMPILED : '';
    files.set(file, `${kept}${before}${run}${mapOf(own, toPieces === '' ? '' : prefix)}\n`);
  }
  return files;
}

/** Node 22 and later keep the compiled form of what a process loads after this. */
const KEEP_COMPILED = 'if(typeof importScripts!=="function")require("node:module").enableCompileCache?.();';

/**
 * @param {Program} program
 * @param {string} piece
 */
function isStart({ starts }, piece) {
  return Object.values(starts).some(({ entry }) => entry === piece);
}

/**
 * The files that a late import needs, by its number: they are fetched before any of it runs.
 * @param {readonly Chunk[]} chunks
 * @param {readonly { readonly file: string, readonly ids: readonly number[] }[]} places
 */
function neededFiles(chunks, places) {
  const numbers = /** @param {string} name @param {string} text */ (name, text) =>
    [...text.matchAll(new RegExp(`\\$${name}\\((\\d+)\\)`, 'g'))].map(([, id]) => Number(id));
  const texts = new Map(chunks.map(({ id, text }) => [id, text]));
  const late = new Set(chunks.flatMap(({ text }) => numbers('late', text)));
  return Object.fromEntries(
    [...late].map(id => {
      const needed = new Set([id]);
      for (const at of needed) for (const other of numbers('need', texts.get(at) ?? '')) needed.add(other);
      return [id, places.filter(({ ids }) => ids.some(one => needed.has(one))).map(({ file }) => file)];
    }),
  );
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

/**
 * Functions in parentheses are compiled at once, and not read twice. Of several facts, which are texts, not all are needed.
 * @param {readonly Chunk[]} chunks
 */
function tableOf(chunks) {
  const functions = chunks.map(({ id, text, entry }) => {
    const code = text.replace(/\n\/\/# sourceMappingURL=.*$/, '');
    return chunks.length > 1 && entry?.startsWith('facts:') ? `${id}:${code}` : `${id}:(${code})`;
  });
  return `{${functions.join(',')}}`;
}

/**
 * Chunks by the name of their piece. What several starts import at once, such as the helpers of esbuild, is in each of them.
 * @param {Program} program
 * @param {readonly Chunk[]} chunks
 * @param {boolean} grouped false: a piece for each other chunk
 * @returns {ReadonlyMap<string, readonly Chunk[]>}
 */
function piecesOf({ entries, starts, pieceFor }, chunks, grouped) {
  const reached = reachedFrom(chunks);
  const names = Object.keys(entries);
  /** @type {Map<string, Chunk[]>} */
  const pieces = new Map();
  for (const chunk of chunks) {
    const from = reached.get(chunk.path) ?? [];
    const inStarts = Object.values(starts).flatMap(({ entry }) =>
      from.includes(entries[entry] ?? '') ? [entry] : [],
    );
    const own = names.find(name => entries[name] === chunk.entry) ?? basename(chunk.path, '.js');
    const places = inStarts.length > 1 ? inStarts : [grouped ? pieceFor(from) : own];
    for (const name of new Set(places)) pieces.set(name, [...(pieces.get(name) ?? []), chunk]);
  }
  return pieces;
}

/**
 * The entries that import a chunk, by its path.
 * @param {readonly Chunk[]} chunks
 * @returns {ReadonlyMap<string, readonly string[]>}
 */
function reachedFrom(chunks) {
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
  return reached;
}
