import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { connect, createServer, type SecureVersion } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../server/languages/trace/capture/capture.ts';
import { platformCiphers } from '../../server/languages/trace/capture/tls/ciphers.ts';
import { TlsConnection } from '../../server/languages/trace/capture/tls/connection.ts';
import { TlsSide } from '../../server/languages/trace/capture/tls/side.ts';
import { below, chanceOf, oneOf } from '../fuzz/typing.ts';
import { expectGrowthWithLength } from '../growth.ts';
import { bytes, ethernet, pcapng, u16, u32 } from './captureFile.ts';

interface Sent {
  readonly isClient: boolean;
  readonly data: Uint8Array;
}

interface Recording {
  readonly keyLog: string;
  readonly sent: readonly Sent[];
}

/** Of OpenSSL; Node does not name it. */
const SSL_OP_NO_ENCRYPT_THEN_MAC = 2 ** 19;

const PSK = Buffer.from('secret of a test');

/** A real TLS connection in memory: what both sides send, and the key log of the client. */
async function recorded(
  version: SecureVersion,
  ciphers: string,
  texts: readonly string[],
  secureOptions = 0,
): Promise<Recording> {
  const sent: Sent[] = [];
  const sides: [Duplex, Duplex] = [true, false].map(isClient => {
    const side: Duplex = new Duplex({
      read: () => undefined,
      write: (data: Buffer, _encoding, done) => {
        sent.push({ isClient, data: Uint8Array.from(data) });
        setImmediate(() => sides[isClient ? 1 : 0].push(data));
        done();
      },
    });
    return side;
  }) as [Duplex, Duplex];
  const range = { minVersion: version, maxVersion: version, ciphers, secureOptions };
  const server = createServer({ ...range, pskCallback: () => PSK });
  server.emit('connection', sides[1]);
  const client = connect({
    ...range,
    socket: sides[0],
    pskCallback: () => ({ psk: PSK, identity: 'test' }),
    checkServerIdentity: () => undefined,
  });
  let keyLog = '';
  client.on('keylog', line => {
    keyLog += line.toString();
  });
  const [[accepted]] = await Promise.all([once(server, 'secureConnection'), once(client, 'secureConnect')]);
  for (const [number, text] of texts.entries()) {
    const [from, to] = number % 2 === 0 ? [client, accepted] : [accepted, client];
    const arrived = once(to, 'data');
    from.write(text);
    await arrived;
  }
  client.destroy();
  return { keyLog, sent };
}

const CLIENT = [192, 0, 2, 1];
const SERVER = [192, 0, 2, 2];

function segment(isClient: boolean, sequence: number, flags: number, payload: Uint8Array): Uint8Array {
  const ports = isClient ? bytes(u16(40000), u16(5061)) : bytes(u16(5061), u16(40000));
  const tcp = bytes(ports, u32(sequence), u32(0), 0x50, flags, u16(65535), u32(0), payload);
  const head = bytes(0x45, 0, u16(tcp.length + 20), u16(1), u16(0), 64, 6, u16(0));
  const [from, to] = isClient ? [CLIENT, SERVER] : [SERVER, CLIENT];
  return ethernet(bytes(head, Uint8Array.from(from), Uint8Array.from(to), tcp));
}

function framesOf({ sent }: Recording): Uint8Array[] {
  const next = { true: 1001, false: 5001 };
  return [
    segment(true, 1000, 2, bytes()),
    segment(false, 5000, 0x12, bytes()),
    ...sent.flatMap(({ isClient, data }) => {
      const parts: Uint8Array[] = [];
      for (let at = 0; at < data.length; at += 200) {
        const part = data.subarray(at, at + 200);
        parts.push(segment(isClient, next[`${isClient}`], 0x18, part));
        next[`${isClient}`] += part.length;
      }
      return parts;
    }),
  ];
}

