import { describe, expect, test, vi } from 'vitest';
import type { Language } from '../../server/languages/language.ts';
import { opensipsVersions } from '../../server/languages/opensips/facts/serverVersions.ts';
import { languages } from '../../server/languages/registry.ts';
import { versionIn } from '../../server/languages/serverVersions.ts';
import { limits } from '../../server/rules/limits.ts';
import { linesUpTo } from '../../server/text/textBound.ts';
import { contentOf, maxFileBytes } from '../../server/workspace/files.ts';
import { glob } from '../../server/workspace/glob.ts';
import { graphBounds } from '../../server/workspace/graph.ts';
import { relocatedPath } from '../../server/workspace/location.ts';
import { defaultSettings, settingsFrom } from '../../server/workspace/settings.ts';
import { Workspace } from '../../server/workspace/workspace.ts';
import { wordList } from '../protocol/wordList.ts';
import { memoryFiles } from './memoryFiles.ts';

const etc = 'file:///etc/asterisk';

interface Started {
  readonly workspace: Workspace;
  readonly files: Map<string, string>;
  readonly reads: string[];
  readonly watched: string[][];
  readonly noted: string[];
  /** The largest number of files that were read at the same time. */
  readonly busiest: () => number;
  /** How often the workspace said that answers may have changed by themselves. */
  readonly changes: () => number;
}

function start(
  contents: Record<string, string>,
  language: Language = wordList(),
  folders = [etc],
  arrival: (uri: string) => Promise<void> | undefined = () => undefined,
): Started {
  const files = new Map(
    Object.entries(contents).map(([name, text]) => [
      name.startsWith('/') ? `file://${name}` : `${etc}/${name}`,
      text,
    ]),
  );
  const reads: string[] = [];
  const watched: string[][] = [];
  const noted: string[] = [];
  const stored = memoryFiles(files, reads);
  let reading = 0;
  let most = 0;
  let changes = 0;
  const workspace = new Workspace({
    languages: [language],
    files: {
      list: stored.list,
      read: async uri => {
        most = Math.max(most, ++reading);
        await new Promise(done => setTimeout(done));
        await arrival(uri);
        reading--;
        return stored.read(uri);
      },
    },
    settings: async () => defaultSettings,
    report: (feature, error) => {
      throw new Error(feature, { cause: error });
    },
    busy: (_title, task) => task(() => undefined),
    watch: folders => watched.push([...folders].sort()),
    note: text => noted.push(text),
    changed: () => changes++,
  });
  workspace.folders = folders;
  return { workspace, files, reads, watched, noted, busiest: () => most, changes: () => changes };
}

async function treesOf(workspace: Workspace, uri: string): Promise<string[]> {
  const { state } = (await workspace.subject(uri)) ?? {};
  return [...(state?.project.trees.keys() ?? [])].map(key => key.replace(`${etc}/`, ''));
}

function open(workspace: Workspace, name: string, text: string): string {
  const uri = `${etc}/${name}`;
  workspace.open(uri, '', 1, text);
  return uri;
}

test('includes are followed in reading order, wildcards and braces as the shell sorts them', async () => {
  const { workspace } = start({
    'd/b.words': '',
    'd/a.words': '',
    'd/.hidden.words': '',
    'd/sub/c.words': '',
    'e/10.words': '',
    'e/9.words': '',
    'e/Z.words': '',
  });
  const uri = open(workspace, 'main.words', 'include d/*.words\ninclude {e,d/sub}/*.words\n');
  expect(await treesOf(workspace, uri)).toEqual([
    'main.words',
    'd/a.words',
    'd/b.words',
    'e/10.words',
    'e/9.words',
    'e/Z.words',
    'd/sub/c.words',
  ]);
});

test('files that include each other are each read once', async () => {
  const { workspace, reads } = start({
    'other.words': 'include main.words\ninclude other.words\n',
    'main.words': '',
  });
  const uri = open(workspace, 'main.words', 'include other.words\n');
  expect(await treesOf(workspace, uri)).toEqual(['main.words', 'other.words']);
  expect(reads.filter(read => read.endsWith('/other.words'))).toHaveLength(1);
});

