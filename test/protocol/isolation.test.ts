import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { Language } from '../../server/languages/language.ts';
import { languages } from '../../server/languages/registry.ts';
import { nodeFiles } from '../../server/workspace/nodeFiles.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, startEditor } from './editor.ts';
import { type WordModel, type WordTree, wordList } from './wordList.ts';

let editor: Editor;
afterEach(() => editor.close());

const allProblems = async (): Promise<Map<string, number>> => {
  const report: WorkspaceDiagnosticReport = await editor.connection.sendRequest('workspace/diagnostic', {
    previousResultIds: [],
  });
  return new Map(report.items.map(item => [item.uri, item.kind === 'full' ? item.items.length : -1]));
};

describe('what one file names', () => {
  it('half of a character in a path costs nobody an answer', async () => {
    editor = await startEditor({ languages, files: memoryFiles(new Map()) });
    const bad = 'file:///etc/asterisk/sip.conf';
    const good = 'file:///home/other/sip.conf';
    editor.open(good, '[general]\nport=x\n');
    editor.open(bad, '[general]\n#include "x.conf"\nport=x\n');
    editor.type(bad, 1, 10, '\ud83d');
    for (const path of ['tryinclude "', 'exec "']) editor.type(bad, 2, 0, `#${path}\udc00y"\n`);
    expect(await editor.problems(bad)).toContainEqual(expect.stringContaining('half of a character'));
    const found = await allProblems();
    expect(found.get(good)).toBeGreaterThan(0);
    expect(found.get(bad)).toBeGreaterThan(0);
    for (const method of ['documentLink', 'documentSymbol', 'foldingRange', 'codeLens'])
      await editor.ask(`textDocument/${method}`, bad);
    expect(editor.log).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'pipes, devices, and files of the kernel are told where they are named, and hold up nobody',
    { timeout: 8000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'include-'));
      try {
        execFileSync('mkfifo', [join(folder, 'pipe.conf')]);
        symlinkSync('/proc/self/pagemap', join(folder, 'z1.conf'));
        execFileSync('mkfifo', [join(folder, 'z2.conf')]);
        const named = [
          '/proc/kmsg',
          '/proc/self/pagemap',
          '/dev/zero',
          'pipe.conf',
          folder,
          'z*.conf',
          '/proc/self/*',
        ];
        const text = `[general]\n${named.map(path => `#include "${path}"\n`).join('')}port=x\n`;
        writeFileSync(join(folder, 'sip.conf'), text);
        editor = await startEditor({ languages, files: nodeFiles });
        const uri = URI.file(join(folder, 'sip.conf')).toString();
        editor.open(uri, text);
        const problems = await editor.problems(uri);
        for (const [index] of named.slice(0, 6).entries())
          expect(problems.filter(line => line.startsWith(`${index + 1}:`))).toContainEqual(
            expect.stringMatching(/is made by the kernel|is a pipe|is a device|is a folder/),
          );
        expect(problems).toContainEqual(expect.stringContaining('port'));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  it('a share of the network is refused with a finding', async () => {
    const reads: string[] = [];
    editor = await startEditor({ languages, files: memoryFiles(new Map(), reads) });
    const uri = 'file:///c%3A/asterisk/sip.conf';
    editor.open(
      uri,
      '[general]\n#include "/\\server\\share\\x"\n#include "//server/share/x"\n#include "nul.conf"\n',
    );
    const problems = await editor.problems(uri);
    for (const line of [1, 2, 3])
      expect(problems).toContainEqual(
        expect.stringMatching(new RegExp(`^${line}:.*(another machine|device)`)),
      );
    expect(reads.filter(read => /server|nul/.test(read))).toEqual([]);
  });
});

describe('a language that throws', () => {
  const throwing = (when: (text: string) => boolean): Language<WordTree, WordModel> => {
    const language = wordList();
    return {
      ...language,
      parse: text => {
        if (when(text)) throw new RangeError('Maximum call stack size exceeded');
        return language.parse(text);
      },
      edit: (tree, edit) => {
        if (edit.lines.some(when)) throw new RangeError('Maximum call stack size exceeded');
        return language.edit(tree, edit);
      },
    };
  };

  it('loses no edit of a notification, and answers when it can again', async () => {
    editor = await startEditor({ languages: [throwing(text => text.includes('DEEP'))] });
    const uri = 'file:///etc/a.words';
    editor.open(uri, 'one\ntwo\n');
    await editor.problems(uri);
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 5 },
      contentChanges: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: 'DEEP' },
        { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } }, text: 'bad' },
        { range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } }, text: 'bad\n' },
      ],
    });
    expect(await editor.problems(uri)).toEqual([]);
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 6 },
      contentChanges: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } }, text: '' },
      ],
    });
    const fresh = await startEditor({ languages: [wordList()] });
    fresh.open(uri, 'one\nbad\nbad\n');
    expect(await editor.problems(uri)).toEqual(await fresh.problems(uri));
    expect((await fresh.problems(uri)).length).toBeGreaterThan(0);
    fresh.close();
  });

  it('costs the other projects nothing', async () => {
    editor = await startEditor({ languages: [throwing(text => text.includes('DEEP'))] });
    editor.open('file:///a/a.words', 'DEEP\n');
    editor.open('file:///b/b.words', 'bad\n');
    const found = await allProblems();
    expect(found.get('file:///b/b.words')).toBeGreaterThan(0);
  });
});

it('one file under two spellings of its name is one file where the file system says so', async () => {
  const files = memoryFiles(
    new Map([
      ['file:///etc/sip_peers.conf', ''],
      ['file:///etc/SIP_peers.conf', ''],
    ]),
  );
  editor = await startEditor({ languages, files: { ...files, isSame: async () => true } });
  editor.open('file:///etc/sip.conf', '[general]\n#include sip_peers.conf\n#include SIP_peers.conf\n');
  editor.open('file:///etc/sip_Peers.conf', '[a]\ntype=friend\n');
  await editor.problems('file:///etc/sip.conf');
  expect([...(await allProblems()).keys()].sort()).toEqual([
    'file:///etc/sip.conf',
    'file:///etc/sip_Peers.conf',
  ]);
});
