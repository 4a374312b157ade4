import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainDialog, inBrief } from '../../server/languages/trace/callFlow/explain.ts';
import { ladderMermaid } from '../../server/languages/trace/callFlow/ladderMermaid.ts';
import { ladderSvg } from '../../server/languages/trace/callFlow/ladderSvg.ts';
import { ladderText } from '../../server/languages/trace/callFlow/ladderText.ts';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { printMessages } from '../../server/languages/trace/writing/printMessages.ts';
import { redactTrace } from '../../server/languages/trace/writing/redact/redactTrace.ts';
import { type ScenarioId, scenarios, scenarioTrace } from '../../server/languages/trace/writing/scenario.ts';
import { sippPair } from '../../server/languages/trace/writing/sippScenario.ts';
import { computeDigest, computeHa1 } from '../../server/sip/digest/digest.ts';
import { sipText } from './sipText.ts';

const parties = {
  caller: '2001',
  callee: '+4930123456',
  callerAddress: '192.0.2.10:5060',
  calleeAddress: '192.0.2.30:5062',
  serverAddress: '192.0.2.20:5060',
  domain: 'pbx.test',
  password: 'Kx7-pq9-Lw2',
};
const read = (text: string) => traceOf(parseTrace(text));

const expected: Readonly<Record<ScenarioId, { state: string; messages: number }>> = {
  registration: { state: 'registered', messages: 4 },
  invite: { state: 'terminated', messages: 10 },
  proxy: { state: 'terminated', messages: 13 },
  trunk: { state: 'terminated', messages: 10 },
  cancel: { state: 'cancelled', messages: 10 },
  hold: { state: 'terminated', messages: 16 },
  transfer: { state: 'terminated', messages: 14 },
};

describe.each(scenarios.map(scenario => scenario.id))('the scenario %s', id => {
  const text = scenarioTrace(id, parties);
  const trace = read(text);

  it('is a correct trace of one dialog', () => {
    const problems = checkTrace(trace).filter(({ diagnostic }) => (diagnostic.severity ?? 1) <= 2);
    expect(problems.map(({ diagnostic }) => diagnostic.message)).toEqual([]);
    expect(trace.flow.dialogs.map(dialog => [dialog.state, dialog.messages.length])).toEqual([
      [expected[id].state, expected[id].messages],
    ]);
    expect(trace.flow.arrows.every(arrow => arrow.repeats === undefined)).toBe(true);
  });

  it('holds the digest of the password, and never the password', () => {
    const [round] = trace.flow.dialogs[0]?.authentication ?? [];
    expect(round?.outcome).toBe('accepted');
    expect(text).not.toContain(parties.password);
    const header = /^(?:Proxy-)?Authorization: (.*?)\r?$/m.exec(text)?.[1] ?? '';
    const value = (name: string) => new RegExp(`\\b${name}="?([^",]+)`).exec(header)?.[1] ?? '';
    const { response } = computeDigest(computeHa1('MD5', parties.caller, parties.domain, parties.password), {
      algorithm: 'MD5',
      method: id === 'registration' ? 'REGISTER' : 'INVITE',
      uri: value('uri'),
      nonce: value('nonce'),
      qop: 'auth',
      nc: value('nc'),
      cnonce: value('cnonce'),
    });
    expect(value('response')).toBe(response);
  });

  it('is read again from what the commands print', () => {
    const printed = read(printMessages(trace, { foldPorts: true }));
    expect(printed.entries.map(entry => entry.facts.startLine)).toEqual(
      trace.entries.map(entry => entry.facts.startLine),
    );
    expect(ladderText(trace, { foldPorts: true })).toMatchSnapshot();
  });

  it('can be posted when redacted', () => {
    const redacted = redactTrace(trace);
    for (const secret of ['2001', '4930123456', '192.0.2', 'pbx.test', '5f2c9a7e31d84b06', '0a4f113b']) {
      expect(redacted).not.toContain(secret);
    }
    const again = read(redacted);
    expect(again.flow.dialogs.map(dialog => [dialog.state, dialog.messages.length])).toEqual([
      [expected[id].state, expected[id].messages],
    ]);
    const errors = checkTrace(again).filter(({ diagnostic }) => diagnostic.severity === 1);
    expect(errors.map(({ diagnostic }) => diagnostic.message)).toEqual([]);
  });

  it('becomes a pair of SIPp scenarios', () => {
    const [dialog] = trace.flow.dialogs;
    if (dialog === undefined) throw new Error('no dialog');
    const pair = sippPair(trace, dialog);
    expect(pair.caller).toContain('[authentication]');
    expect(pair.caller).not.toContain('192.0.2.10');
    const steps = (text: string) => [...text.matchAll(/<(send|recv)\b/g)].map(match => match[1]);
    expect(steps(pair.callee)).toEqual(steps(pair.caller).map(step => (step === 'send' ? 'recv' : 'send')));
  });
});

