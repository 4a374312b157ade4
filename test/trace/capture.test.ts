import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  captureAsTrace,
  isCapture,
  readCapture,
  readCaptureAsTrace,
} from '../../server/languages/trace/capture/capture.ts';
import { judgeMessage } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { expectGrowthWithLength } from '../growth.ts';
import {
  bytes,
  DESTINATION,
  ethernet,
  ip4,
  ip6,
  pcap,
  pcapng,
  SOURCE,
  tcp,
  u16,
  u32,
  udp,
} from './captureFile.ts';

const message = (callId: string, body = '') =>
  `OPTIONS sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nCall-ID: ${callId}\r\nl: ${body.length}\r\n\r\n${body}`;
const one = message('one');
const texts = (file: Uint8Array) => readCapture(file).messages.map(found => found.text);

describe('capture files', () => {
  it.each([
    ['pcap', pcap([ethernet(ip4(17, udp(one))), ethernet(ip4(17, udp(message('two'))))])],
    ['pcapng', pcapng([ethernet(ip4(17, udp(one))), ethernet(ip4(17, udp(message('two'))))])],
    [
      'a file that breaks off',
      pcap([ethernet(ip4(17, udp(one))), ethernet(ip4(17, udp(one)))]).subarray(0, -9),
    ],
  ])('%s is the same in pieces of any size', (_name, file) => {
    const whole = readCaptureAsTrace([file]);
    for (const size of [1, 7, 64, file.length - 1]) {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < file.length; at += size) pieces.push(file.subarray(at, at + size));
      expect(readCaptureAsTrace(pieces)).toEqual(whole);
    }
    expect(whole.frameOf.length).toBe(2);
  });

  it.each([
    ['big-endian pcap', pcap([ethernet(ip4(17, udp(one)))])],
    ['little-endian pcap', pcap([ethernet(ip4(17, udp(one)))], { little: true })],
    ['pcap with nanoseconds', pcap([ethernet(ip4(17, udp(one)))], { little: true, nano: true })],
    ['pcapng', pcapng([ethernet(ip4(17, udp(one)))])],
  ])('%s', (_name, file) => {
    expect(isCapture(file)).toBe(true);
    expect(readCapture(file)).toEqual({
      frames: 1,
      problem: undefined,
      notes: [],
      streams: [],
      messages: [
        {
          frame: 1,
          time: '2001-09-09T01:46:40.005000Z',
          source: '192.0.2.1:5060',
          destination: '192.0.2.2:5062',
          transport: 'UDP',
          text: one,
        },
      ],
    });
  });

  it('says where a file breaks off and keeps what stands before', () => {
    const file = pcap([ethernet(ip4(17, udp(one))), ethernet(ip4(17, udp(message('two'))))]);
    const cut = readCapture(file.subarray(0, file.length - 100));
    expect(cut.problem).toMatch(/ends inside frame 2/);
    expect(cut.messages[0]?.text).toBe(one);
    expect(readCapture(bytes('no capture')).problem).toMatch(/neither/);
  });
});

