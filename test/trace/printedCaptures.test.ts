import { describe, expect, it } from 'vitest';
import {
  captureAsTrace,
  printedCaptureOf,
  readCapture,
  readPrintedCapture,
} from '../../server/languages/trace/capture/capture.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { decodeLog } from '../../server/text/decode.ts';
import { expectGrowthWithLength } from '../growth.ts';
import { ethernet, ip4, pcap, tcp, udp } from './captureFile.ts';

const SDP =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nm=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n';
const HEADER = `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nCall-ID: 1\r\nContent-Type: application/sdp\r\nContent-Length: ${SDP.length}\r\n`;
const MESSAGE = `INVITE sip:b@example.com SIP/2.0\r\n${HEADER}\r\n${SDP}`;
const texts = (file: Uint8Array) => readCapture(file).messages.map(found => found.text);
const bytes = (...parts: (number | string | Uint8Array)[]) =>
  Uint8Array.from(
    parts.flatMap(part =>
      typeof part === 'number'
        ? [part]
        : typeof part === 'string'
          ? [...new TextEncoder().encode(part)]
          : [...part],
    ),
  );

describe('tunnels', () => {
  const inner = ip4(17, udp(MESSAGE));
  it.each<[string, Uint8Array]>([
    ['VXLAN', udp(bytes(8, 0, 0, 0, 0, 0, 1, 0, ethernet(inner)), 50000, 4789)],
    ['Geneve', udp(bytes(0, 0, 0x65, 0x58, 0, 0, 1, 0, ethernet(inner)), 50000, 6081)],
    ['GTP-U', udp(bytes(0x30, 255, 0, 0, 0, 0, 0, 1, inner), 2152, 2152)],
    [
      'GTP-U with an extension header',
      udp(bytes(0x34, 255, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 9, 0, inner), 2152, 2152),
    ],
  ])('%s', (_name, packet) => {
    expect(texts(pcap([ethernet(ip4(17, packet))]))).toEqual([MESSAGE]);
  });

  it('are no tunnels when something else is inside', () => {
    expect(texts(pcap([ethernet(ip4(17, udp(MESSAGE, 5060, 2152)))]))).toEqual([MESSAGE]);
  });
});

