import { describe, expect, it } from 'vitest';
import { checkOtherLines, checkTrace } from '../../server/languages/trace/check/check.ts';
import { rules } from '../../server/languages/trace/check/rules.ts';
import { mediaLabel } from '../../server/languages/trace/model/describe.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

const codesIn = (text: string) => {
  const trace = traceOf(parseTrace(text));
  const found = [...checkTrace(trace).map(({ diagnostic }) => diagnostic), ...checkOtherLines(trace)];
  return found.map(({ code }) => code);
};

describe('rules of traces', () => {
  it.each(rules.map(rule => [rule.code, rule]))('%s', (code, rule) => {
    expect(codesIn(rule.bad)).toContain(code);
    expect(codesIn(rule.good)).not.toContain(code);
  });

  it.each(rules.map(rule => [rule.code, rule]))('the good example of %s has no error', (_code, rule) => {
    const errors = checkTrace(traceOf(parseTrace(rule.good))).filter(
      ({ diagnostic }) => diagnostic.severity === 1,
    );
    expect(errors.map(({ diagnostic }) => diagnostic.message)).toEqual([]);
  });
});

it('an Auth-ID that differs is reported at its own header field', () => {
  const rule = rules.find(({ code }) => code === 'sip-trace/identities-differ');
  const same = 'Proxy-Authorization: Digest username="bob", realm="p", nonce="1", uri="sip:p", response="2"';
  const text = rule?.bad.replace('Authorization:', `${same}\r\nAuthorization:`) ?? '';
  const found = checkTrace(traceOf(parseTrace(text)))
    .map(({ diagnostic }) => diagnostic)
    .filter(({ code }) => code === rule?.code);
  const lines = text.split(/\r?\n/);
  expect(found.map(({ range }) => lines[range.start.line]?.split(':')[0])).toEqual(['Authorization']);
});

it('a description behind a part that is not text is read to its end', () => {
  const isup = '\u0001\u0090\u00ff'.repeat(40);
  const body = [
    ...['--b', 'Content-Type: application/isup', '', isup],
    ...['--b', 'Content-Type: application/sdp', '', 'v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-'],
    ...['c=IN IP4 192.0.2.1', 't=0 0', 'm=audio 4000 RTP/AVP 0', '--b--', ''],
  ].join('\r\n');
  const head = [
    ...['INVITE sip:b@example.com SIP/2.0', 'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1'],
    ...['Call-ID: 1', 'CSeq: 1 INVITE', 'Content-Type: multipart/mixed;boundary=b'],
    ...[`Content-Length: ${body.length}`, '', ''],
  ].join('\r\n');
  const [entry] = traceOf(parseTrace(head + body)).entries;
  expect(entry && mediaLabel(entry)).toContain('192.0.2.1:4000');
});

describe('a message whose recording ends in the middle of a line', () => {
  const cut =
    'OPTIONS sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nCall-ID: 1\r\nMax-Forw';

  it('is incomplete, and the line is not called wrong', () => {
    const codes = codesIn(cut);
    expect(codes).toContain('sip-trace/message-cut');
    expect(codes).not.toContain('sip-trace/header-without-colon');
  });

  it('has the line above called wrong if that is', () => {
    expect(codesIn(cut.replace('Call-ID: 1', 'Call-ID 1'))).toContain('sip-trace/header-without-colon');
  });
});
