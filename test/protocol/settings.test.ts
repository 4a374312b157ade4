import { afterEach, expect, test } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, startEditor } from './editor.ts';

let editor: Editor;
afterEach(() => editor.close());

const uri = 'file:///etc/asterisk/sip.conf';

async function start(rules: object): Promise<void> {
  const files = memoryFiles(new Map([['file:///etc/asterisk/extensions.conf', '[internal]\n']]));
  editor = await startEditor({ languages, files, settings: () => ({ rules }) });
  editor.open(uri, '[general]\n', 'sip-conf');
  await editor.pull(uri);
}

function shown(): string[] {
  return editor.notifications.flatMap(({ method, params }) =>
    method === 'window/showMessage' ? [JSON.stringify(params)] : [],
  );
}

test.each([
  ['a misspelled code', 'sip-conf/guest-call-allowed', 'Did you mean sip-conf/guest-calls-allowed?'],
  ['a code without its language', 'guest-calls-allowed', 'Did you mean sip-conf/guest-calls-allowed?'],
  [
    'a code that is like no other',
    'xxxxxxxxxxxxxxxxxxxxxxxxx',
    'there is no rule xxxxxxxxxxxxxxxxxxxxxxxxx.',
  ],
])('%s in the settings is refused once, with a suggestion', async (_, code, text) => {
  await start({ [code]: 'off', 'sip-conf/clear-text-secret': 'off' });
  expect(shown()).toEqual([expect.stringContaining(text)]);
  void editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await editor.pull(uri);
  expect(shown()).toHaveLength(1);
});

test('settings of rules that there are say nothing', async () => {
  await start({ 'sip-conf/guest-calls-allowed': 'off', 'workbench/unused-ignore-comment': 'off' });
  expect(shown()).toEqual([]);
});

test('the log says how many files were read, how long that took, and when the problems were there, once', async () => {
  await start({});
  await editor.pull(uri);
  expect(editor.notes).toEqual([
    expect.stringMatching(/^Read 2 files of Asterisk sip\.conf in \d+ ms, from sip\.conf on\.$/),
    expect.stringMatching(/^Checked sip\.conf \d+ ms after it was opened\.$/),
  ]);
});
