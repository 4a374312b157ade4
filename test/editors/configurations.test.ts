import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { languageOf, languages } from '../../server/languages/registry.ts';

const editors = new URL('../../editors/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, editors), 'utf8');
const ids = languages.map(({ id }) => id).sort();

interface Configuration {
  /** Patterns for the names of files, by the ID that the server gets. */
  readonly patterns: ReadonlyMap<string, readonly (string | RegExp)[]>;
  /** Files whose names match a pattern and are others. */
  readonly foreign?: RegExp;
}

/** `*` for any characters, `[!n]` for any but this one. */
function matches(pattern: string | RegExp, name: string): boolean {
  if (typeof pattern !== 'string') return pattern.test(`/etc/${name}`);
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('[!', '[^')
    .replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(name);
}

function helix(): Configuration {
  const parts = read('helix/languages.toml').split('[[language]]').slice(1);
  return {
    patterns: new Map(
      parts.map(part => {
        const list = /file-types = \[([\s\S]*?)\]\n(?=[a-z]|$)/.exec(part)?.[1] ?? '';
        const found = [...list.matchAll(/(glob = )?"([^"]+)"/g)].map(([, isGlob, text = '']) =>
          isGlob === undefined ? `*.${text}` : text,
        );
        return [/name = "([^"]+)"/.exec(part)?.[1] ?? '', found];
      }),
    ),
  };
}

function jetbrains(): Configuration {
  const {
    fileTypeMappings,
  }: {
    readonly fileTypeMappings: readonly {
      readonly languageId: string;
      readonly fileType: { readonly patterns: readonly string[] };
    }[];
  } = JSON.parse(read('jetbrains/template.json'));
  return { patterns: new Map(fileTypeMappings.map(one => [one.languageId, one.fileType.patterns])) };
}

/** A suffix is the whole name, or what follows a dot. */
function suffixes(list: string): string[] {
  return [...list.matchAll(/[\w.-]+/g)].flatMap(([text]) => [text, `*.${text}`]);
}

function zed(): Configuration {
  const idOf = new Map(
    [...read('zed/extension.toml').matchAll(/^"(.+)" = "(.+)"$/gm)].map(([, name = '', id = '']) => [
      name,
      id,
    ]),
  );
  return {
    patterns: new Map(
      readdirSync(new URL('zed/languages/', editors)).map(folder => {
        const text = read(`zed/languages/${folder}/config.toml`);
        const name = /^name = "(.+)"$/m.exec(text)?.[1] ?? '';
        return [idOf.get(name) ?? name, suffixes(/^path_suffixes = \[(.*)\]$/m.exec(text)?.[1] ?? '')];
      }),
    ),
  };
}

/** The server gets the second part of the scope. */
function sublime(): Configuration {
  const selected = read('sublime/LSP-sip-workbench.sublime-settings').match(/(?<=source\.)[\w-]+/g) ?? [];
  const files = readdirSync(new URL('sublime/', editors)).filter(name => name.endsWith('.sublime-syntax'));
  return {
    patterns: new Map(
      files.map(file => {
        const text = read(`sublime/${file}`);
        const id = /^scope: source\.(.+)$/m.exec(text)?.[1] ?? '';
        expect(selected).toContain(id);
        return [id, suffixes(/^file_extensions: \[(.*)\]$/m.exec(text)?.[1] ?? '')];
      }),
    ),
  };
}

/** Emacs looks for the last entry first. */
function emacs(): Configuration {
  const text = read('emacs/sip-workbench.el');
  const expression = (source: string): RegExp =>
    new RegExp(
      source
        .replaceAll("\\\\'", '$')
        .replaceAll(/\\\\([(|)])/g, '$1')
        .replaceAll('\\\\', '\\'),
    );
  const entries = [...text.matchAll(/\("([^"]+)" \. ([\w-]+)\)/g)].map(([, source = '', mode = '']) => ({
    mode,
    pattern: expression(source),
  }));
  const idOf = [...text.matchAll(/\((sip-workbench-[\w-]+) \. "([\w-]+)"\)/g)];
  const foreign = entries.find(({ mode }) => mode === 'conf-mode')?.pattern;
  return {
    patterns: new Map(
      idOf.map(([, mode, id = '']) => [
        id,
        entries.filter(one => one.mode === mode).map(({ pattern }) => pattern),
      ]),
    ),
    ...(foreign === undefined ? {} : { foreign }),
  };
}

