import { describe, expect, it } from 'vitest';
import { ladderText } from '../../server/languages/trace/callFlow/ladderText.ts';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

const message = (start: string, cseq: number, more: readonly string[], to = ''): string =>
  [
    start,
    `Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK${cseq}`,
    'Max-Forwards: 70',
    'From: <sip:alice@example.org>;tag=1',
    `To: <sip:alice@example.org>${to}`,
    'Call-ID: c1',
    `CSeq: ${cseq} REGISTER`,
    'Contact: <sip:alice@192.0.2.10>',
    ...more,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

const CHALLENGE = 'Digest realm="example.org", nonce="abc", algorithm=MD5, qop="auth"';
const ANSWER =
  'Digest username="alice", realm="example.org", nonce="abc", uri="sip:example.org", response="0123456789abcdef0123456789abcdef", qop=auth, nc=00000001, cnonce="1"';

function login(answer: string, end = 'SIP/2.0 403 Forbidden', more: readonly string[] = []) {
  const request = 'REGISTER sip:example.org SIP/2.0';
  const text =
    message(request, 1, []) +
    message('SIP/2.0 401 Unauthorized', 1, [`WWW-Authenticate: ${CHALLENGE}`], ';tag=2') +
    message(request, 2, [`Authorization: ${answer}`]) +
    message(end, 2, more, ';tag=3');
  const trace = traceOf(parseTrace(text));
  const found = checkTrace(trace).map(({ diagnostic }) => diagnostic.message);
  return `${ladderText(trace, { foldPorts: true })}\n${found.join('\n')}`;
}

describe('a login that is refused', () => {
  it.each<[string, string, RegExp]>([
    [
      'qop not offered',
      ANSWER.replace('qop=auth', 'qop=auth-int'),
      /uses qop=auth-int, which was not offered/,
    ],
    ['qop not used', ANSWER.replace(/, qop=.*/, ''), /offers qop=auth, but the answer uses none/],
    ['algorithm not offered', `${ANSWER}, algorithm=SHA-256`, /algorithm SHA-256, which was not offered/],
    [
      'uri of another request',
      ANSWER.replace('uri="sip:example.org"', 'uri="sip:other.example"'),
      /uri "sip:other.example" differs/,
    ],
    ['another nonce', ANSWER.replace('abc', 'def'), /does not use the nonce of the challenge/],
    ['no cnonce', ANSWER.replace(', cnonce="1"', ''), /has no cnonce although it uses qop/],
  ])('%s: the password is not blamed', (_name, answer, reason) => {
    const text = login(answer);
    expect(text).toMatch(reason);
    expect(text).toContain('with the right password as well');
    expect(text).not.toMatch(/means a wrong password|then check the password|with the password\./);
  });

  it('with an answer that fits: the password is to be checked', () => {
    expect(login(ANSWER)).toMatch(/means a wrong password or user name[\s\S]*then check the password/);
  });

  it('is not accepted by a proxy that challenges before the registrar has seen it', () => {
    const proxy = 'Proxy-Authenticate: Digest realm="proxy.example.org", nonce="p"';
    const text = login(ANSWER, 'SIP/2.0 407 Proxy Authentication Required', [proxy]);
    expect(text).toContain('answered, unclear whether accepted');
    expect(text).not.toContain('answered and accepted');
  });
});
