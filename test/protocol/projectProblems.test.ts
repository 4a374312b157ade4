import { afterEach, expect, test } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import {
  type FileProblems,
  PROJECT_PROBLEMS_REQUEST,
} from '../../server/protocol/sipWorkbench/projectProblemsRequest.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, pulling, startEditor } from './editor.ts';

const root = 'file:///etc/asterisk/sip.conf';
const part = 'file:///etc/asterisk/part.conf';
const text = '[general]\nallowguest=no\n#include part.conf\n';

let editor: Editor;
afterEach(() => editor.close());

async function start(): Promise<void> {
  const files = new Map([
    [root, text],
    [part, '[alice]\ntype=frend\n'],
  ]);
  editor = await startEditor({ languages, files: memoryFiles(files), capabilities: pulling });
  editor.open(root, text, 'sip-conf');
}

const codesIn = (answer: readonly FileProblems[] | null) =>
  answer?.map(({ uri, problems }) => [uri, problems.map(({ code }) => code)]);

test('the problems of all files of a project are told every time, also when the editor knows them', async () => {
  await start();
  const { relatedDocuments } = await editor.pull(root);
  expect(Object.keys(relatedDocuments ?? {})).toEqual([part]);
  const ask = () => editor.ask<readonly FileProblems[] | null>(PROJECT_PROBLEMS_REQUEST, root);
  const first = codesIn(await ask());
  expect(first).toEqual([
    [root, []],
    [part, expect.arrayContaining(['sip-conf/missing-type'])],
  ]);
  expect(codesIn(await ask())).toEqual(first);
});

test('a file that no language reads has no answer', async () => {
  await start();
  expect(await editor.ask(PROJECT_PROBLEMS_REQUEST, 'file:///etc/hosts')).toBeNull();
});
