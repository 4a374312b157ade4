import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withLayerDiagram } from '../docs/layers.mjs';
import type { Language } from '../server/languages/language.ts';
import { languages } from '../server/languages/registry.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Folders whose code takes text and gives values, and so runs in Node, in a browser and in a test unchanged. */
const pureFolders = ['server/languages/', 'server/sip/', 'server/text/', 'server/rules/', 'server/facts/'];

/** Packages that neither read files nor know a connection. */
const purePackages = [
  'vscode-languageserver-types',
  'vscode-languageserver-textdocument',
  'vscode-uri',
  'ipaddr.js',
  '@noble/hashes',
];

/** May read files. */
const readers = ['server/workspace/', 'server/cli/', 'server/main.ts', 'server/cli.ts'];

/** May hold a connection to an editor. */
const connected = [
  'server/protocol/',
  'server/start.ts',
  'server/main.ts',
  'server/browser.ts',
  'server/cli.ts',
  'server/cli/',
];

const sources = [...filesBelow('client'), ...filesBelow('server')].filter(path => path.endsWith('.ts'));
const imports = sources.flatMap(path => importsOf(path).map(target => ({ path, target })));

/** What starts a program. */
const entries = ['server/start.ts', 'server/main.ts', 'server/browser.ts', 'server/cli.ts'];

/** A file in the folder of a language, with the name of that folder. */
const languageFolder = /^server\/languages\/([^/]+)\//;