describe('the traces among the examples', () => {
  const folder = new URL('../../examples/traces/', import.meta.url);
  const wanted: Readonly<Record<string, readonly string[]>> = {
    'answered-but-silent.siptrace': ['terminated'],
    'call-through-proxy.siptrace': ['terminated'],
    'missing-ack.siptrace': ['terminated'],
    'registration.siptrace': ['registered'],
    'one-way-audio.siptrace': ['terminated', 'terminated'],
    'two-legs.siptrace': ['failed', 'failed'],
    'wrong-password.sip.log': ['challenged'],
  };

  it.each(readdirSync(folder))('%s', name => {
    const trace = read(readFileSync(new URL(name, folder), 'utf8'));
    expect(trace.flow.dialogs.map(dialog => dialog.state)).toEqual(wanted[name]);
    const errors = checkTrace(trace).filter(({ diagnostic }) => diagnostic.severity === 1);
    expect(errors.map(({ diagnostic }) => diagnostic.message)).toEqual([]);
    expect(ladderText(trace, { foldPorts: true })).toMatchSnapshot();
  });
});

describe('redaction', () => {
  it('replaces the same by the same, in log lines as well', () => {
    const log = [
      "Really destroying SIP dialog 'abcd-1234@pbx' Method: REGISTER, peer 10.1.2.3",
      '<--- SIP read from UDP:10.1.2.3:5060 --->',
      'REGISTER sip:secret-host.test SIP/2.0',
      'Via: SIP/2.0/UDP 10.1.2.3:5060;branch=z9hG4bK1',
      'From: "Jane Roe" <sip:jane@secret-host.test>;tag=1',
      'To: <sip:jane@secret-host.test>',
      'Call-ID: abcd-1234@pbx',
      'CSeq: 1 REGISTER',
      '',
      '',
    ].join('\n');
    const redacted = redactTrace(read(log));
    expect(redacted).not.toMatch(/10\.1\.2\.3|jane|Jane|secret-host|abcd/);
    expect(redacted.split('\n').length).toBe(log.split('\n').length);
    const callId = /^Call-ID: (\S+)$/m.exec(redacted)?.[1];
    expect(redacted).toContain(`'${callId}' Method: REGISTER`);
    const user = /<sip:([a-z]{4})@[a-z]+\.example>;tag=/.exec(redacted)?.[1];
    expect(redacted).toMatch(new RegExp(`^To: <sip:${user}@[a-z]+\\.example>$`, 'm'));
  });

  it('leaves what says nothing about anybody', () => {
    const text =
      'OPTIONS sip:127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK\nUser-Agent: Asterisk PBX 18.2.1\n\n';
    expect(redactTrace(read(text))).toBe(text);
  });
});

describe('hostile content', () => {
  const evil = '</text><script>alert(1)</script>"\'&';
  const trace = read(
    [
      'INVITE sip:x@h SIP/2.0',
      `Via: SIP/2.0/UDP h;branch=z9hG4bK1`,
      `From: "${evil.replaceAll('"', '')}" <sip:a@h>;tag=1`,
      'To: <sip:b@h>',
      `Call-ID: ${evil}\u001b[31m`,
      'CSeq: 1 INVITE',
      '',
      `SIP/2.0 486 ${evil}`,
      'Via: SIP/2.0/UDP h;branch=z9hG4bK1',
      `Call-ID: ${evil}\u001b[31m`,
      'CSeq: 1 INVITE',
      '',
      '',
    ].join('\n'),
  );

  it('stays text in SVG, Mermaid, the ladder and SIPp', () => {
    const svg = ladderSvg(trace, { foldPorts: true });
    expect(svg).not.toMatch(/<script|\u001b/);
    expect([...svg.matchAll(/<([a-z]+)/g)].map(match => match[1])).not.toContain('script');
    expect(ladderMermaid(trace, { foldPorts: true })).not.toMatch(/[<>]script|\u001b/);
    expect(ladderText(trace, { foldPorts: true })).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    const [dialog] = trace.flow.dialogs;
    if (dialog === undefined) throw new Error('no dialog');
    expect(sippPair(trace, dialog).callee).not.toContain('\u001b');
  });
});

