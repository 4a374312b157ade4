import { describe, expect, it } from 'vitest';
import { captureAsTrace, readCapture } from '../../server/languages/trace/capture/capture.ts';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { redactTrace } from '../../server/languages/trace/writing/redact/redactTrace.ts';
import { bytes, ethernet, ip4, pcap, udp } from './captureFile.ts';

const read = (text: string) => traceOf(parseTrace(text));
const redact = (text: string) => redactTrace(read(text));

function withBody(headers: readonly string[], body: string, length = body.length): string {
  return [
    'INVITE sip:43664555@acme-telco.com SIP/2.0',
    'Via: SIP/2.0/UDP 10.44.55.66:5060;branch=z9hG4bKx',
    'Max-Forwards: 70',
    'From: <sip:mia@acme-telco.com>;tag=m1',
    'To: <sip:43664555@acme-telco.com>',
    'Call-ID: c1',
    'CSeq: 1 INVITE',
    'Contact: <sip:mia@10.44.55.66>',
    ...headers,
    `Content-Length: ${length}`,
    '',
    body,
  ].join('\r\n');
}

describe('of a session description, just what stands in braces is replaced', () => {
  it.each([
    't=2873397496 2873404696',
    't={4711} {7}',
    't={1664555222} {7}',
    'r=7d 1h 0 25h',
    'r={436645552} {7}',
    'z=2882844526 -1h 2898848070 0',
    'z={43664555} {7}',
    'a=ptime:20',
    'a=ptime:{4366455}',
    'a=max-message-size:1073741823',
    'a=fmtp:101 0-16',
    'a=fmtp:96 apt=97;{pin}={4711}',
    'a=fmtp:97 mode-set=0,2,7; octet-align=1',
    'a=fmtp:97 bitrate={4366455}',
    'a=fmtp:99 profile-level-id=42e01f;packetization-mode=1',
    'a=rtpmap:8 PCMA/8000',
    'a=candidate:{7} 1 UDP 2130706431 {10.44.55.66} 5000 typ host',
    'a=candidate:{7} 2 tcp 1686052607 {10.44.55.67} 9 typ srflx raddr {10.44.55.66} rport 5000 tcptype active',
    'a=candidate:{7} {1} {UDP} {4366455522} {10.44.55.66} {5000} typ host',
  ])('%s', marked => {
    const body = `v=0\r\n${marked.replace(/[{}]/g, '')}\r\n`;
    const line = redact(withBody(['Content-Type: application/sdp'], body))
      .split('\r\n')
      .at(-2);
    const around = marked.split(/\{[^}]*\}/).map(text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const form = new RegExp(`^${around.join('(.+?)')}$`);
    expect(line).toMatch(form);
    const gone = [...marked.matchAll(/\{([^}]*)\}/g)].map(found => found[1]);
    for (const [index, standIn] of (form.exec(line ?? '')?.slice(1) ?? []).entries())
      expect(standIn).not.toBe(gone[index]);
  });
});

describe('a body that is not text', () => {
  const isup =
    '\u0001\u0011H\u0000\n\u0003\u0002\t\u0007\u0004\u0010\u0001\u0000\u0034\u0066\u0054\u0055"\u0000';
  const part = `--b\r\nContent-Type: application/isup;version=itu-t92+\r\n\r\n${isup}\r\n--b--`;
  const beforeText = part.replace(
    /--$/,
    '\r\nContent-Type: application/sdp\r\n\r\nv=0\r\na=ptime:20\r\n--b--',
  );
  it.each([
    ['ISUP', ['Content-Type: application/isup'], isup],
    ['ISUP in a part', ['Content-Type: multipart/mixed;boundary=b'], part],
    ['ISUP in a part before a description', ['Content-Type: multipart/mixed;boundary=b'], beforeText],
    [
      'UTF-16',
      ['Content-Type: text/plain;charset=utf-16'],
      'P\u0000I\u0000N\u0000 \u00004\u00007\u00001\u0000',
    ],
    [
      'compressed',
      ['Content-Type: application/sdp', 'Content-Encoding: gzip'],
      'v=\u001f\u0010\u0001\u0000a=ptime:20',
    ],
  ])('keeps none of its control characters: %s', (_name, headers, body) => {
    const text = withBody(headers, body);
    const redacted = redact(text);
    expect(redacted).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    expect(redacted.split('\n')).toHaveLength(text.split('\n').length);
    expect(findings(redacted)).toEqual(findings(text));
    expect(redact(redacted)).toBe(redacted);
  });

  it('ends where it ends, although the file was read as UTF-8', () => {
    const body = `${'\ufffd\u0001'.repeat(40)}\r\nmia\u0001\u0002`;
    const redacted = redact(withBody(['Content-Type: application/octet-stream'], body));
    expect(redacted).not.toMatch(/[\u0000-\u0008]|\ufffd|mia/);
  });

  it('keeps what a description says although a device put a byte below it', () => {
    const body = 'v=0\r\nm=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n\u0000';
    expect(redact(withBody(['Content-Type: application/sdp'], body))).toContain('a=sendrecv\r\n');
  });

  it('of a capture has the length that it had on the wire, before and after', () => {
    const digits = bytes(
      1,
      0x11,
      0x48,
      0,
      10,
      3,
      2,
      9,
      7,
      3,
      0x90,
      0x34,
      0x66,
      0x54,
      0x55,
      0x22,
      0x83,
      0xff,
      0,
    );
    const description =
      'v=0\r\no=- 1 1 IN IP4 203.0.113.77\r\ns=-\r\nc=IN IP4 203.0.113.77\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';
    const body = bytes(
      `--b\r\nContent-Type: application/sdp\r\n\r\n${description}\r\n--b\r\nContent-Type: application/isup\r\n\r\n`,
      digits,
      '\r\n--b--\r\n',
    );
    const head = withBody(['Content-Type: multipart/mixed;boundary=b'], '', body.length);
    const text = captureAsTrace(readCapture(pcap([ethernet(ip4(17, udp(bytes(head, body))))])));
    const redacted = redact(text);
    expect(text).toContain('\u0090');
    expect(findings(text)).toEqual([]);
    expect(findings(redacted)).toEqual([]);
    expect(redacted).not.toMatch(/[\u0000-\u0008\u0080-\u00ff]/);
    expect(redact(redacted)).toBe(redacted);
  });

  it('of a capture belongs to its message as a whole', () => {
    const picture = new Uint8Array(3000).map((_byte, at) => ((at * 7) % 256 === 10 ? 0x9f : (at * 7) % 256));
    const head = withBody(['Content-Type: image/jpeg'], '', picture.length);
    const text = captureAsTrace(readCapture(pcap([ethernet(ip4(17, udp(bytes(head, picture))))])));
    expect(read(text).entries[0]?.message.slices.at(-1)?.text.slice(-8)).toBe(text.slice(-10, -2));
    const redacted = redact(text);
    expect(redacted).not.toMatch(/[\u0000-\u0008\u0080-\u00ff]/);
    expect(findings(redacted)).toEqual(findings(text));
  });
});

function findings(text: string): string[] {
  return checkTrace(read(text))
    .map(({ entry, diagnostic }) => `${entry.index} ${diagnostic.code}`)
    .sort();
}
