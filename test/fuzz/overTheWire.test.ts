import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageConnection } from 'vscode-languageserver-protocol/node';
import { languages } from '../../server/languages/registry.ts';
import { splitLines } from '../../server/text/lines.ts';
import { nodeFiles } from '../../server/workspace/nodeFiles.ts';
import { filesIn, sharedFolder } from '../corpus/sharedFiles.ts';
import { startEditor } from '../protocol/editor.ts';
import { below, type Chance, chanceOf, changed, oneOf, type Typed, typedNext } from './typing.ts';

/**
 * Two documents, one of which may include the other, are typed into at random through the protocol; again and again the server has
 * to say what one says that has just opened them. FUZZ_EDITS sets the number of edits per language, FUZZ_SEED the first seed,
 * FUZZ_LANGUAGES the languages. Beyond the number of CI, each language prints how far it came.
 */
const editsPerLanguage = Number(process.env.FUZZ_EDITS ?? 3000);
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);
const wanted = process.env.FUZZ_LANGUAGES?.split(',');
const editsPerComparison = 20;
const editsPerSession = 100;

/** How each language names the second document, in forms that it reads and does not read. */
const including: Readonly<Record<string, readonly string[]>> = {
  'sip-conf': [
    '#include "part.conf"\n',
    '#include part.conf\n',
    '#tryinclude p*.conf\n',
    '#include main.conf\n',
  ],
  'pjsip-conf': ['#include "part.conf"\n', '#include part.conf\n', '#tryinclude p*.conf\n'],
  'opensips-cfg': ['include_file "part.conf"\n', 'import_file "part.conf"\n', 'include_file "main.conf"\n'],
};

const corpora: Readonly<Record<string, string>> = {
  'sip-conf': 'corpus/sip.conf',
  'pjsip-conf': 'corpus/pjsip.conf',
  'opensips-cfg': 'corpus/opensips.cfg',
  'flexisip-conf': 'corpus/flexisip.conf',
  'sip-trace': 'corpus/traces',
};

const folder = mkdtempSync(join(tmpdir(), 'typing-'));
const names = ['main.conf', 'part.conf'];
const uris = names.map(name => pathToFileURL(join(folder, name)).href);

let typed: MessageConnection;
let fresh: MessageConnection;
let closeAll: () => void;
let log: string[] = [];
beforeEach(async () => {
  for (const name of names) writeFileSync(join(folder, name), '');
  const editors = [
    await startEditor({ languages, files: nodeFiles }),
    await startEditor({ languages, files: nodeFiles }),
  ] as const;
  [typed, fresh] = [editors[0].connection, editors[1].connection];
  log = editors[0].log;
  closeAll = () => {
    for (const editor of editors) editor.close();
  };
});
afterEach(() => closeAll());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const language of languages) {
  if (wanted !== undefined && !wanted.includes(language.id)) continue;
  const pool = [...(including[language.id] ?? ['\n']), ...linesOf(language.rules())];
  describe(language.id, () => {
    test('two documents of random lines', { timeout: 6 * 3600_000 }, async () => {
      await typeAndCompare(language.id, pool, chance =>
        names.map(() =>
          Array.from({ length: below(30, chance) }, () => oneOf(asPool(pool), chance)).join(''),
        ),
      );
    });

    const files = filesIn(sharedFolder(corpora[language.id] ?? 'none'));
    test.skipIf(files.length === 0)(
      'parts of real files (skipped without ../shared/corpus)',
      { timeout: 6 * 3600_000 },
      async () => {
        const [first = '', ...others] = files;
        await typeAndCompare(language.id, pool, chance =>
          names.map(() => {
            const text = readFileSync(oneOf([first, ...others], chance), 'latin1');
            const from = below(text.length, chance);
            return text.slice(from, from + 200 + below(4000, chance));
          }),
        );
      },
    );
  });
}

async function typeAndCompare(
  language: string,
  pool: readonly string[],
  startOf: (chance: Chance) => string[],
): Promise<void> {
  let comparisons = 0;
  let edits = 0;
  for (let seed = firstSeed; edits < editsPerLanguage / 2; seed++) {
    const chance = chanceOf(seed);
    const start = startOf(chance);
    const texts = [...start];
    const done: Typed[] = [];
    await open(typed, language, start);
    while (done.length < editsPerSession) {
      for (let count = 0; count < editsPerComparison; count++) {
        const next = typedNext(texts, asPool(pool), chance);
        done.push(next);
        apply(texts, next);
        await send(typed, next, done.length + 1);
      }
      comparisons++;
      const difference = await differenceOf(language, texts);
      if (difference !== undefined) {
        await close(typed);
        const least = await shortened(language, start, done);
        expect.fail(
          `after these edits the server says something else than after opening the texts:\n${JSON.stringify({ language, seed, ...least })}`,
        );
      }
    }
    await close(typed);
    edits += done.length;
    if (editsPerLanguage > 100_000 && seed % 50 === 0)
      console.log(new Date().toISOString(), language, edits, 'edits', comparisons, 'comparisons', rss());
  }
  if (editsPerLanguage > 100_000)
    console.log(
      new Date().toISOString(),
      language,
      edits,
      'edits',
      comparisons,
      'comparisons, no difference',
    );
  expect(log).toEqual([]);
}