describe('who may import what', () => {
  it('finds the imports', () => {
    expect(importsOf('server/main.ts')).toEqual(
      expect.arrayContaining(['vscode-languageserver/node', 'server/workspace/nodeFiles.ts']),
    );
  });

  it('leaves the editor to client/', () => {
    expect(where(path => !path.startsWith('client/'), isEditor)).toEqual([]);
  });

  it('keeps the client out of the server', () => {
    expect(where(isIn(['server/']), isIn(['client/']))).toEqual([]);
  });

  it('keeps what only the server needs out of the bundles of the client', () => {
    const reached = new Set<string>();
    const waiting = sources.filter(path => path.startsWith('client/'));
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      if (path.endsWith('.ts') && !path.endsWith('.d.ts') && existsSync(join(root, path)))
        waiting.push(...importsOf(path, 'values'));
    }
    const heavy = /^(server\/languages\/registry\.ts$|vscode-languageserver(\/.*)?$)/;
    expect([...reached].filter(path => heavy.test(path))).toEqual([]);
  });

  it('lets the frame know a language through its object, the contracts and the doors only', () => {
    const frame = isIn(['client/', 'server/cli/', 'server/protocol/', 'server/workspace/', ...entries]);
    expect(where(frame, target => languageFolder.test(target))).toEqual([]);
    const doors = isIn(['registry.ts', 'programs.ts', 'traces.ts'].map(name => `server/languages/${name}`));
    const isContract = (path: string) => /^server\/languages\/[^/]+$/.test(path) && !doors(path);
    expect(where(isContract, target => languageFolder.test(target))).toEqual([]);
  });

  it('lets no language folder import another', () => {
    const found = imports.filter(({ path, target }) => {
      const [, own] = languageFolder.exec(path) ?? [];
      const [, other] = languageFolder.exec(target) ?? [];
      return own !== undefined && other !== undefined && own !== other;
    });
    expect(found).toEqual([]);
  });

  it('lets nothing but the check of a language import its rules', () => {
    const isRule = (target: string) => /^server\/languages\/.*\/(?:rules\/|rule\.ts$)/.test(target);
    const mayAsk = (path: string) => isRule(path) || /\/(?:check\/[^/]+|check\.ts|rules\.ts)$/.test(path);
    expect(where(path => path.startsWith('server/languages/') && !mayAsk(path), isRule)).toEqual([]);
  });

  it('keeps languages, SIP, text and rules free of files and connections', () => {
    const allowed = (target: string) =>
      isIn(pureFolders)(target) || purePackages.includes(packageOf(target)) || target === 'package.json';
    expect(where(isIn(pureFolders), target => !allowed(target))).toEqual([]);
  });

  it('reads files in workspace and the entries only', () => {
    const isNode = (target: string) => target.startsWith('node:');
    expect(where(path => path.startsWith('server/') && !isIn(readers)(path), isNode)).toEqual([]);
  });

  it('has threads in the command line only, for its check', () => {
    const users = where(
      () => true,
      target => target === 'node:worker_threads',
    );
    expect(users).toEqual([
      'server/cli/check/checkWorker.ts imports node:worker_threads',
      'server/cli/check/nodeCrew.ts imports node:worker_threads',
    ]);
  });

  it('starts processes in two places of the client, which no web worker reaches', () => {
    const startsProcesses = (target: string) =>
      /^(?:(?:node:)?(?:child_process|cluster)|worker_threads)$/.test(target);
    expect(where(() => true, startsProcesses)).toEqual([
      'client/hosts/serverProcess.ts imports node:child_process',
      'client/runOpensips.ts imports node:child_process',
    ]);
    const ofProcesses = /^client\/(?:runOpensips|hosts\/serverProcess)\.ts$/;
    const users = imports.filter(({ target }) => ofProcesses.test(target)).map(({ path }) => path);
    expect(new Set(users)).toEqual(new Set(['client/hosts/process.ts', 'client/hosts/processClient.ts']));
  });

  it('lets a layer of a language import only the layers below it', () => {
    const upward = imports.filter(({ path, target }) => isUpward(path, target));
    expect(upward.map(({ path, target }) => `${path} imports ${target}`)).toEqual([]);
    // The guard itself: what it has to find.
    const sipConf = 'server/languages/asterisk/sip-conf';
    expect(isUpward(`${sipConf}/features/hover.ts`, `${sipConf}/model/model.ts`)).toBe(false);
    expect(isUpward(`${sipConf}/features/hover.ts`, `${sipConf}/rules/rule.ts`)).toBe(true);
    expect(isUpward(`${sipConf}/model/model.ts`, `${sipConf}/rules/rule.ts`)).toBe(true);
    expect(isUpward('server/languages/asterisk/config/conf.ts', `${sipConf}/model/model.ts`)).toBe(true);
    expect(
      isUpward(
        'server/languages/flexisip/users/model/model.ts',
        'server/languages/flexisip/users/check/check.ts',
      ),
    ).toBe(true);
    expect(isUpward(`${sipConf}/index.ts`, 'server/languages/asterisk/pjsip-conf/facts/facts.ts')).toBe(true);
  });

  it('knows the place of every folder of a language among the layers', () => {
    const inLanguage = sources.filter(path => path.startsWith('server/languages/'));
    const unknown = inLanguage.filter(path => layersOf(path).some(({ rank }) => rank < 0));
    expect(unknown).toEqual([]);
  });

  it('leaves the connection to protocol and the entries', () => {
    const isConnection = (target: string) =>
      ['vscode-languageserver', 'vscode-languageserver-protocol', 'vscode-jsonrpc'].includes(
        packageOf(target),
      );
    expect(where(path => path.startsWith('server/') && !isIn(connected)(path), isConnection)).toEqual([]);
  });
});