describe('texts that print packets', () => {
  it('tshark -T json, with the fields alone', () => {
    const fields = [
      ...['"frame.time_epoch": "1773137730.100000000"', '"frame.number": "7"', '"ip.src": "192.0.2.1"'],
      ...['"ip.dst": "192.0.2.2"', '"udp.srcport": "5060"', '"udp.dstport": "5080"'],
      '"sip.Request-Line": "INVITE sip:b@example.com SIP/2.0"',
      `"sip.msg_hdr": ${JSON.stringify(HEADER)}`,
      ...['"sdp.version": "0"', '"sdp.owner": "- 1 1 IN IP4 192.0.2.1"', '"sdp.session_name": "-"'],
      ...[
        '"sdp.media": "audio 4000 RTP/AVP 0"',
        '"sdp.media_attr": "rtpmap:0 PCMU/8000"',
        '"sdp.media_attr": "sendrecv"',
      ],
    ];
    const text = `[ {"_index": "p", "_source": {"layers": {${fields.join(',\n')}}}} ]`;
    expect(readPrintedCapture(text)?.messages).toEqual([
      {
        ...{ frame: 7, time: '2026-03-10T10:15:30.100000Z', source: '192.0.2.1:5060' },
        ...{ destination: '192.0.2.2:5080', transport: 'UDP', text: MESSAGE },
      },
    ]);
  });

  it('tshark -T ek, with the payload', () => {
    const payload = Buffer.from(MESSAGE).toString('hex').match(/../g)?.join(':');
    const text = `{"index":{}}\n{"timestamp":"1773137730100","layers":{"frame":{"frame_frame_time_epoch":"1773137730.1","frame_frame_number":"1"},"ip":{"ip_ip_src":"192.0.2.1","ip_ip_dst":"192.0.2.2"},"udp":{"udp_udp_srcport":"5060","udp_udp_dstport":"5060","udp_udp_payload":"${payload}"}}}\n`;
    expect(readPrintedCapture(text)?.messages).toMatchObject([{ source: '192.0.2.1:5060', text: MESSAGE }]);
  });

  it('tshark -T pdml', () => {
    const hex = (part: string) => Buffer.from(part).toString('hex');
    const text = `<?xml version="1.0"?><pdml><packet><proto name="frame"><field name="frame.number" show="3"/><field name="frame.time_epoch" show="1773137730.5"/></proto><proto name="ip"><field name="ip.src" show="192.0.2.1" value="c0000201"/><field name="ip.dst" show="192.0.2.2" value="c0000202"/></proto><proto name="udp"><field name="udp.srcport" show="5060" value="13c4"/><field name="udp.dstport" show="5060" value="13c4"/></proto><proto name="sip"><field name="sip.Request-Line" show="INVITE ..." value="${hex('INVITE sip:b@example.com SIP/2.0\r\n')}"/><field name="sip.msg_hdr" show="" value="${hex(HEADER)}"/><field name="sip.msg_body" show="" value="${hex(SDP)}"/></proto></packet></pdml>`;
    expect(readPrintedCapture(text)?.messages).toMatchObject([
      { frame: 3, source: '192.0.2.1:5060', text: MESSAGE },
    ]);
  });

  it('tshark -x', () => {
    const frame = ethernet(ip4(17, udp(MESSAGE)));
    const rows: string[] = [];
    for (let at = 0; at < frame.length; at += 16) {
      const row = [...frame.subarray(at, at + 16)].map(byte => byte.toString(16).padStart(2, '0'));
      rows.push(`${at.toString(16).padStart(4, '0')}  ${row.join(' ').padEnd(47)}   ................`);
    }
    expect(readPrintedCapture(rows.join('\n'))?.messages.map(found => found.text)).toEqual([MESSAGE]);
    // With -V, the dissection above says when.
    const dissected = `Frame 1: 500 bytes\n    Epoch Time: 1773137730.250000000 seconds\n    Frame Number: 1\n\n${rows.join('\n')}`;
    expect(readPrintedCapture(dissected)?.messages).toMatchObject([
      { text: MESSAGE, time: '2026-03-10T10:15:30.250000Z' },
    ]);
  });

  it('tshark -T jsonraw, which has the bytes of the frame alone, and no time', () => {
    const frame = ethernet(ip4(17, udp(MESSAGE)));
    const raw = `[{"_index":"packets","_source":{"layers":{"frame_raw":["${Buffer.from(frame).toString('hex')}",0,${frame.length},0,1],"frame":{"frame.encap_type_raw":["",0,0,0,4]}}}}]`;
    const capture = readPrintedCapture(raw);
    expect(capture?.messages).toMatchObject([{ text: MESSAGE, source: '192.0.2.1:5060', time: undefined }]);
    const trace = traceOf(parseTrace(captureAsTrace(capture ?? readCapture(bytes()))));
    expect(trace.entries[0]?.message.context).toEqual({
      transport: 'UDP',
      source: '192.0.2.1:5060',
      destination: '192.0.2.2:5062',
    });
  });

  it('tcpdump -A of segments', () => {
    const head = (at: number, rest: string) =>
      `10:00:0${at}.000000 IP 192.0.2.1.5060 > 192.0.2.2.5060: Flags [${rest}`;
    const printed = (part: string) => `E..(....@.......P...${part.replaceAll('\r\n', '\n')}`;
    const [one, two] = [MESSAGE.slice(0, 60), MESSAGE.slice(60)];
    const text = [
      head(1, 'S], seq 99, win 1, length 0'),
      'E..(....@...',
      head(2, `P.], seq 1:61, ack 1, win 1, length ${one.length}`),
      printed(one),
      head(3, `P.], seq 61:${two.length + 61}, ack 1, win 1, length ${two.length}`),
      printed(two),
      '',
    ].join('\n');
    expect(readPrintedCapture(text)?.messages.map(found => found.text)).toEqual([MESSAGE]);
  });
});

describe('a text that prints packets', () => {
  const ofText = (text: string) => printedCaptureOf(parseTrace(text), text, () => text)?.messages.length;
  it('is told from a log, which is read by its lines', () => {
    const fields = `"sip.Request-Line": "INVITE sip:b@example.com SIP/2.0",\n"sip.msg_hdr": ${JSON.stringify(HEADER)}`;
    expect(ofText(`[ {"_index": "p", "_source": {"layers": {${fields}}}} ]`)).toBe(1);
    expect(ofText(MESSAGE)).toBeUndefined();
    expect(ofText('nothing here')).toBeUndefined();
    expect(ofText('')).toBeUndefined();
    expect(ofText('[ {"_index": "p", "_source": {"layers": {}}} ]')).toBeUndefined();
  });
});

describe('the text of a log', () => {
  const text = 'INVITE sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n';
  const units = (isBigEndian: boolean) =>
    [...text].flatMap(c => (isBigEndian ? [0, c.charCodeAt(0)] : [c.charCodeAt(0), 0]));
  it.each<[string, number[]]>([
    ['little endian with a mark', [0xff, 0xfe, ...units(false)]],
    ['big endian with a mark', [0xfe, 0xff, ...units(true)]],
    ['little endian', units(false)],
    ['big endian', units(true)],
    ['UTF-8', [...new TextEncoder().encode(text)]],
  ])('in %s', (_name, file) => {
    expect(decodeLog(Uint8Array.from(file))).toBe(text);
    const buffer = Buffer.from(file);
    expect(decodeLog(buffer)).toBe(text);
    expect([...buffer], 'the bytes stay as they are').toEqual(file);
  });
});

