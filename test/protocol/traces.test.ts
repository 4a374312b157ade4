import { afterEach, describe, expect, test } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import {
  CONVERSATION_REQUEST,
  type ConversationTexts,
  MESSAGE_AT_REQUEST,
  READ_CAPTURE_REQUEST,
  READ_PRINTED_CAPTURE_REQUEST,
  REDACT_TRACE_REQUEST,
} from '../../server/protocol/sipWorkbench/traces/traceRequests.ts';
import type { FileBytes } from '../../server/workspace/files.ts';
import { ethernet, ip4, pcap, udp } from '../trace/captureFile.ts';
import { sipText } from '../trace/sipText.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, startEditor } from './editor.ts';

let editor: Editor;
afterEach(() => editor.close());

const NONCE = 'nonce="5f3a", algorithm=MD5';

const register = sipText('REGISTER sip:example.org SIP/2.0', '1 REGISTER');
const challenge = sipText('SIP/2.0 401 Unauthorized', '1 REGISTER', [
  `WWW-Authenticate: Digest realm="example.org", ${NONCE}`,
]);
const other = sipText('OPTIONS sip:example.org SIP/2.0', '1 OPTIONS', [], { callId: 'two' });
const log = [register, challenge, other, other].join('');

async function start(files = memoryFiles(new Map())): Promise<void> {
  editor = await startEditor({ languages, files });
}

test('the message at a line, whatever the document is', async () => {
  await start();
  const ask = (line: number) => editor.connection.sendRequest(MESSAGE_AT_REQUEST, { text: log, line });
  expect(await ask(1)).toMatchObject({ text: register, line: 0, source: { address: '192.0.2.10' } });
  expect(await editor.connection.sendRequest(MESSAGE_AT_REQUEST, { text: 'nothing', line: 0 })).toBeNull();
});

test('a conversation has the messages of the call and those that authenticate, and no others', async () => {
  await start();
  const ask = (line: number, selection = '') =>
    editor.connection.sendRequest<ConversationTexts | null>(CONVERSATION_REQUEST, {
      text: log,
      line,
      selection,
    });
  expect(await ask(0)).toEqual({ texts: [register, challenge], index: 0 });
  const lines = log.split('\r\n').length;
  expect(await ask(lines - 3)).toEqual({ texts: [challenge, other, other], index: 2 });
  expect(await ask(0, `Authorization: Digest username="alice", ${NONCE}`)).toMatchObject({ index: 0 });
  expect(
    await editor.connection.sendRequest(CONVERSATION_REQUEST, { text: '\n', line: 0, selection: '' }),
  ).toBeNull();
});

test('an open document is named by its URI, without its text', async () => {
  await start();
  const uri = 'file:///tmp/log.siptrace';
  editor.open(uri, log, 'sip-trace');
  const ask = (request: string, more: object) => editor.connection.sendRequest(request, { uri, ...more });
  expect(await ask(MESSAGE_AT_REQUEST, { line: 1 })).toMatchObject({ text: register, line: 0 });
  const conversation = await ask(CONVERSATION_REQUEST, { line: 0, selection: '' });
  expect(conversation).toEqual({ texts: [register, challenge], index: 0 });
  expect(await ask(REDACT_TRACE_REQUEST, {})).toContain('REGISTER sip:');
  const closed = { uri: 'file:///tmp/closed.siptrace', line: 0, selection: '' };
  for (const request of [MESSAGE_AT_REQUEST, CONVERSATION_REQUEST, REDACT_TRACE_REQUEST])
    expect(await editor.connection.sendRequest(request, closed)).toBeNull();
});

test('a redacted copy has no names and addresses', async () => {
  await start();
  const copy = await editor.connection.sendRequest<string>(REDACT_TRACE_REQUEST, { text: log });
  expect(copy).toContain('REGISTER sip:');
  expect(copy).not.toMatch(/alice|192\.0\.2\.10/);
});

describe('captures', () => {
  const capture = pcap([ethernet(ip4(17, udp(register)))]);
  const uri = 'file:///tmp/calls.pcap';

  test('from the own file system', async () => {
    const bytes = async (asked: string): Promise<FileBytes> =>
      asked === uri
        ? { kind: 'bytes', bytes: capture }
        : { kind: 'unreadable', reason: `${asked} does not exist.` };
    await start({ ...memoryFiles(new Map()), bytes });
    const ask = (of: string) => editor.connection.sendRequest(READ_CAPTURE_REQUEST, { uri: of });
    expect(await ask(uri)).toMatchObject({
      text: expect.stringContaining(register.split('\r\n').slice(0, 3).join('\r\n')),
      messages: 1,
      frames: 1,
      notes: [],
    });
    expect(await ask('file:///tmp/missing.pcap')).toEqual({
      reason: 'file:///tmp/missing.pcap does not exist.',
    });
  });

  test('from a client that reads the file, when the server cannot', async () => {
    const answers = {
      'sipWorkbench/readBytes': () => ({ kind: 'bytes', base64: Buffer.from(capture).toString('base64') }),
    };
    editor = await startEditor({ languages, answers, initializationOptions: { files: true } });
    const answer = await editor.connection.sendRequest(READ_CAPTURE_REQUEST, {
      uri: 'vscode-vfs://x/calls.pcap',
    });
    expect(answer).toMatchObject({ messages: 1, frames: 1 });
  });

  test('a text that tshark did not print is none', async () => {
    await start();
    expect(await editor.connection.sendRequest(READ_PRINTED_CAPTURE_REQUEST, { text: log })).toBeNull();
  });
});