test('a chain that is too long is cut, and the user is told', async () => {
  const chain: Record<string, string> = {};
  for (let level = 0; level < 100; level++) chain[`l${level}.words`] = `include l${level + 1}.words\n`;
  const { workspace } = start(chain);
  const uri = open(workspace, 'main.words', 'include l0.words\n');
  expect(await treesOf(workspace, uri)).toHaveLength(graphBounds.depth + 1);
  const { state } = (await workspace.subject(uri)) ?? {};
  expect(state?.notes).toEqual(['Includes more than 64 levels deep are not followed.']);
});

test('many files are read a few at a time', async () => {
  const parts = Object.fromEntries(Array.from({ length: 1000 }, (_, part) => [`d/${part}.words`, 'x\n']));
  const { workspace, busiest } = start(parts);
  const uri = open(workspace, 'main.words', 'include d/*\n');
  expect(await treesOf(workspace, uri)).toHaveLength(1001);
  expect(busiest()).toBeLessThanOrEqual(64);
});

test('files that are too much together are cut, and the user is told', async () => {
  const big = `${'x'.repeat(1_000_000)}\n`;
  const parts = Object.fromEntries(Array.from({ length: 300 }, (_, part) => [`d/${part}.words`, big]));
  const { workspace } = start(parts);
  const uri = open(workspace, 'main.words', 'include d/*\n');
  const { state } = (await workspace.subject(uri)) ?? {};
  expect(state?.notes).toEqual(['The included files have more than 256 MB in total; the rest is not read.']);
  expect(state?.project.trees.size).toBeLessThan(300);
});

test('the root of a file is what includes it, up to the workspace folder, and itself once nothing does', async () => {
  const { workspace } = start({
    'main.words': 'include sub/part.words\n',
    'sub/part.words': 'include deep.words\n',
    'deep.words': '',
    'other.words': '',
  });
  const uri = open(workspace, 'deep.words', 'x\n');
  expect((await workspace.subject(uri))?.state.project.root).toBe(`${etc}/main.words`);
  const main = open(workspace, 'main.words', 'include nothing\n');
  await workspace.subject(main);
  expect((await workspace.subject(uri))?.state.project.root).toBe(uri);
  workspace.change(main, 2, [{ text: 'include deep.words\n' }]);
  await workspace.subject(main);
  expect((await workspace.subject(uri))?.state.project.root).toBe(main);
});

test('the root of a file does not depend on which open document was asked about first', async () => {
  for (const order of [
    ['part.list', 'main.list'],
    ['main.list', 'part.list'],
  ]) {
    const { workspace } = start({ 'part.list': '', 'main.list': '' });
    const roots = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const name of order)
        found.push(
          (await workspace.subject(`${etc}/${name}`))?.state.project.root.replace(`${etc}/`, '') ?? '',
        );
      return found;
    };
    const part = `${etc}/part.list`;
    workspace.open(part, 'sip-conf', 1, 'one\n');
    workspace.open(`${etc}/main.list`, 'sip-conf', 1, 'two\n');
    expect(await roots()).toEqual(order);
    workspace.change(part, 2, [{ text: 'include main.list\n' }]);
    expect(await roots()).toEqual(['part.list', 'part.list']);
    workspace.change(part, 3, [{ text: 'one\n' }]);
    expect(await roots()).toEqual(order);
    workspace.close(part);
    workspace.open(part, 'sip-conf', 1, 'include main.list\n');
    expect(await roots()).toEqual(['part.list', 'part.list']);
  }
});

test('a file that arrives after its project was determined without it determines it again', async () => {
  let arrive: () => void = () => undefined;
  const slow = new Promise<void>(resolve => {
    arrive = resolve;
  });
  const contents = { 'main.words': 'include a_part.words\n', 'a_part.words': '' };
  const arrival = (uri: string) => (uri.endsWith('/main.words') ? slow : undefined);
  const { workspace, changes } = start(contents, wordList(), [etc], arrival);
  const part = open(workspace, 'a_part.words', '');
  expect(await treesOf(workspace, part)).toEqual(['a_part.words']);
  expect(changes()).toBe(0);
  arrive();
  await vi.waitFor(() => expect(changes()).toBe(1));
  expect(await treesOf(workspace, part)).toEqual(['main.words', 'a_part.words']);
});