describe('link and network layers', () => {
  const inner = ip4(17, udp(one));
  const six = ip6(17, udp(one));
  it.each([
    ['VLAN', pcap([ethernet(inner, 0x0800, 7)])],
    ['two VLANs', pcap([ethernet(inner, 0x0800, 7, 9)])],
    ['raw IP', pcap([inner], { linkType: 101 })],
    ['loopback', pcap([bytes(2, 0, 0, 0, inner)], { linkType: 0 })],
    ['Linux cooked', pcap([bytes(new Uint8Array(14), u16(0x0800), inner)], { linkType: 113 })],
    ['Linux cooked 2', pcap([bytes(u16(0x0800), new Uint8Array(18), inner)], { linkType: 276 })],
    ['IP in IP', pcap([ethernet(ip4(4, inner))])],
    ['GRE', pcap([ethernet(ip4(47, bytes(u16(0), u16(0x0800), inner)))])],
    ['IPv6', pcap([ethernet(six, 0x86dd)])],
    [
      'IPv6 with a hop-by-hop header',
      pcap([ethernet(ip6(0, bytes(17, 0, 0, 0, 0, 0, 0, 0, udp(one))), 0x86dd)]),
    ],
  ])('%s', (_name, file) => {
    expect(texts(file)).toEqual([one]);
  });

  it('writes IPv6 addresses in brackets', () => {
    expect(readCapture(pcap([ethernet(six, 0x86dd)])).messages[0]?.source).toBe('[2001:db8::1]:5060');
  });

  it('puts fragments together, in any order', () => {
    const whole = udp(message('long', 'x'.repeat(100)));
    const first = ip4(17, whole.subarray(0, 80), 0x2000);
    const rest = ip4(17, whole.subarray(80), 10);
    expect(texts(pcap([ethernet(first), ethernet(rest)]))).toEqual([message('long', 'x'.repeat(100))]);
    expect(texts(pcap([ethernet(rest), ethernet(first)]))).toEqual([message('long', 'x'.repeat(100))]);
    expect(texts(pcap([ethernet(first)]))).toEqual([]);
    const six1 = bytes(17, 0, u16(1), u32(9), whole.subarray(0, 80));
    const six2 = bytes(17, 0, u16(80), u32(9), whole.subarray(80));
    expect(texts(pcap([ethernet(ip6(44, six1), 0x86dd), ethernet(ip6(44, six2), 0x86dd)]))).toHaveLength(1);
  });

  it('takes time in proportion to fragments among which one is always missing', () => {
    expectGrowthWithLength(count => {
      const piece = new Uint8Array(8);
      const pieces = Array.from({ length: count }, (_none, at) =>
        ethernet(ip4(17, piece, 0x2000 + 2 + (at % 4000))),
      );
      const capture = pcap([ethernet(ip4(17, piece, 8000)), ...pieces]);
      return () => expect(texts(capture)).toEqual([]);
    }, 600);
  });

  it('reads a frame of nothing but tags', () => {
    for (const tag of [
      [0x81, 0, 0, 0],
      Array.from({ length: 14 }, (_none, at) => (at === 12 ? 0x65 : at === 13 ? 0x58 : 0)),
    ]) {
      const frame = new Uint8Array(260_000).map((_byte, at) => tag[at % tag.length] ?? 0);
      expect(texts(pcap([ethernet(frame, ((tag.at(-2) ?? 0) << 8) | (tag.at(-1) ?? 0) || 0x8100)]))).toEqual(
        [],
      );
    }
  });
});