function neovim(): Configuration {
  const text = read('neovim/sip_workbench.lua');
  const table = /local patterns = \{([\s\S]*?)\n\}/.exec(text)?.[1] ?? '';
  const foreign = /local foreign = \{(.*)\}/.exec(text)?.[1]?.match(/(?<=')[\w.]+(?=')/g) ?? [];
  return {
    patterns: new Map(
      [...table.matchAll(/\['([\w-]+)'\] = \{(.*)\}/g)].map(([, id = '', list = '']) => [
        id,
        list.match(/(?<=')[^', ]+(?=')/g) ?? [],
      ]),
    ),
    foreign: new RegExp(`/(?:${foreign.map(name => name.replaceAll('.', '\\.')).join('|')})$`),
  };
}

function kate(): Configuration {
  return {
    patterns: new Map(
      readdirSync(new URL('kate/syntax/', editors)).map(file => {
        const [, id = '', extensions = ''] =
          /<language name="([^"]+)" [^>]*extensions="([^"]+)"/.exec(read(`kate/syntax/${file}`)) ?? [];
        expect(file).toBe(`${id}.xml`);
        return [id, extensions.split(';')];
      }),
    ),
  };
}

const names: Readonly<Record<string, readonly string[]>> = {
  'sip-conf': ['sip.conf'],
  'pjsip-conf': ['pjsip.conf', 'pjsip_wizard.conf'],
  'opensips-cfg': ['opensips.cfg'],
  'flexisip-conf': ['flexisip.conf'],
  'flexisip-users': ['userdb.txt'],
  'sip-trace': ['call.sip', 'call.siptrace'],
};

describe.each([
  ['Emacs', emacs],
  ['Helix', helix],
  ['Kate', kate],
  ['Neovim', neovim],
  ['JetBrains', jetbrains],
  ['Zed', zed],
  ['Sublime Text', sublime],
])('the configuration of %s', (_name, load) => {
  const { patterns, foreign } = load();
  const languagesOf = (name: string): string[] =>
    [...(foreign?.test(`/etc/${name}`) === true ? [] : patterns)]
      .filter(([, all]) => all.some(one => matches(one, name)))
      .map(([id]) => id);

  it('has every language', () => {
    expect([...patterns.keys()].sort()).toEqual(ids);
    for (const [id, own] of Object.entries(names))
      for (const name of own) expect(languagesOf(name)).toEqual([id]);
  });

  it.each([
    'sip_notify.conf',
    'pjsip_notify.conf',
    'php.ini',
    'extensions.conf',
    'siptrace.conf',
    'users.conf',
  ])('leaves %s alone', name => {
    expect(languageOf(name, '')).toBeUndefined();
    expect(languagesOf(name)).toEqual([]);
  });
});

it('Emacs looks at the name of a file, not at those of its folders', () => {
  const path = 'sip_old/extensions.conf';
  expect([...emacs().patterns.values()].flat().filter(pattern => matches(pattern, path))).toEqual([]);
});

it('Helix has the patterns of the manifest', () => {
  for (const { id, filenamePatterns = [] } of manifest.contributes.languages as readonly {
    readonly id: string;
    readonly filenamePatterns?: readonly string[];
  }[])
    expect(helix().patterns.get(id) ?? []).toEqual(expect.arrayContaining([...filenamePatterns]));
});

it('Kate finds exactly one server for a file type with the ID of a language', () => {
  const {
    servers,
  }: { readonly servers: Readonly<Record<string, { readonly highlightingModeRegex: string }>> } = JSON.parse(
    read('kate/settings.json'),
  );
  expect(Object.keys(servers).sort()).toEqual(ids);
  const found = (mode: string): string[] =>
    Object.entries(servers)
      .filter(([, { highlightingModeRegex }]) => new RegExp(highlightingModeRegex, 'i').test(mode))
      .map(([id]) => id);
  for (const id of ids) expect(found(id)).toEqual([id]);
  expect(found('INI Files')).toEqual([]);
});