test('files that include nothing are not searched for those that they include', async () => {
  let searched = 0;
  const foldersNamed = () => {
    searched++;
    return [];
  };
  const names = Array.from({ length: 40 }, (_, index) => `list${index}.words`);
  const language: Language = { ...wordList(), foldersNamed };
  const { workspace } = start(Object.fromEntries(names.map(name => [name, 'word\n'])), language);
  for (const name of names) expect(await workspace.rootOf(`${etc}/${name}`, language)).toBe(`${etc}/${name}`);
  // Only before they have been read.
  expect(searched).toBeLessThan(names.length * 5);
});

test('nothing is looked for outside the workspace folder, or for a language without includes', async () => {
  const outside = start({ '/etc/main.words': 'include asterisk/part.words\n' });
  const part = open(outside.workspace, 'part.words', '');
  expect((await outside.workspace.subject(part))?.state.project.root).toBe(part);
  expect(outside.reads.filter(read => read.endsWith('main.words'))).toEqual([]);

  const lone = start(
    { 'main.words': 'include part.words\n' },
    { ...wordList(), includeBases: [], companions: [] },
  );
  await lone.workspace.subject(open(lone.workspace, 'part.words', 'include main.words\n'));
  expect(lone.reads).toEqual(['file:///etc/asterisk/sip-workbench.json']);
});

test('a workspace folder that is added widens the search', async () => {
  const { workspace } = start({ '/etc/main.words': 'include asterisk/part.words\n' });
  const part = open(workspace, 'part.words', '');
  expect((await workspace.subject(part))?.state.project.root).toBe(part);
  workspace.folders = ['file:///etc'];
  expect((await workspace.subject(part))?.state.project.root).toBe('file:///etc/main.words');
});

test('a model lives from change to change, and is not asked for twice without one', async () => {
  const counts = { parsed: 0, edited: 0, modelled: 0 };
  const { workspace } = start({}, wordList(counts));
  const uri = open(workspace, 'main.words', 'x\n');
  await workspace.subject(uri);
  await workspace.subject(uri);
  expect(counts.modelled).toBe(1);
  const place = { line: 0, character: 0 };
  workspace.change(uri, 2, [{ range: { start: place, end: place }, text: 'y' }]);
  await workspace.subject(uri);
  expect(counts).toEqual({ parsed: 1, edited: 1, modelled: 2 });
});

test('a missing file that appears is found, and so is one that a wildcard matches', async () => {
  const { workspace, files } = start({ 'd/a.words': '' });
  const uri = open(workspace, 'main.words', 'include late.words\ninclude d/*\n');
  expect(await treesOf(workspace, uri)).toEqual(['main.words', 'd/a.words']);
  files.set(`${etc}/late.words`, '');
  files.set(`${etc}/d/b.words`, '');
  const changes = ['late.words', 'd/b.words'].map(name => ({
    uri: `${etc}/${name}`,
    kind: 'created' as const,
  }));
  expect(workspace.filesChanged(changes)).toBe(true);
  expect(await treesOf(workspace, uri)).toEqual(['main.words', 'late.words', 'd/a.words', 'd/b.words']);
  expect(workspace.filesChanged([{ uri: `${etc}/unrelated/file`, kind: 'changed' }])).toBe(false);
});

test('the folders of a project are watched, those of missing files and wildcards too', async () => {
  const { workspace, watched } = start({ 'd/a.words': '' });
  await workspace.subject(open(workspace, 'main.words', 'include d/*.words\ninclude missing/x.words\n'));
  expect(watched.at(-1)).toEqual([etc, `${etc}/d`, `${etc}/missing`]);
});

test('a project that several requests wait for is read, reported and watched once', async () => {
  const { workspace, noted, watched } = start({ 'part.words': '' });
  const uri = open(workspace, 'main.words', 'include part.words\n');
  await Promise.all([workspace.subject(uri), workspace.subject(uri)]);
  await workspace.subject(uri);
  expect(noted).toEqual([expect.stringMatching(/^Read 2 files of .+ in \d+ ms, from main\.words on\.$/)]);
  expect(watched).toHaveLength(1);
});

