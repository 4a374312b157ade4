import { describe, expect, it } from 'vitest';
import { ladderText } from '../../server/languages/trace/callFlow/ladderText.ts';
import { captureAsTrace, readCapture } from '../../server/languages/trace/capture/capture.ts';
import { rtpLine, writtenStream } from '../../server/languages/trace/capture/rtp.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { bytes, ethernet, ip4, pcap, u16, u32, udp } from './captureFile.ts';

const sdp = (port: number) =>
  `v=0\r\no=- 1 1 IN IP4 192.0.2.${port === 4000 ? 1 : 2}\r\ns=-\r\nc=IN IP4 192.0.2.${port === 4000 ? 1 : 2}\r\nt=0 0\r\nm=audio ${port} RTP/AVP 0\r\n`;
const message = (first: string, cseq: string, body = '') =>
  [
    first,
    'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
    'From: <sip:a@example.com>;tag=1',
    `To: <sip:b@example.com>${first.startsWith('INVITE') ? '' : ';tag=2'}`,
    'Call-ID: 1',
    `CSeq: ${cseq}`,
    'Max-Forwards: 70',
    'Contact: <sip:x@192.0.2.2>',
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
const SETUP = [
  message('INVITE sip:b@example.com SIP/2.0', '1 INVITE', sdp(4000)),
  message('SIP/2.0 200 OK', '1 INVITE', sdp(5000)),
  message('ACK sip:b@192.0.2.2 SIP/2.0', '1 ACK'),
];

const swapped = (packet: Uint8Array) => {
  const copy = packet.slice();
  copy.set(packet.subarray(16, 20), 12);
  copy.set(packet.subarray(12, 16), 16);
  return copy;
};
const rtp = (sequence: number, from: number, to: number, payload = 0, level = 0x30) =>
  ip4(
    17,
    udp(
      bytes(
        0x80,
        payload,
        u16(sequence & 0xffff),
        u32(sequence * 160),
        u32(from),
        new Uint8Array(160).fill(level),
      ),
      from,
      to,
    ),
  );
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_none, number) => from + number);

function explained(...packets: Uint8Array[]): string {
  const calls = SETUP.map((text, number) =>
    number === 1 ? swapped(ip4(17, udp(text))) : ip4(17, udp(text)),
  );
  const file = pcap([...calls, ...packets].map(packet => ethernet(packet)));
  return ladderText(traceOf(parseTrace(captureAsTrace(readCapture(file)))), { foldPorts: true });
}

const there = (sequences: number[], payload?: number, level?: number) =>
  sequences.map(n => rtp(n, 4000, 5000, payload, level));
const back = (sequences: number[]) => sequences.map(n => swapped(rtp(n, 5000, 4000)));

describe('media in a capture', () => {
  it('is tied to the m= line that announced it', () => {
    const text = explained(...there(numbers(20)), ...back(numbers(20)));
    expect(text).toContain('media: 192.0.2.1:4000 to 192.0.2.2:5000, which #1 announced: 20 packets');
    expect(text).toContain('media: 192.0.2.2:5000 to 192.0.2.1:4000, which #0 announced: 20 packets');
    expect(text).not.toContain('why:');
  });

  it('flows one way only', () => {
    expect(explained(...there(numbers(20)))).toMatch(
      /why: One-way RTP: Media arrives at 192.0.2.2:5000 \(announced by #1\), but none at 192.0.2.1:4000 \(announced by #0\)/,
    );
  });

  it('is lost', () => {
    const lossy = numbers(40).filter(number => number % 5 !== 0);
    expect(explained(...there(lossy), ...back(numbers(40)))).toMatch(
      /why: RTP: .* 7 lost \(17.9 %\).*audible gaps/,
    );
  });

  it('counts on where sequence numbers begin anew, and through packets out of order', () => {
    const sequences = [...numbers(20, 65_530), ...numbers(10, 65_551), 65_550];
    expect(explained(...there(sequences), ...back(numbers(20)))).toContain(', 0 lost');
  });

  it('that goes back to where it comes from is heard, though at another address than the announced one', () => {
    const nat = numbers(20).flatMap(n => [rtp(n, 6100, 5000), swapped(rtp(n, 5000, 6100))]);
    const text = explained(...nat);
    expect(text).not.toContain('One-way');
    expect(text).toMatch(
      /192\.0\.2\.2:5000 sends media back to 192\.0\.2\.1:6100, where it comes from, and not to 192\.0\.2\.1:4000, which #0 announced/,
    );
  });

  describe('that ends before the call', () => {
    const bye = ip4(17, udp(message('BYE sip:b@192.0.2.2 SIP/2.0', '2 BYE').replace('z9hG4bK1', 'z9hG4bK2')));
    // Every packet takes a second here.
    const pause = numbers(10).flatMap(n => back([n + 20]));
    const both = [...there(numbers(20)), ...back(numbers(20))];

    it('is told', () => {
      expect(explained(...both, ...pause, bye)).toMatch(
        /why: RTP: 192\.0\.2\.1:4000 .*The last packet comes 31\.0 s before the call ends/,
      );
    });

    it('is no fault where comfort noise announces it, or the call was changed', () => {
      const noise = there([21], 13);
      expect(explained(...both, ...noise, ...pause, bye)).not.toContain('before the call ends');
      const hold = message('INVITE sip:b@192.0.2.2 SIP/2.0', '2 INVITE', sdp(4000)).replace(
        'To: <sip:b@example.com>',
        'To: <sip:b@example.com>;tag=2',
      );
      expect(explained(...both, ip4(17, udp(hold)), ...pause, bye)).not.toContain('before the call ends');
    });
  });

  it('holds nothing but silence', () => {
    expect(explained(...there(numbers(60), 0, 0xff), ...back(numbers(60)))).toMatch(
      /why: RTP: .*contain silence/,
    );
  });

  it('has a payload type that nobody announced', () => {
    expect(explained(...there(numbers(20), 8), ...back(numbers(20)))).toMatch(
      /Payload type 8 is not in the m= line of #1/,
    );
  });

  it('is not taken for media when it is something else', () => {
    expect(explained(...numbers(30).map(number => rtp(number * 997, 4000, 5000)))).not.toContain('media:');
    expect(explained(...numbers(30).map(number => rtp(number, 4000, 5000, 200)))).not.toContain('media:');
  });

  it('is written and read the same', () => {
    const stream = {
      source: '[2001:db8::1]:4000',
      destination: '192.0.2.1:5000',
      ssrc: 0xdeadbeef,
      payloads: [0, 101],
      from: 1e9,
      until: 1e9 + 2,
      packets: 5,
      lost: 1,
      jitter: 2.5,
      silent: 0,
    };
    expect(rtpLine(writtenStream(stream))).toEqual(stream);
    const { jitter, ...short } = stream;
    expect(rtpLine(writtenStream({ ...short, jitter: undefined }))).toEqual({ ...short, jitter: undefined });
    expect(rtpLine('# RTP')).toBeUndefined();
  });
});