describe('TCP', () => {
  const frames = (...segments: readonly Uint8Array[]) =>
    pcap(segments.map(segment => ethernet(ip4(6, segment))));
  const both = one + message('two', 'hello');

  it('takes time in proportion to segments with a Content-Length that never comes true', () => {
    const head = 'OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 9999999\r\nCall-ID: x\r\n';
    expectGrowthWithLength(count => {
      const body = `${head}\r\n${'X: y\r\n'.repeat((1400 * count) / 7)}`;
      const segments: Uint8Array[] = [];
      for (let at = 0; at < body.length; at += 1400) segments.push(tcp(1 + at, body.slice(at, at + 1400)));
      const capture = frames(...segments);
      const found = texts(capture).length;
      return () => expect(texts(capture)).toHaveLength(found);
    }, 50);
  });

  it.each([
    ['a body', 0],
    ['header fields', 1],
  ])('takes time in proportion to segments of one byte: %s', (_, lines) => {
    expectGrowthWithLength(count => {
      const fields = 'X: y\r\n'.repeat(lines * count);
      const body = 'z'.repeat(7 * count);
      const text = `OPTIONS sip:a@b SIP/2.0\r\n${fields}Call-ID: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      const capture = frames(...Array.from(text, (letter, at) => tcp(1 + at, letter)));
      return () => expect(texts(capture)).toHaveLength(1);
    }, 60);
  });

  it('takes many small messages out of large segments', () => {
    const many = both.repeat(800);
    const segments: Uint8Array[] = [];
    for (let at = 0; at < many.length; at += 1400) segments.push(tcp(1 + at, many.slice(at, at + 1400)));
    expect(texts(frames(...segments))).toHaveLength(1600);
  });

  it('takes messages out of segments of one byte', () => {
    const segments = Array.from(both, (letter, at) => tcp(1 + at, letter));
    expect(texts(frames(...segments))).toEqual([one, message('two', 'hello')]);
  });

  it('takes several messages out of one segment, and one out of several', () => {
    expect(texts(frames(tcp(1, both)))).toEqual([one, message('two', 'hello')]);
    const pieces = [0, 30, 90, both.length - 3].map((from, index, all) =>
      tcp(1 + from, both.slice(from, all[index + 1])),
    );
    expect(texts(frames(...pieces))).toEqual([one, message('two', 'hello')]);
  });

  it('puts segments in order and leaves repeated ones out', () => {
    const [a, b, c] = [tcp(1, both.slice(0, 50)), tcp(51, both.slice(50, 120)), tcp(121, both.slice(120))];
    expect(texts(frames(a, c, b))).toEqual([one, message('two', 'hello')]);
    expect(texts(frames(a, a, b, b, c))).toEqual([one, message('two', 'hello')]);
  });

  it('counts over the end of the sequence numbers', () => {
    const start = 0xffffffff - 20;
    expect(
      texts(frames(tcp(start, both.slice(0, 50)), tcp((start + 50) >>> 0, both.slice(50)))),
    ).toHaveLength(2);
  });

  it('begins in the middle of a stream, and passes keep-alives by', () => {
    expect(texts(frames(tcp(1, `tail of something\r\n\r\n${both}`)))).toHaveLength(2);
    expect(texts(frames(tcp(1, `\r\n\r\n${one}\r\n\r\n${message('two')}`)))).toHaveLength(2);
  });

  describe('WebSocket', () => {
    const handshake = 'GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n\r\n';
    const mask = [1, 2, 3, 4];
    const frameOf = (text: string, first = 0x81, isMasked = true) => {
      const data = new TextEncoder().encode(text);
      const payload = isMasked ? data.map((byte, index) => byte ^ (mask[index % 4] ?? 0)) : data;
      const length = data.length < 126 ? [data.length] : [126, ...u16(data.length)];
      const [short = 0, ...long] = length;
      return bytes(first, short | (isMasked ? 0x80 : 0), ...long, ...(isMasked ? mask : []), payload);
    };
    const found = (...segments: readonly Uint8Array[]) =>
      readCapture(frames(...segments)).messages.map(({ transport, text }) => [transport, text]);
    const second = message('two');

    it('takes time in proportion to the frames of one message', () => {
      expectGrowthWithLength(count => {
        const startLine = one.slice(0, one.indexOf('\r\n') + 2);
        const more = Array.from({ length: count }, () => frameOf('X: y\r\n', 0x00));
        const segments: Uint8Array[] = [tcp(1, bytes(handshake, frameOf(startLine, 0x01)))];
        let at = 1 + handshake.length + frameOf(startLine, 0x01).length;
        for (const frame of [...more, frameOf(one.slice(startLine.length), 0x80)]) {
          segments.push(tcp(at, frame));
          at += frame.length;
        }
        const capture = frames(...segments);
        return () => expect(readCapture(capture).messages).toHaveLength(1);
      }, 1500);
    });

    it('is read from its handshake on', () => {
      expect(found(tcp(1, bytes(handshake, frameOf(one))))).toEqual([['WS', one]]);
    });

    it.each([true, false])('is recognized without its handshake, masked: %s', isMasked => {
      const both = bytes(frameOf(one, 0x81, isMasked), frameOf(second, 0x82, isMasked));
      const wanted = [
        ['WS', one],
        ['WS', second],
      ];
      expect(found(tcp(1, both))).toEqual(wanted);
      const parts = [tcp(1, both.subarray(0, 70)), tcp(71, both.subarray(70))];
      expect(found(...parts)).toEqual(wanted);
      // The middle of a frame comes first.
      const rest = frameOf(message('three'), 0x81, isMasked).subarray(30);
      expect(found(tcp(1, rest), tcp(1 + rest.length, both))).toEqual(wanted);
    });

    it('joins the frames of a message, also with a ping between them', () => {
      const parts = bytes(
        handshake,
        frameOf(one.slice(0, 50), 0x01),
        frameOf('', 0x89),
        frameOf(one.slice(50, 60), 0x00),
        frameOf(one.slice(60), 0x80),
        frameOf(second),
      );
      expect(found(tcp(1, parts))).toEqual([
        ['WS', one],
        ['WS', second],
      ]);
    });

    it('is read on after a segment that was lost', () => {
      const lost = frameOf(message('lost'));
      const begin = bytes(handshake, frameOf(one), lost.subarray(0, 40));
      const after = 1 + begin.length + lost.length - 40;
      expect(found(tcp(1, begin), tcp(after, frameOf(second)))).toEqual([
        ['WS', one],
        ['WS', second],
      ]);
    });
  });

  it('marks a message whose rest was lost as incomplete, and nothing else in it', () => {
    const long = message('long', 'x'.repeat(200));
    for (const [length, cut] of [
      [80, 'header'],
      [200, 'body'],
    ] as const) {
      const file = frames(tcp(1, long.slice(0, length)), tcp(1 + long.length, one));
      const trace = traceOf(parseTrace(captureAsTrace(readCapture(file))));
      expect(trace.entries.map(entry => entry.message.cut)).toEqual([cut, undefined]);
      const [first] = trace.entries;
      const errors =
        first === undefined
          ? []
          : judgeMessage(first).filter(
              ({ rule, finding }) => (finding.severity ?? rule.severity) === 'error',
            );
      const codes = errors.map(({ rule }) => rule.code);
      expect(codes).not.toContain('sip-trace/header-without-colon');
      expect(codes).not.toContain('sip-trace/content-length-mismatch');
    }
  });
});

describe('HEP', () => {
  const chunk = (type: number, data: Uint8Array) => bytes(u16(0), u16(type), u16(data.length + 6), data);
  const address = (last: number) => Uint8Array.of(203, 0, 113, last);

  it('takes addresses and time from version 3', () => {
    const chunks = bytes(
      chunk(1, bytes(2)),
      chunk(2, bytes(6)),
      chunk(3, address(1)),
      chunk(4, address(2)),
      chunk(7, u16(5071)),
      chunk(8, u16(5072)),
      chunk(9, u32(1_500_000_000)),
      chunk(10, u32(42)),
      chunk(11, bytes(1)),
      chunk(15, bytes(one)),
    );
    const packet = bytes('HEP3', u16(chunks.length + 6), chunks);
    const [found] = readCapture(pcap([ethernet(ip4(17, udp(packet, 9060, 9060)))])).messages;
    expect(found).toMatchObject({
      source: '203.0.113.1:5071',
      destination: '203.0.113.2:5072',
      transport: 'TCP',
      time: '2017-07-14T02:40:00.000042Z',
      text: one,
    });
  });

  it('reads version 1', () => {
    const packet = bytes(
      1,
      16,
      2,
      17,
      u16(5071),
      u16(5072),
      Uint8Array.from(SOURCE),
      Uint8Array.from(DESTINATION),
      one,
    );
    expect(readCapture(pcap([ethernet(ip4(17, udp(packet, 9060, 9060)))])).messages[0]?.source).toBe(
      '192.0.2.1:5071',
    );
  });
});

describe('any bytes', () => {
  it('are read without an exception', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(0, 1, 101, 113, 276),
        (data, linkType) => {
          readCapture(data);
          readCapture(pcap([data], { linkType }));
          readCapture(pcapng([data], linkType));
          readCapture(
            pcap([ethernet(ip4(6, data)), ethernet(ip4(17, data)), ethernet(ip6(44, data), 0x86dd)]),
          );
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('inside a message stay what they are', () => {
    const text = `MESSAGE sip:b@example.com SIP/2.0\r\nCall-ID: x\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nline\r\n\r\nmore`;
    const trace = captureAsTrace(
      readCapture(pcap([ethernet(ip4(17, udp(text))), ethernet(ip4(17, udp(one)))])),
    );
    expect(parseTrace(trace).blocks.flatMap(block => block.messages)).toHaveLength(2);
  });
});