test('an absolute path of a copied folder is found in the copy; elsewhere only the server knows it', async () => {
  const { workspace } = start({ '/home/me/etc/asterisk/sip.d/a.words': '' }, wordList(), ['file:///home/me']);
  const uri = 'file:///home/me/etc/asterisk/main.words';
  workspace.open(
    uri,
    '',
    1,
    'include /etc/asterisk/sip.d/*.words\ninclude /opt/x.words\ninclude /etc/asterisk/y.words\n',
  );
  const { state } = (await workspace.subject(uri)) ?? {};
  expect(state?.project.resolve(uri, '/etc/asterisk/sip.d/*.words')).toEqual([
    'file:///home/me/etc/asterisk/sip.d/a.words',
  ]);
  expect(state?.project.resolve(uri, '/opt/x.words')).toBeUndefined();
  expect(state?.project.resolve(uri, '/etc/asterisk/y.words')).toEqual([]);
  expect(relocatedPath('file:///etc/asterisk', '/etc/asterisk/x')).toBeUndefined();
});

test('a file of any name has the language of what includes it, and no other', async () => {
  const { workspace } = start({ 'main.words': 'include d/*\n', 'd/customers.conf': '', 'other.conf': '' });
  expect((await workspace.languageOfIncluded(`${etc}/d/customers.conf`))?.id).toBe('sip-conf');
  expect(await workspace.languageOfIncluded(`${etc}/other.conf`)).toBeUndefined();
});

test('a file that had a language of ours for a while and is included by nothing has none any more', async () => {
  const { workspace } = start({ 'other.conf': '' });
  const uri = `${etc}/other.conf`;
  workspace.open(`${etc}/main.words`, 'sip-conf', 1, 'word\n');
  workspace.open(uri, 'sip-conf', 1, 'word\n');
  expect((await workspace.subject(uri))?.view.uri).toBe(uri);
  workspace.close(uri);
  workspace.open(uri, 'plaintext', 1, 'word\n');
  expect(await workspace.languageOfIncluded(uri)).toBeUndefined();
});

test('a pattern over the whole disk comes to an end', async () => {
  let lists = 0;
  const endless = async () => {
    lists++;
    return Array.from({ length: 10 }, (_, index) => ({ name: `d${index}`, isFolder: true }));
  };
  expect(await glob(endless, 'file:///', '/*/*/*/*/*/*.conf', 100)).toEqual([]);
  expect(lists).toBeLessThanOrEqual(2_000);
});

test('a path with two slashes in front names no other machine', async () => {
  const { workspace } = start({ 'part.words': '' });
  const uri = open(workspace, 'main.words', 'include //etc/asterisk/part.words\n');
  expect(await treesOf(workspace, uri)).toEqual(['main.words', 'part.words']);
});

test('text without neighbours is read alone', async () => {
  const { workspace, reads } = start({ 'part.words': '' });
  workspace.open('untitled:Untitled-1', 'sip-conf', 1, 'include part.words\n');
  const { state } = (await workspace.subject('untitled:Untitled-1')) ?? {};
  expect(state?.project.resolve('untitled:Untitled-1', 'part.words')).toBeUndefined();
  expect(state?.project.companions.size).toBe(0);
  expect(reads).toEqual([]);
});

test('closing the last document forgets every file', async () => {
  const { workspace, reads, files } = start({ 'part.words': 'old\n' });
  const uri = open(workspace, 'main.words', 'include part.words\n');
  await workspace.subject(uri);
  workspace.close(uri);
  files.set(`${etc}/part.words`, 'new\n');
  open(workspace, 'main.words', 'include part.words\n');
  await workspace.subject(uri);
  expect(reads.filter(read => read.endsWith('part.words'))).toHaveLength(2);
});

test('a pattern of a single name matches that name, and hidden files only by a dot', async () => {
  const { list } = memoryFiles(
    new Map([`${etc}/a.conf`, `${etc}/.b.conf`, `${etc}/[x].conf`].map(uri => [uri, ''])),
  );
  const names = async (pattern: string): Promise<string[]> =>
    (await glob(list, etc, pattern, 100)).map(uri => decodeURIComponent(uri.slice(etc.length + 1)));
  expect(await names('*.conf')).toEqual(['[x].conf', 'a.conf']);
  expect(await names('.*.conf')).toEqual(['.b.conf']);
  expect(await names('[!x].conf')).toEqual(['a.conf']);
  expect(await names('{a,nothing}.conf')).toEqual(['a.conf']);
  expect(await names('../asterisk/?.conf')).toEqual(['a.conf']);
  expect(await glob(list, etc, '*.conf', 1)).toHaveLength(1);
  expect(await names(`${'{a}'.repeat(100_000)}.conf`)).toEqual([]);
  const long = memoryFiles(new Map([[`${etc}/${'a'.repeat(250)}`, '']]));
  expect(await glob(long.list, etc, `${'*a'.repeat(20)}*b`, 100)).toEqual([]);
});