describe('the page about the architecture', () => {
  it('has the picture that the imports make; `npm run docs` draws it', () => {
    const page = read('ARCHITECTURE.md');
    expect(withLayerDiagram(page)).toBe(page);
    expect(page).toContain('registry --> ');
  });

  it('names only files and folders that exist', () => {
    const named = [
      ...read('ARCHITECTURE.md').matchAll(/`((?:server|client|test|docs|bench|workbench)\/[\w./-]+)`/g),
    ];
    expect(named.length).toBeGreaterThan(20);
    expect(named.map(match => match[1] ?? '').filter(path => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the front of a language, which is there before its code is loaded', () => {
  const fronts = sources.filter(path =>
    /^server\/languages\/(?!asterisk\/conversion\/)(?:[\w-]+\/)+(?:index|serverVersions)\.ts$/.test(path),
  );

  it.each(fronts)(
    'gets nothing but functions in %s, which load their code when they are called',
    async path => {
      const found: string[] = [];
      const statements = read(path).matchAll(/^import (?!type )([^;]*) from '(\.[^']*)';$/gm);
      for (const [, names = '', from = ''] of statements) {
        // Lists of versions are part of the front.
        if (/[vV]ersions\.ts$/.test(from)) continue;
        expect(names).toMatch(/^\{/);
        const exported: Readonly<Record<string, unknown>> = await import(
          pathToFileURL(join(root, posix.dirname(path), from)).href
        );
        for (const name of names.replace(/[{}\s]/g, ' ').split(',')) {
          const [kind = '', original = kind] = name.trim().split(/ (?:as )?/);
          if (kind === '' || kind === 'type') continue;
          const value = exported[kind] ?? exported[original];
          if (typeof value !== 'function' || /^class\b/.test(String(value)))
            found.push(`${kind} from ${from}`);
        }
      }
      expect(found).toEqual([]);
    },
  );

  it('is there for every language', () => {
    expect(fronts.filter(path => path.endsWith('/index.ts'))).toHaveLength(languages.length);
  });
});

describe('where things are', () => {
  it('has the names of the design at the top', () => {
    const design = [
      'client',
      'server',
      'syntaxes',
      'test',
      'bench',
      'examples',
      'docs',
      'editors',
      'workbench',
      'mutation',
      'release',
      'build',
    ];
    const pages = [
      ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE', 'DEVELOPERS.md'],
    ];
    const tools = [
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'action.yml',
      'Dockerfile',
      'biome.json',
      'build.mjs',
      'vitest.config.mts',
    ];
    const made = ['node_modules', 'dist', 'coverage'];
    const known = new Set([...design, ...pages, ...tools, ...made]);
    const unknown = readdirSync(root).filter(name => !name.startsWith('.') && !known.has(name));
    expect(unknown).toEqual([]);
  });

  it('has no drawer for odds and ends', () => {
    const drawers = /^(utils?|helpers?|common|misc)(\.|$)/;
    expect(sources.filter(path => path.split('/').some(name => drawers.test(name)))).toEqual([]);
  });

  it.each(languages.map(language => [language.id, language] as const))(
    'has the files of %s under their usual names',
    (_, language) => {
      const files = filesBelow(`server/languages/${folderOf(language)}`).map(path => basename(path));
      const wanted = Object.entries(fileOfFeature)
        .filter(([feature]) => feature in language)
        .map(([, file]) => file);
      const missing = ['model.ts', 'check.ts', 'index.ts', ...wanted].filter(file => !files.includes(file));
      expect(missing).toEqual([]);
      const family = folderOf(language).split('/')[0];
      expect(filesBelow(`server/languages/${family}`).map(path => basename(path))).toContain('parser.ts');
    },
  );

  it.each(languages.map(language => [language.id, language] as const))(
    'registers every rule of %s that has a file, and no other',
    (_, language) => {
      const codes = filesBelow(`server/languages/${folderOf(language)}/rules`)
        .filter(
          path => !path.startsWith('server/languages/flexisip/users') || language.id === 'flexisip-users',
        )
        .flatMap(codesOf);
      expect(codes.sort()).toEqual(
        language
          .rules()
          .map(rule => rule.code)
          .sort(),
      );
    },
  );

  it('keeps folders small enough to look over', () => {
    const counts = new Map<string, number>();
    for (const path of sources) {
      const folder = posix.dirname(path);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    expect([...counts].filter(([, count]) => count > 25)).toEqual([]);
  });

  it('lets no rule of opensips.cfg look at every route again after each keystroke', () => {
    const rules = sources.filter(path => path.startsWith('server/languages/opensips/rules/'));
    expect(rules.length).toBeGreaterThan(0);
    const looksAtAll =
      /\bbodiesOf\b[^;]* from '[^']*\/bodies\.ts'|\bmodel\.(?:items|routes)(?:\)|\.(?:every|filter|find|findLast|flatMap|forEach|map|some)\b)/;
    expect(rules.filter(path => looksAtAll.test(read(path)))).toEqual([]);
  });

  // A file may hold a rule and its sister for another kind of section.
  it('keeps each rule in the file that its code names', () => {
    const rules = sources.filter(
      path => /^server\/languages\/.*\/rules\//.test(path) && codesOf(path).length > 0,
    );
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter(path => !codesOf(path).every(code => code.endsWith(basename(path, '.ts'))))).toEqual(
      [],
    );
  });
});

/** Where the folder of a language lies below `server/languages`: that of the index which has its id. */
function folderOf({ id }: Language): string {
  const index = sources.find(
    path => /^server\/languages\/.*\/index\.ts$/.test(path) && read(path).includes(`id: '${id}'`),
  );
  if (index === undefined) throw new Error(`no index.ts has the id ${id}`);
  return posix.dirname(index).slice('server/languages/'.length);
}

/** The folders of a language from the top down; those of one row do not import each other. */
const layers: readonly (readonly string[])[] = [
  ['index.ts'],
  ['features', 'readInSteps.ts'],
  ['explain', 'callFlow', 'routeMap', 'upgrade'],
  ['run'],
  ['writing', 'users'],
  ['check', 'describe'],
  ['rules'],
  ['expressions', 'matching'],
  ['model'],
  ['capture'],
  ['reading'],
  ['facts'],
  ['syntax'],
];

/** The folders of Asterisk: each channel driver is a language of its own on top of what they share. */
const foldersOfAsterisk: readonly (readonly string[])[] = [
  ['conversion'],
  ['sip-conf', 'pjsip-conf'],
  ['editing'],
  ['companions'],
  ['values'],
  ['config'],
];

interface Layer {
  /** The folder that the layer stands in. */
  readonly folder: string;
  readonly name: string;
  /** From 0, the top; -1 for a name that has no place. */
  readonly rank: number;
}

/** A file stands in a layer of its language, and below asterisk/ in one of those too. */
function layersOf(path: string): Layer[] {
  const [, , family = '', ...names] = path.split('/');
  const place = (folder: string, name: string, rows: typeof layers): Layer => ({
    folder,
    name,
    rank: rows.findIndex(row => row.includes(name)),
  });
  const [first, second] = names;
  // Contracts and the list of languages stand beside the folders.
  if (first === undefined) return [];
  if (family !== 'asterisk') {
    const own = place(family, first, layers);
    // The users file of Flexisip is a language of its own, on top of what reads flexisip.conf.
    return first === 'users' && second !== undefined
      ? [own, place(`${family}/${first}`, second, layers)]
      : [own];
  }
  const outer = place(family, first, foldersOfAsterisk);
  return /-conf$/.test(first) && second !== undefined
    ? [outer, place(`${family}/${first}`, second, layers)]
    : [outer];
}

function isUpward(path: string, target: string): boolean {
  if (!path.startsWith('server/languages/') || !target.startsWith('server/languages/')) return false;
  const targets = layersOf(target);
  return layersOf(path).some(from => {
    const to = targets.find(({ folder }) => folder === from.folder);
    if (to === undefined || to.name === from.name) return false;
    // What a feature needs of a rule's knowledge stands below the rules, where both find it.
    return to.rank <= from.rank || (to.name === 'rules' && from.name !== 'check' && from.name !== 'index.ts');
  });
}

const fileOfFeature: Readonly<Partial<Record<keyof Language, string>>> = {
  hover: 'hover.ts',
  inventory: 'inventory.ts',
  complete: 'completion.ts',
  symbols: 'symbols.ts',
  folding: 'folding.ts',
  definition: 'navigation.ts',
  references: 'navigation.ts',
  links: 'links.ts',
  tokens: 'tokens.ts',
  hints: 'hints.ts',
  actions: 'actions.ts',
  format: 'format.ts',
  serverCheck: 'serverCheck.ts',
};

describe('lists of any length', () => {
  it('finds a spread among the arguments of a call that takes any number', () => {
    expect(spreadsIn('list.push(a, ...(b ?? []));')).toEqual(['push']);
    expect(spreadsIn('list.toSpliced(0, 1, ...items)')).toEqual(['toSpliced']);
    expect(spreadsIn('Math.max(0, ...widths.map(x => f(x)))')).toEqual(['Math.max']);
    expect(spreadsIn("list.push({ ...one, text: ')' }, [...two])")).toEqual([]);
  });

  it('are no arguments of a call, which would overflow the stack: server/text/longLists.ts has functions for that', () => {
    const found = sources
      .filter(path => path.startsWith('server/'))
      .flatMap(path => spreadsIn(read(path)).map(call => `${path}: ${call}(...)`));
    // There, for a list whose length is bounded.
    expect(found).toEqual(['server/text/longLists.ts: toSpliced(...)']);
  });
});

/** The calls of functions with any number of arguments that get some of them from a list. */
function spreadsIn(source: string): string[] {
  const calls =
    /\b(push|unshift|splice|toSpliced|concat|Math\.max|Math\.min|Math\.hypot|String\.fromCharCode|String\.fromCodePoint)\(/g;
  return [...source.matchAll(calls)]
    .filter(call => hasSpread(source, call.index + call[0].length))
    .map(([, name = '']) => name);
}

/** A spread stands in the arguments that begin at `from`, outside of all other brackets. */
function hasSpread(source: string, from: number): boolean {
  let depth = 0;
  for (const [token] of source
    .slice(from)
    .matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\.\.\.|[()[\]{}]/g)) {
    if (token === '...' && depth === 0) return true;
    if (/^[([{]$/.test(token)) depth++;
    else if (/^[)\]}]$/.test(token) && depth-- === 0) return false;
  }
  return false;
}

/** The codes of the rules that a file declares. */
function codesOf(path: string): string[] {
  return [...read(path).matchAll(/^ {2}code: '([^'/]+\/[^']+)'/gm)].flatMap(match => match[1] ?? []);
}

/** The imports of files that `from` picks, of what `target` picks, one text each. */
function where(from: (path: string) => boolean, target: (name: string) => boolean): string[] {
  return imports
    .filter(found => from(found.path) && target(found.target))
    .map(found => `${found.path} imports ${found.target}`);
}

function isIn(places: readonly string[]): (path: string) => boolean {
  return path => places.some(place => (place.endsWith('/') ? path.startsWith(place) : path === place));
}

function isEditor(target: string): boolean {
  return target === 'vscode' || packageOf(target) === 'vscode-languageclient';
}

/** `@scope/name` or `name` of an imported module. */
function packageOf(target: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target;
}

/** What a file imports: modules by name, files by their path from the root. `values` leaves out what is only a type. */
function importsOf(path: string, kind: 'all' | 'values' = 'all'): string[] {
  const statements = read(path).matchAll(
    /^(?:import|export)\s+(?:[\w\s{},*]+\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
  );
  const wanted = [...statements].filter(
    ([text]) => kind === 'all' || !/^(import|export)\s+type\b/.test(text),
  );
  return wanted.map(match => {
    const name = match[1] ?? match[2] ?? '';
    return name.startsWith('.') ? posix.join(posix.dirname(path), name) : name;
  });
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Paths from the root, with forward slashes. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