/** The frames, with the key log in a Decryption Secrets Block before them. */
function captured(frames: readonly Uint8Array[], keyLog: string): Uint8Array {
  const text = bytes(keyLog);
  const padded = bytes(text, new Uint8Array(-text.length & 3));
  const length = u32(20 + padded.length, true);
  const secrets = bytes(
    ...[u32(10, true), length, u32(0x544c534b, true), u32(text.length, true), padded, length],
  );
  const file = pcapng(frames);
  const section = new DataView(file.buffer).getUint32(4, true);
  return bytes(file.subarray(0, section), secrets, file.subarray(section));
}

const HEADERS = 'Via: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\nCall-ID: 1\r\nContent-Length: 0\r\n\r\n';
const TEXTS = [`OPTIONS sip:b@192.0.2.2 SIP/2.0\r\n${HEADERS}`, `SIP/2.0 200 OK\r\n${HEADERS}`];
const AGAIN = [...TEXTS, TEXTS[0] ?? '', TEXTS[1] ?? ''];

describe('TLS with its secrets in the capture', () => {
  it.each<[SecureVersion, string]>([
    ['TLSv1.3', 'TLS_AES_128_GCM_SHA256'],
    ['TLSv1.3', 'TLS_CHACHA20_POLY1305_SHA256'],
    ['TLSv1.2', 'PSK-AES128-GCM-SHA256'],
    ['TLSv1.2', 'PSK-AES256-GCM-SHA384'],
    ['TLSv1.2', 'PSK-CHACHA20-POLY1305'],
    ['TLSv1.2', 'ECDHE-PSK-CHACHA20-POLY1305'],
    ['TLSv1.3', 'TLS_AES_128_CCM_SHA256'],
    ['TLSv1.2', 'PSK-AES256-CCM8'],
    ['TLSv1.2', 'PSK-AES128-CBC-SHA'],
    ['TLSv1.2', 'PSK-AES256-CBC-SHA'],
    ['TLSv1.2', 'PSK-AES128-CBC-SHA256'],
    ['TLSv1.2', 'PSK-AES256-CBC-SHA384'],
    ['TLSv1.2', 'ECDHE-PSK-AES128-CBC-SHA256'],
    ['TLSv1.1', 'PSK-AES128-CBC-SHA@SECLEVEL=0'],
    ['TLSv1', 'PSK-AES256-CBC-SHA@SECLEVEL=0'],
  ])('%s with %s is decrypted', async (version, cipher) => {
    const recording = await recorded(version, cipher, AGAIN);
    const { messages, notes } = readCapture(captured(framesOf(recording), recording.keyLog));
    expect(messages.map(({ text, transport }) => [text, transport])).toEqual(
      AGAIN.map(text => [text, 'TLS']),
    );
    expect(messages[0]).toMatchObject({ source: '192.0.2.1:40000', destination: '192.0.2.2:5061' });
    expect(notes).toEqual([]);
  });

  it.each<[SecureVersion, string]>([
    ['TLSv1.2', 'PSK-AES128-CBC-SHA256'],
    ['TLSv1.2', 'PSK-AES256-CBC-SHA384'],
    ['TLSv1.1', 'PSK-AES256-CBC-SHA@SECLEVEL=0'],
    ['TLSv1', 'PSK-AES128-CBC-SHA@SECLEVEL=0'],
  ])('%s with %s is decrypted without encrypt-then-MAC', async (version, cipher) => {
    const recording = await recorded(version, cipher, AGAIN, SSL_OP_NO_ENCRYPT_THEN_MAC);
    const { messages, notes } = readCapture(captured(framesOf(recording), recording.keyLog));
    expect(messages.map(({ text }) => text)).toEqual(AGAIN);
    expect(notes).toEqual([]);
  });

  it.each<[SecureVersion, string]>([
    ['TLSv1.3', 'TLS_AES_128_GCM_SHA256'],
    ['TLSv1.2', 'PSK-AES128-CBC-SHA256'],
  ])('%s: a side that sends nothing is not called encrypted', async (version, cipher) => {
    const recording = await recorded(version, cipher, TEXTS.slice(0, 1));
    const { messages, notes } = readCapture(captured(framesOf(recording), recording.keyLog));
    expect(messages).toHaveLength(1);
    expect(notes).toEqual([]);
  });

  it('says why it is not decrypted', async () => {
    const recording = await recorded('TLSv1.3', 'TLS_AES_128_GCM_SHA256', AGAIN);
    const old = await recorded('TLSv1.2', 'PSK-ARIA128-GCM-SHA256', TEXTS);
    const frames = framesOf(recording);
    const other = recording.keyLog.replace(/(?<=_0? ?)[0-9a-f]{64}(?= )/g, '0'.repeat(64));
    const wrong = recording.keyLog.replace(/[0-9a-f]{64}$/gm, '1'.repeat(64));
    for (const [file, words] of [
      [pcapng(frames), /let one side write its TLS keys \(SSLKEYLOGFILE\)/],
      [captured(frames, other), /those of other connections/],
      [captured(frames, wrong), /encrypted and not read/],
      [captured(frames.slice(-6), recording.keyLog), /not the beginning of the connection/],
      [captured(framesOf(old), old.keyLog), /cipher suite 0xc06a is not supported/],
    ] as const) {
      const { messages, notes } = readCapture(file);
      expect(messages).toEqual([]);
      expect(notes.join()).toMatch(words);
      expect(notes.join()).toContain('Export PDUs');
    }
  });

  it('a lost segment loses what follows in its direction only', async () => {
    const recording = await recorded('TLSv1.2', 'PSK-AES128-GCM-SHA256', AGAIN);
    // The first request of the client.
    const lost = recording.sent.filter(({ isClient }) => isClient).at(-2);
    const before = recording.sent.indexOf(lost ?? { isClient: true, data: bytes() });
    const count = (sent: readonly Sent[]): number => framesOf({ keyLog: '', sent }).length;
    const frames = framesOf(recording);
    frames.splice(count(recording.sent.slice(0, before)), 1);
    const { messages, notes } = readCapture(captured(frames, recording.keyLog));
    expect(messages.map(({ text }) => text)).toEqual([AGAIN[1], AGAIN[3]]);
    expect(notes.join()).toMatch(/missing from the capture/);
  });

  it.each<readonly [string, (count: number) => readonly Uint8Array[]]>([
    ['many messages in a record', count => [record(22, new Uint8Array(4 * Math.min(count, 16_000)))]],
    ['many records at once', count => Array.from({ length: count }, () => record(21, Uint8Array.of(0)))],
    [
      'a message that is never complete in records of one byte',
      count => [
        record(22, Uint8Array.of(1, 255, 255, 255)),
        ...Array.from({ length: count }, () => record(22, Uint8Array.of(0))),
      ],
    ],
  ])('takes time in proportion to %s', (_name, make) => {
    const ciphers = platformCiphers();
    expect(ciphers).toBeDefined();
    if (ciphers === undefined) return;
    expectGrowthWithLength(count => {
      const data = Buffer.concat(make(count));
      return () => expect(new TlsSide(new TlsConnection(ciphers, new Map())).read(data)).toHaveLength(0);
    }, 2000);
  });

  it('reads changed bytes without an exception, and secrets of any form', async () => {
    const recording = await recorded('TLSv1.3', 'TLS_AES_128_GCM_SHA256', AGAIN);
    const file = captured(framesOf(recording), recording.keyLog);
    const chance = chanceOf(7);
    for (let run = 0; run < 300; run++) {
      const changed = Uint8Array.from(file);
      for (let count = 1 + below(6, chance); count > 0; count--)
        changed[below(changed.length, chance)] = oneOf([0, 1, 3, 22, 23, 127, 255], chance);
      readCapture(changed);
    }
    const random = '00'.repeat(32);
    for (const keyLog of [
      '\0',
      'CLIENT_RANDOM',
      `CLIENT_RANDOM ${random} 1`,
      `${`CLIENT_RANDOM ${random} ${'ab'.repeat(9000)}\n`.repeat(20)}`,
    ])
      readCapture(captured(framesOf(recording), keyLog));
  });
});

/** A record of TLS 1.2, at most 65,535 bytes long. */
function record(type: number, content: Uint8Array): Uint8Array {
  return bytes(type, 3, 3, u16(content.length), content);
}