describe('what a capture lacks', () => {
  const all = [
    MESSAGE,
    MESSAGE.replace('Call-ID: 1', 'Call-ID: 2'),
    MESSAGE.replace('Call-ID: 1', 'Call-ID: 3'),
  ];
  const stream = all.join('');
  const frames = (...packets: Uint8Array[]) => pcap(packets.map(packet => ethernet(ip4(6, packet))));

  it('a lost segment loses its message only, and what is there of it stays', () => {
    const gap = { from: MESSAGE.length + 60, to: MESSAGE.length + 90 };
    const file = frames(tcp(1, stream.slice(0, gap.from)), tcp(1 + gap.to, stream.slice(gap.to)));
    const { messages, notes } = readCapture(file);
    expect(messages.map(found => found.text)).toEqual([all[0], all[1]?.slice(0, 60), all[2]]);
    expect(notes.join()).toMatch(/30 bytes are missing.*The message there is incomplete/);
  });

  it('the beginning of a message whose body does not end its line', () => {
    const text = MESSAGE.replace(/\r\n$/, '').replace(/Length: \d+/, `Length: ${SDP.length - 2}`);
    const half = 2 * text.length - 100;
    const file = frames(
      tcp(1, text),
      tcp(1 + half, text.slice(-100)),
      tcp(1 + 2 * text.length, text.replace('Call-ID: 1', 'Call-ID: 3')),
    );
    expect(texts(file)).toEqual([text, text.replace('Call-ID: 1', 'Call-ID: 3')]);
  });

  it('a message at the end that is not finished', () => {
    const { messages, notes } = readCapture(frames(tcp(1, stream.slice(0, MESSAGE.length + 80))));
    expect(messages.map(found => found.text.length)).toEqual([MESSAGE.length, 80]);
    expect(notes.join()).toContain('the last message is incomplete');
  });

  it('the keys of TLS', () => {
    const { messages, notes } = readCapture(frames(tcp(1, bytes(22, 3, 1, 0, 5, 1, 2, 3, 4, 5))));
    expect(messages).toEqual([]);
    expect(notes.join()).toMatch(/encrypted and not read.*Export PDUs to File/);
  });

  it('reads a stream of another protocol in linear time', () => {
    const noise = 'x'.repeat(1400);
    expectGrowthWithLength(count => {
      const packets = Array.from({ length: count }, (_none, number) => tcp(1 + number * 1400, noise));
      const capture = frames(...packets);
      return () => expect(readCapture(capture).messages).toEqual([]);
    }, 50);
  });
});

describe('followed streams', () => {
  const answer = `SIP/2.0 200 OK\r\nCall-ID: 1\r\nContent-Length: 0\r\n\r\n`;
  const head = (kind: string) =>
    `\n====\nFollow: ${kind}\nFilter: udp.stream eq 0\nNode 0: 192.0.2.1:5060\nNode 1: 192.0.2.2:5061\n`;
  const pairs = (text: string) => [...bytes(text)].map(byte => byte.toString(16).padStart(2, '0'));
  const rows = (text: string, indent: string) =>
    (
      pairs(text)
        .join('')
        .match(/.{1,32}/g) ?? []
    )
      .map((row, number) => {
        const [left, right] = [row.slice(0, 16), row.slice(16)].map(half =>
          half.replace(/../g, '$& ').trim(),
        );
        const offset = (number * 16).toString(16).padStart(8, '0');
        return `${indent}${offset}  ${`${left}  ${right}`.padEnd(49)}  ${text.slice(number * 16, number * 16 + 16).replace(/[\r\n]/g, '.')}\n`;
      })
      .join('');

  it.each([
    ['udp,hex', rows(MESSAGE, '') + rows(answer, '\t'), 'UDP'],
    ['udp,raw', `${pairs(MESSAGE).join('')}\n\t${pairs(answer).join('')}\n`, 'UDP'],
    ['tcp,raw', `${pairs(MESSAGE).join('')}\n\t${pairs(answer).join('')}\n`, 'TCP'],
    ['tcp,hex', rows(MESSAGE, '') + rows(answer, '\t'), 'TCP'],
  ])('%s', (kind, lines, transport) => {
    const text = `${head(kind)}${lines}====\n`;
    const capture = printedCaptureOf(parseTrace(text), text, () => text);
    expect(capture?.messages).toMatchObject([
      { source: '192.0.2.1:5060', destination: '192.0.2.2:5061', transport, text: MESSAGE },
      { source: '192.0.2.2:5061', destination: '192.0.2.1:5060', transport, text: answer },
    ]);
  });
});

describe('exported PDUs', () => {
  it('name their ends in tags', () => {
    const tag = (number: number, ...value: number[]) =>
      bytes(0, number, 0, value.length, Uint8Array.from(value));
    const pdu = bytes(
      ...[tag(12, 0x73, 0x69, 0x70, 0), tag(20, 192, 0, 2, 1), tag(21, 192, 0, 2, 2), tag(24, 0, 0, 0, 2)],
      ...[tag(25, 0, 0, 0x13, 0xc4), tag(26, 0, 0, 0x13, 0xc5), tag(0), MESSAGE],
    );
    const file = pcap([pdu, pdu], { linkType: 252 });
    expect(readCapture(file).messages).toMatchObject(
      [1, 2].map(frame => ({
        frame,
        source: '192.0.2.1:5060',
        destination: '192.0.2.2:5061',
        transport: 'TCP',
        text: MESSAGE,
      })),
    );
  });
});
