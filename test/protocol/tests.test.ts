import { afterEach, expect, test } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import { TESTS_REQUEST, type TestsAnswer } from '../../server/protocol/sipWorkbench/testsRequest.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, startEditor } from './editor.ts';

let editor: Editor;
afterEach(() => editor.close());

const folder = 'file:///etc/asterisk';
const uri = `${folder}/sip.siptest.json`;
const conf = '[general]\nallowguest=no\n[alice]\ntype=friend\nhost=dynamic\nsecret=hush-hush-hush\n';
const text = JSON.stringify(
  {
    tests: [
      {
        name: 'a call\u202e',
        messages: [{ request: 'INVITE sip:100@192.0.2.1', from: 'sip:alice@192.0.2.1' }],
        source: '192.0.2.9:5060',
        expect: { matched: 'alice' },
      },
      { name: 'gone', messages: 'gone.sip', expect: { finalCode: 200 } },
      { name: 'an old server', version: '1.4', device: 'alice', expect: { challenge: { realm: 'pbx' } } },
    ],
  },
  undefined,
  1,
);

async function ask(
  params: { readonly text?: string; readonly run?: number } = {},
): Promise<TestsAnswer | null> {
  return editor.connection.sendRequest(TESTS_REQUEST, { uri, text, ...params });
}

async function start(): Promise<void> {
  const files = memoryFiles(new Map([[`${folder}/sip.conf`, conf]]));
  editor = await startEditor({ languages, files, folders: [folder] });
}

test('tests are found with their ranges, and run one by one', async () => {
  await start();
  expect(await ask()).toEqual({
    kind: 'found',
    tests: [
      { name: 'a call\\u202e', range: { start: { line: 2, character: 2 }, end: { line: 14, character: 3 } } },
      { name: 'gone', range: { start: { line: 15, character: 2 }, end: { line: 21, character: 3 } } },
      {
        name: 'an old server',
        range: { start: { line: 22, character: 2 }, end: { line: 31, character: 3 } },
      },
    ],
  });
  expect(await ask({ run: 0 })).toEqual({ kind: 'ran', failures: [] });
  expect(await ask({ run: 1 })).toEqual({ kind: 'ran', failures: [{ message: 'gone.sip: no such file.' }] });
});

test('a failure has both sides, and the lines that decided', async () => {
  await start();
  const answer = await ask({ run: 2 });
  expect(answer).toMatchObject({
    kind: 'ran',
    failures: [{ compared: { expected: '"pbx"', actual: '"asterisk"' } }],
  });
  expect(JSON.stringify(answer)).toMatch(/decided at sip\.conf:\d+/);
  expect(JSON.stringify(answer)).not.toContain('hush');
});

test('the text in the editor counts, not the one on disk', async () => {
  await start();
  editor.open(`${folder}/sip.conf`, conf.replace('[alice]', '[bob]'), 'sip-conf');
  expect(await ask({ run: 0 })).toMatchObject({ kind: 'ran', failures: [{}] });
});

test('a file that is no test file says why', async () => {
  await start();
  expect(await ask({ text: '{' })).toEqual({ kind: 'unusable', problem: 'It is not valid JSON.' });
  expect(editor.log).toEqual([]);
});