/** What a server that typed says and one that has just opened the texts does not, or the other way round. */
async function differenceOf(language: string, texts: readonly string[]): Promise<object | undefined> {
  const said = await answers(typed);
  await open(fresh, language, texts);
  const expected = await answers(fresh);
  await close(fresh);
  for (const [index, one] of said.entries()) {
    const other = expected[index] ?? '';
    if (one === other) continue;
    const [ours, theirs] = [one.split('\n'), other.split('\n')];
    return {
      answer: index,
      onlySaid: ours.filter(line => !theirs.includes(line)).slice(0, 5),
      onlyExpected: theirs.filter(line => !ours.includes(line)).slice(0, 5),
      texts,
    };
  }
  return undefined;
}

const requests = ['documentSymbol', 'foldingRange', 'documentLink', 'semanticTokens/full'] as const;

async function answers(server: MessageConnection): Promise<string[]> {
  const found: string[] = [];
  for (const uri of uris) {
    const textDocument = { uri };
    const report: { items?: unknown[] } = await server.sendRequest('textDocument/diagnostic', {
      textDocument,
    });
    found.push(
      (report.items ?? [])
        .map(item => JSON.stringify(item))
        .sort()
        .join('\n'),
    );
    for (const request of requests) {
      const answer = await server
        .sendRequest<{ data?: number[] } | null>(`textDocument/${request}`, { textDocument })
        .catch((error: unknown) => String(error));
      const data = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : answer;
      found.push(JSON.stringify(data));
    }
  }
  return found;
}

/** The same edits without those that the difference does not need. */
async function shortened(
  language: string,
  start: readonly string[],
  done: readonly Typed[],
): Promise<object> {
  // Who asks after every edit needs fewer of them.
  let asked = 1;
  let difference = await replayed(language, start, done, asked);
  if (difference === undefined) {
    asked = editsPerComparison;
    difference = await replayed(language, start, done, asked);
  }
  let edits = done;
  for (let size = Math.ceil(edits.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < edits.length; ) {
      const fewer = [...edits.slice(0, from), ...edits.slice(from + size)];
      const still = await replayed(language, start, fewer, asked);
      if (still === undefined) from += size;
      else [edits, difference] = [fewer, still];
    }
  }
  return { start, edits, difference, asked };
}

async function replayed(
  language: string,
  start: readonly string[],
  edits: readonly Typed[],
  asked: number,
): Promise<object | undefined> {
  const texts = [...start];
  await open(typed, language, start);
  for (const [index, next] of edits.entries()) {
    apply(texts, next);
    await send(typed, next, index + 2);
    if ((index + 1) % asked === 0) await answers(typed);
  }
  const difference = await differenceOf(language, texts);
  await close(typed);
  return difference;
}

function apply(texts: string[], { document, changes }: Typed): void {
  for (const change of changes) texts[document] = changed(texts[document] ?? '', change);
}

async function open(server: MessageConnection, languageId: string, texts: readonly string[]): Promise<void> {
  for (const [index, uri] of uris.entries())
    await server.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text: texts[index] ?? '' },
    });
}

async function send(server: MessageConnection, { document, changes }: Typed, version: number): Promise<void> {
  await server.sendNotification('textDocument/didChange', {
    textDocument: { uri: uris[document] ?? '', version },
    contentChanges: changes,
  });
}

async function close(server: MessageConnection): Promise<void> {
  for (const uri of uris) await server.sendNotification('textDocument/didClose', { textDocument: { uri } });
}

function linesOf(rules: readonly { readonly bad: string; readonly good: string }[]): string[] {
  return rules.flatMap(({ bad, good }) => [...splitLines(bad), ...splitLines(good)]);
}

function asPool(lines: readonly string[]): readonly [string, ...string[]] {
  const [first = '\n', ...others] = lines;
  return [first, ...others];
}

function rss(): string {
  return `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`;
}
