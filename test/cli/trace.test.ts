import { expect, test } from 'vitest';
import { traceCommand } from '../../server/cli/trace.ts';
import { traceJson } from '../../server/cli/traceJson.ts';
import { scenarioTrace } from '../../server/languages/trace/writing/scenario.ts';
import { parseTrace, traceOf } from '../../server/languages/traces.ts';
import { runCli } from './fakeIo.ts';

const parties = {
  caller: '2001',
  callee: '3001',
  callerAddress: '192.0.2.10:5060',
  calleeAddress: '192.0.2.30:5060',
  serverAddress: '192.0.2.20:5060',
  domain: 'example.com',
  password: 'x',
};
const files = {
  'a.sip': scenarioTrace('registration', parties),
  'empty.log': 'nothing here\n',
  'blank.log': '\n\n \n',
  'program.bin': Array.from({ length: 3000 }, (_, code) => String.fromCharCode(code % 128)).join(''),
};
const run = (...args: string[]) => runCli(['trace', ...args], files, files['a.sip'], [traceCommand]);

test('JSON has the form of the contract', async () => {
  const { out, err, code } = await run('a.sip', '--format', 'json');
  const { messages, dialogs }: { messages: object[]; dialogs: object[] } = JSON.parse(out);
  expect(messages).toHaveLength(4);
  expect(messages[0]).toMatchObject({
    index: 0,
    line: 1,
    time: '2026-01-01T00:00:00.000000Z',
    source: '192.0.2.10:5060',
    destination: '192.0.2.20:5060',
    transport: 'UDP',
    startLine: 'REGISTER sip:example.com SIP/2.0',
    method: 'REGISTER',
    status: null,
    cseq: '1 REGISTER',
    problems: [],
  });
  expect(messages[1]).toMatchObject({ method: null, status: 401, cseq: '1 REGISTER' });
  expect(dialogs).toEqual([
    expect.objectContaining({
      callId: 'call-1-7f3a@192.0.2.10',
      messages: [0, 1, 2, 3],
      authentication: [expect.objectContaining({ challenge: 1, answer: 2, outcome: 'accepted' })],
      state: 'registered',
    }),
  ]);
  expect([err, code]).toEqual(['', 0]);
});

test('JSON says what each lane is, and comes in pieces of one message or dialog', async () => {
  const { out } = await run('a.sip', '--format', 'json');
  expect(JSON.parse(out)).toMatchObject({
    lanes: [
      { label: '192.0.2.10', name: '2001' },
      { label: '192.0.2.20', name: 'registrar' },
    ],
  });
  const trace = traceOf(parseTrace(files['a.sip']));
  const pieces = [...traceJson({ trace, place: () => ({ line: null, frame: null }) }, { foldPorts: true })];
  expect(pieces.filter(piece => piece.includes('"startLine"'))).toHaveLength(4);
  expect(JSON.parse(pieces.join(''))).toMatchObject({ messages: [{ index: 0 }, {}, {}, {}] });
});

test('problems stand with their messages', async () => {
  const broken = { 'b.sip': files['a.sip'].replace('CSeq: 1 REGISTER', 'CSeq: 1 INVITE') };
  const { out } = await runCli(['trace', 'b.sip', '--format', 'json'], broken, '', [traceCommand]);
  const { messages }: { messages: { problems: object[] }[] } = JSON.parse(out);
  expect(messages[0]?.problems).toEqual([
    expect.objectContaining({ code: 'sip-trace/cseq-method-mismatch', severity: 'error' }),
  ]);
});

test('every format is written, and standard input is read', async () => {
  expect((await run('a.sip')).out).toContain('|------ REGISTER ------>|');
  expect((await run('a.sip', '--format', 'mermaid')).out).toMatch(/^sequenceDiagram\n/);
  expect((await run('a.sip', '--format', 'svg')).out).toMatch(/^<svg xmlns/);
  expect((await run('a.sip', '--format', 'messages')).out).toContain('# 2026-01-01T00:00:00.000000Z UDP');
  expect((await run('-')).out).toBe((await run('a.sip')).out);
});

test('one Call-ID can be chosen', async () => {
  expect((await run('a.sip', '--call-id', 'call-1-7f3a@192.0.2.10')).code).toBe(0);
  const missing = await run('a.sip', '--call-id', 'none');
  expect([missing.out, missing.err, missing.code]).toEqual([
    '',
    'sip-workbench: a.sip: no message has the Call-ID none\n',
    2,
  ]);
});

test('a log without messages gives empty lists, a sentence and status 2; so do wrong usage and a missing file', async () => {
  const empty = await run('empty.log', '--format', 'json');
  expect(JSON.parse(empty.out)).toEqual({ messages: [], dialogs: [], calls: [] });
  expect(empty.err).toContain('empty.log: no SIP message found in 1 line of text.');
  expect(empty.code).toBe(2);
  const blank = await run('blank.log');
  expect([blank.err, blank.code]).toEqual([
    'sip-workbench: blank.log: no SIP message found: the file contains only empty lines.\n',
    2,
  ]);
  const binary = await run('program.bin');
  expect([binary.err.includes('the file is binary'), binary.code]).toEqual([true, 2]);
  expect((await run('gone.sip')).code).toBe(2);
  expect((await run('a.sip', '--format', 'pdf')).code).toBe(2);
});