test('what is not a text is refused with a reason', () => {
  expect(contentOf(new Uint8Array([0x61, 0, 0x62]))).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('binary'),
  });
  expect(contentOf(new Uint8Array(maxFileBytes + 1).fill(97))).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('65 MB'),
  });
  expect(contentOf(new TextEncoder().encode('\ufeffé'))).toEqual({ kind: 'text', text: '\ufeffé' });
});

describe('files with too many lines', () => {
  const short = { ...wordList(), bounds: () => [linesUpTo(5)] };
  const notesOf = async (contents: Record<string, string>, text: string) => {
    const { workspace } = start(contents, short);
    const uri = open(workspace, 'main.words', text);
    const { state } = (await workspace.subject(uri)) ?? {};
    return { notes: state?.notes, trees: [...(state?.project.trees.keys() ?? [])], project: state?.project };
  };

  test('an included one is not read, and the include says why', async () => {
    const { notes, trees, project } = await notesOf({ 'a.words': 'x\n'.repeat(6) }, 'include a.words\n');
    const reason =
      'This file has more than 5 lines. SIP Workbench reads only files of up to 5 lines, so this one is not checked.';
    expect(notes).toEqual([`a.words: ${reason}`]);
    expect(trees).toEqual([`${etc}/main.words`]);
    expect(project?.refusal?.(`${etc}/main.words`, 'a.words')).toBe(reason);
  });

  test('one that is too long is counted once, not after every edit', async () => {
    let counted = 0;
    const countIn = (text: string): number => {
      counted++;
      return text.split('\n').length;
    };
    const lines = { what: 'lines', most: 5, countIn };
    const { workspace } = start({ 'a.words': 'x\n'.repeat(6) }, { ...wordList(), bounds: () => [lines] });
    const uri = open(workspace, 'main.words', 'include a.words\n');
    await workspace.subject(uri);
    const before = counted;
    for (let version = 2; version < 6; version++) {
      const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
      workspace.change(uri, version, [{ range, text: 'y' }]);
      await workspace.subject(uri);
    }
    expect(counted).toBe(before);
  });

  test('several are cut where they have too many together', async () => {
    const parts = Object.fromEntries(['a', 'b', 'c', 'd'].map(name => [`${name}.words`, 'x\nx\n']));
    const { notes, trees } = await notesOf(
      parts,
      'include a.words\ninclude b.words\ninclude c.words\ninclude d.words\n',
    );
    expect(notes).toEqual(['The included files have more than 5 lines in total; the rest is not read.']);
    expect(trees).toHaveLength(4);
  });

  test('a companion is left out', async () => {
    const long = '\n'.repeat(500_001);
    const { notes, project } = await notesOf({ 'forbidden.txt': long }, 'x\n');
    expect(notes).toEqual([expect.stringContaining('forbidden.txt: This file has more than 500,000 lines.')]);
    expect(project?.companions.has('forbidden.txt')).toBe(false);
    expect((await notesOf({ 'forbidden.txt': long.slice(1) }, 'x\n')).notes).toEqual([]);
  });
});

test('a long text is first checked for as many diagnostics as an editor gets, not for all', async () => {
  const language = wordList();
  const check = vi.fn(language.check);
  const { workspace } = start({}, { ...language, check });
  await workspace.subject(open(workspace, 'main.words', 'bad\n'.repeat(100_000)));
  expect(check.mock.calls.map(([, most]) => most)).toEqual([limits]);
});

test('settings of the wrong type count as not set', () => {
  expect(settingsFrom(null, languages)).toEqual(defaultSettings);
  const section = {
    asterisk: { version: '13' },
    opensips: 'x',
    rules: { 'sip-conf/a': 'off', 'sip-conf/b': 'fatal' },
    inlayHints: { enabled: true },
  };
  const settings = settingsFrom(section, languages);
  expect(settings.language).toMatchObject({
    asteriskVersion: '13',
    severities: { 'sip-conf/a': 'off' },
  });
  expect(versionIn(settings.language, opensipsVersions)).toBe('auto');
  expect(settings.language.severities).not.toHaveProperty('sip-conf/b');
  expect(settings.inlayHints).toBe(true);
});