describe('why a call failed', () => {
  const message = (
    startLine: string,
    headers: readonly string[],
    cseq: string,
    branch = cseq.replace(/ .*/, ''),
  ) => sipText(startLine, cseq, headers, { branch });
  const why = (...messages: string[]) => {
    const trace = read(messages.join(''));
    const [dialog] = trace.flow.dialogs;
    return dialog === undefined ? [] : explainDialog(trace, dialog).steps;
  };
  const invite = message('INVITE sip:bob@example.com SIP/2.0', [], '1 INVITE');
  const register = (number: number, headers: readonly string[] = []) =>
    message('REGISTER sip:example.com SIP/2.0', headers, `${number} REGISTER`);
  const challenge = (number: number, nonce: string) =>
    message(
      'SIP/2.0 401 Unauthorized',
      [`WWW-Authenticate: Digest realm="r", nonce="${nonce}"`],
      `${number} REGISTER`,
    );
  const answer = (nonce: string) =>
    `Authorization: Digest username="alice", realm="r", nonce="${nonce}", uri="sip:example.com", response="${'0'.repeat(32)}"`;

  it.each([
    [
      'no answer',
      [
        invite,
        invite,
        invite,
        message('SIP/2.0 200 OK', [], '1 OPTIONS').replace('Call-ID: one', 'Call-ID: two'),
      ],
      /3 times, but this trace has no response/,
      0,
    ],
    ['a log of one direction', [invite], /only one direction/, 0],
    ['403', [invite, message('SIP/2.0 403 Forbidden', [], '1 INVITE')], /No credentials were involved/, 1],
    [
      '404',
      [invite, message('SIP/2.0 404 Not Found', ['Server: PBX 1'], '1 INVITE')],
      /PBX 1.*sip:bob@example\.com.*dialplan/s,
      1,
    ],
    [
      '480 with a reason',
      [invite, message('SIP/2.0 480 Gone', ['Reason: Q.850;cause=19'], '1 INVITE')],
      /Q\.850;cause=19/,
      1,
    ],
    ['488', [invite, message('SIP/2.0 488 Not Acceptable Here', [], '1 INVITE')], /no usable stream/, 1],
    ['a challenge that nobody answers', [register(1), challenge(1, 'x')], /not answered/, 1],
    [
      'a wrong password',
      [register(1), challenge(1, 'x'), register(2, [answer('x')]), challenge(2, 'y')],
      /challenges again/,
      2,
    ],
    [
      'a nonce that is too old',
      [
        register(1),
        challenge(1, 'x'),
        register(2, [answer('x')]),
        challenge(2, 'y').replace('nonce=', 'stale=true, nonce='),
      ],
      /too old/,
      2,
    ],
    [
      'CANCEL',
      [invite, message('CANCEL sip:bob@example.com SIP/2.0', ['Reason: SIP;cause=200'], '1 CANCEL', '1')],
      /cancels the call.*SIP;cause=200/s,
      1,
    ],
  ] as const)('%s', (_name, messages, expectedText, index) => {
    const steps = why(...messages);
    const found = steps.find(step => expectedText.test(step.detail));
    expect(found?.message, JSON.stringify(steps)).toBe(index);
  });

  it('names a missing ACK', () => {
    const ok = message('SIP/2.0 200 OK', ['Contact: <sip:bob@10.0.0.1>'], '1 INVITE');
    expect(why(invite, ok, ok, ok).map(step => step.title)).toContain('No ACK');
  });

  it('blames the refused answer, not the challenge that follows it', () => {
    const trace = read(
      [register(1), challenge(1, 'x'), register(2, [answer('x')]), challenge(2, 'y')].join(''),
    );
    const [dialog] = trace.flow.dialogs;
    expect(dialog && inBrief(trace, dialog).failures[0]).toMatch(/answered and refused as "alice"/);
  });

  it('is silent about what went well', () => {
    expect(why(register(1), message('SIP/2.0 200 OK', [], '1 REGISTER'))).toEqual([]);
  });
});