test('several files are joined by time, and what two of them hold is shown once', async () => {
  const blocks = files['a.sip'].split(/(?=^# )/m);
  const two = {
    'phone.sip': [blocks[0], blocks[1], blocks[2]].join(''),
    'server.sip': [blocks[1], blocks[3]].join(''),
  };
  const { out, err, code } = await runCli(['trace', 'server.sip', 'phone.sip', '--format', 'json'], two, '', [
    traceCommand,
  ]);
  const { messages }: { messages: { startLine: string; file: string }[] } = JSON.parse(out);
  expect(messages.map(({ startLine }) => startLine.split(' ').slice(0, 2).join(' '))).toEqual([
    'REGISTER sip:example.com',
    'SIP/2.0 401',
    'REGISTER sip:example.com',
    'SIP/2.0 200',
  ]);
  expect(messages.map(({ file }) => file)).toEqual(['phone.sip', 'server.sip', 'phone.sip', 'server.sip']);
  expect(err).toContain('1 message appears in two files');
  expect(code).toBe(0);
});

test.each([
  ['the clock of the second', '00:01:07.3', 'ahead of'],
  ['the clock of the second, which is late', '23:59:52.3', 'behind'],
])('files of hosts with different clocks are joined: %s', async (_name, clock, way) => {
  const blocks = files['a.sip'].split(/(?=^# )/m);
  const beginning = Date.parse('2026-01-01T00:00:00Z');
  const day = clock.startsWith('23') ? '2025-12-31' : '2026-01-01';
  const offset = Date.parse(`${day}T${clock}00Z`) - beginning;
  const late = blocks
    .slice(1)
    .join('')
    .replace(/^# (\S+)/gm, (_all, time: string) => `# ${new Date(Date.parse(time) + offset).toISOString()}`);
  const two = { 'phone.sip': blocks.slice(0, 3).join(''), 'server.sip': late };
  const { out, err } = await runCli(['trace', 'phone.sip', 'server.sip', '--format', 'json'], two, '', [
    traceCommand,
  ]);
  const { messages }: { messages: { startLine: string; time: string }[] } = JSON.parse(out);
  expect(messages.map(({ startLine }) => startLine.split(' ').slice(0, 2).join(' '))).toEqual([
    'REGISTER sip:example.com',
    'SIP/2.0 401',
    'REGISTER sip:example.com',
    'SIP/2.0 200',
  ]);
  expect(messages.every(({ time }) => time.startsWith('2026-01-01T00:00:00'))).toBe(true);
  expect(err).toMatch(
    new RegExp(`server\\.sip: its clock is [\\d.]+ s ${way} that of the first file \\(2 messages`),
  );
});

test('a crowd of hosts is listed, not drawn', async () => {
  const scan = Array.from(
    { length: 60 },
    (_none, host) =>
      `# UDP 192.0.2.${host}:5060 => 198.51.100.1:5060\nOPTIONS sip:x@198.51.100.1 SIP/2.0\nVia: SIP/2.0/UDP h;branch=z9hG4bK${host}\n\n`,
  ).join('');
  const { out } = await runCli(['trace', 'scan.sip'], { 'scan.sip': scan }, '', [traceCommand]);
  expect(out).toContain('#59 192.0.2.59:5060 -> 198.51.100.1:5060: OPTIONS');
});

test('redacted, the messages are the same but for who they are about', async () => {
  const { out, code } = await run('a.sip', '--redact');
  expect(code).toBe(0);
  expect(out).toMatch(/^# Redacted by SIP Workbench:.*digests no longer verify/);
  for (const word of ['2001', '192.0.2.10', 'example.com', 'call-1', '7f3a']) expect(out).not.toContain(word);
  const before: { messages: object[] } = JSON.parse((await run('a.sip', '--format', 'json')).out);
  const redacted = await run('a.sip', '--redact', '--format', 'json');
  const after: { messages: object[]; redaction: string } = JSON.parse(redacted.out);
  const times = ({ messages }: { messages: object[] }) =>
    messages.map(message => ('time' in message ? message.time : 0));
  expect(times(after)).toEqual(times(before));
  expect(after.redaction).toContain('digests no longer verify');
  const one = await run('a.sip', '--redact', '--call-id', 'call-1-7f3a@192.0.2.10');
  expect(one.out).toBe(out);
});

test('an answer with qop and without cnonce is judged without a password', async () => {
  const cut = {
    'phone.sip': files['a.sip']
      .replace(/, ?cnonce="[^"]*"/, '')
      .replace(/^(SIP\/2\.0) 200 OK/m, '$1 403 Forbidden'),
  };
  const json = await runCli(['trace', 'phone.sip', '--format', 'json'], cut, '', [traceCommand]);
  expect(json.out).toContain('qop is present, but cnonce is missing.');
  const text = await runCli(['trace', 'phone.sip'], cut, '', [traceCommand]);
  expect(text.out).toContain('The answer has no cnonce although it uses qop (RFC 7616 section 3.4).');
});
