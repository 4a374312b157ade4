import { describe, expect, it } from 'vitest';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import {
  redactedCopy,
  redactedCopyInPieces,
  redactTrace,
} from '../../server/languages/trace/writing/redact/redactTrace.ts';
import { expectGrowthWithLength } from '../growth.ts';
import { log } from './redactedLog.ts';

it('leaves nothing of the original over, wherever it stands', () => {
  const redacted = redactTrace(traceOf(parseTrace(log)));
  for (const secret of [
    '12345678',
    '123-45678',
    'Wonderland',
    'Builder',
    'alice',
    'bob.b',
    'hidden',
    '203.0.113.77',
    '10.11.12.13',
    '1234::77',
    '11111111',
    '9d3c11',
    'abcdef',
    'YWxpY2',
    '00:11:22',
    '77aa',
  ])
    expect(redacted).not.toContain(secret);
  expect(redacted.match(/00:00:5e:00:53:[0-9a-f]{2}/g)).toHaveLength(2);
  expect(redacted).toMatch(
    /^From: "[A-Z][a-z]{4} [A-Z][a-z]{9}" <sip:[a-z]+\.[a-z]@[a-z]{3}|[a-z.]+\.example>;tag=\d$/m,
  );
  expect(redacted).toMatch(
    /^To: <sip:\+[1-9]\d{12}@[a-z.]+\.example;user=phone>$|^To: <sip:\+[1-9]\d{12}@[a-z.]+\.example>$/m,
  );
  const errors = checkTrace(traceOf(parseTrace(redacted))).filter(
    ({ diagnostic }) => diagnostic.severity === 1,
  );
  expect(errors).toEqual([]);
});

it('goes through a long trace in pieces, with one stand-in for each word and no two words with the same', () => {
  const calls = Array.from({ length: 400 }, (_none, call) =>
    [0, 1].map(
      at =>
        `# 2024-05-01T10:00:00.00${at}Z UDP 10.1.${call % 7}.${call % 250}:5060 => 10.2.0.1:5060\n${request([`X-Call: ${call * 7919} caller${call} ${call.toString(36)}zq`])}`,
    ),
  ).flat();
  const tree = parseTrace(calls.join('\r\n'));
  const pieces = [...redactedCopyInPieces(tree)];
  expect(pieces.length).toBeGreaterThan(calls.length);
  const text = pieces.join('');
  expect(text).toBe(redactedCopy(traceOf(tree)));
  const names = (whole: string) => [...whole.matchAll(/^X-Call: (\d+) (\w+) (\w+)/gm)];
  for (const group of [1, 2, 3]) {
    const before = names(calls.join('')).map(found => found[group] ?? '');
    const after = names(text).map(found => found[group] ?? '');
    const pairs = new Set(before.map((word, index) => `${word} ${after[index]}`));
    expect(after).toHaveLength(before.length);
    expect(pairs.size).toBe(new Set(before).size);
    expect(new Set(after).size).toBe(new Set(before).size);
    expect(after.filter(word => before.includes(word))).toEqual([]);
  }
});

const request = (headers: readonly string[], body = ''): string =>
  [
    'INVITE sip:+43664555111@sip.acme-telco.com SIP/2.0',
    'Via: SIP/2.0/UDP 10.44.55.66:5060;branch=z9hG4bKq1',
    'From: <sip:+43664555222@sip.acme-telco.com>;tag=q1',
    'To: <sip:+43664555111@sip.acme-telco.com>',
    'Call-ID: q1@10.44.55.66',
    'CSeq: 1 INVITE',
    ...headers,
    ...(body === '' ? [] : [`Content-Length: ${body.length}`]),
    '',
    body,
  ].join('\r\n');
const read = (text: string) => traceOf(parseTrace(text));
const redact = (text: string) => redactTrace(read(text));

describe('what goes', () => {
  it.each<readonly [string, readonly string[], string, readonly string[]]>([
    [
      'passwords and users of URIs',
      ['Contact: <sip:mia.berg:s3cr3tPw@phone7.home.example.net:5070;ob>'],
      '',
      ['mia', 'berg', 's3cr3tPw', 'phone7', 'home'],
    ],
    [
      'every Via of a line',
      [
        'Via: SIP / 2.0 / UDP edge9.corp.net:5061;maddr=239.1.2.3;received=172.20.1.9, SIP/2.0/TCP gate.corp.net',
      ],
      '',
      ['edge9', 'corp', '239.1.2.3', '172.20.1.9', 'gate'],
    ],
    [
      'digest parts of any form',
      [
        'Authorization: Digest username=mia, response=aabbccdd00112233aabbccdd00112233, cnonce=Q9zX, auts="Au7sX", opaque=oPq1',
        'Authentication-Info: rspauth="0011aabb0011aabb0011aabb0011aabb", nextnonce="nX8"',
      ],
      '',
      ['mia', 'aabbccdd', 'Q9zX', 'Au7sX', 'oPq1', '0011aabb', 'nX8'],
    ],
    [
      'signed identities and cookies',
      [
        'Identity: eyJhbGciOiJFUzI1NiJ9.eyJvcmlnIjp7InRuIjoiNDMifX0.c2ln;info=<https://cert.acme.com/a.pem>;alg=ES256',
        'Cookie: session=Zm9vYmFy',
        'P-Charging-Vector: icid-value=hostA-77aa',
      ],
      '',
      ['eyJhbGci', 'eyJvcmln', 'c2ln', 'cert', 'Zm9vYmFy', 'hostA', '77aa'],
    ],
    [
      'hosts in identifiers',
      [
        'Replaces: 77@mail.acme.com;to-tag=host-b;from-tag=1a',
        'Warning: 399 gate7.acme.com "call of Mia refused"',
      ],
      '',
      ['mail', 'host-b', 'gate7', 'Mia'],
    ],
    [
      'devices',
      [
        'User-Agent: Yealink SIP-T46G 28.83 805ec0aabbcc',
        'X-Serial: ZZ-12345',
        'Contact: <sip:a1@h>;+sip.instance="<urn:gsma:imei:90420156-025763-0>"',
      ],
      '',
      ['805ec0aabbcc', 'ZZ-12345', '12345', '90420156', '025763'],
    ],
    ['texts', ['Subject: Merger with Globex', 'Organization: Initech'], '', ['Merger', 'Globex', 'Initech']],
    [
      'messages',
      ['Content-Type: text/plain'],
      'PIN is 4711, see Mia at 9 Elm Road',
      ['4711', 'Mia', 'Elm', 'Road'],
    ],
    [
      'presence',
      ['Content-Type: application/pidf+xml'],
      '<?xml version="1.0"?><presence entity="pres:mia@acme.com"><note>At the lake, 48.21 16.37</note></presence>',
      ['mia', 'acme', 'lake', '48.21', '16.37'],
    ],
    [
      'numbers in any header field',
      ['X-Ext: 117', 'X-Other: 0043 (664) 555-222', 'P-Foo: <tel:117>'],
      '',
      ['117', '664', '0043'],
    ],
    [
      'descriptions',
      ['Content-Type: application/sdp'],
      'v=0\r\no=mia 99887766 99887767 IN IP4 pc7.acme.com\r\ns=Call of Mia\r\ni=secret talk\r\nu=http://acme.com/x\r\ne=mia@acme.com\r\np=+43 664 555 222\r\nc=IN IP6 2a02:99::7\r\nk=base64:c2VjcmV0a2V5\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4;inline:QUJDREVGZ2hpamtsbW5vcA|2^20|2:4\r\na=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:bbbbCCCCddddEEEE1111\r\na=key-mgmt:mikey AQAFgM0XflABAAAAAAAAAAAAAAsAyO\r\na=candidate:77 1 udp 2130706431 5b2f6a.local 5000 typ host\r\na=ssrc:4455 cname:mia@pc7\r\na=path:msrp://pc7.acme.com:9999/s3ss;tcp\r\n',
      [
        'mia',
        'Mia',
        '99887766',
        'pc7',
        'secret',
        'acme',
        '664',
        '2a02',
        'c2VjcmV0',
        'WVNfX19z',
        'QUJDREVG',
        'bbbbCCCC',
        'AQAFgM0X',
        '5b2f6a',
        's3ss',
        '4455',
      ],
    ],
    [
      'parts of parts',
      ['Content-Type: multipart/mixed;boundary=acme77'],
      '--acme77\r\nContent-Type: application/sdp\r\n\r\nv=0\r\no=mia 1 1 IN IP4 10.9.9.9\r\n--acme77\r\nContent-Type: message/sipfrag\r\n\r\nINVITE sip:mia@acme.com SIP/2.0\r\nFrom: Mia <sip:mia@acme.com>\r\n\r\n--acme77--',
      ['acme', 'mia', 'Mia', '10.9.9.9'],
    ],
    ['names of header fields that nobody knows', ['X-Globex-Customer: yes'], '', ['Globex']],
  ])('%s', (_name, headers, body, gone) => {
    const text = request(headers, body);
    const redacted = redact(text);
    for (const word of gone) expect(redacted).not.toContain(word);
    expect(redacted).not.toMatch(/acme-telco|43664555|10\.44\.55\.66/);
    expect(read(redacted).entries).toHaveLength(read(text).entries.length);
    expect(redact(redacted)).toBe(redacted);
    expect(findings(redacted)).toEqual(findings(text));
  });

  it('goes in escaped, prefixed and colored lines, too', () => {
    const message = request(['X-Ext: 117']);
    const json = `{"srcIp":"10.44.55.66","srcPort":5060,"timeSeconds":1714557600,"raw":${JSON.stringify(message)},"node":"mia-pbx"}\n`;
    const syslog = `May  1 10:00:00 miahost opensips[77]: ${message.replace(/\r/g, '#015').replace(/\n/g, '#012')}\n`;
    const colored = message
      .split('\r\n')
      .map(line => `\u001b[32m2024-05-01 10:00:00 miahost ${line}\u001b[0m\n`)
      .join('');
    for (const text of [json, syslog, colored]) {
      const redacted = redact(text);
      expect(redacted).not.toMatch(/acme-telco|43664555|10\.44\.55\.66|117|mia/);
      expect(read(redacted).entries.length).toBe(read(text).entries.length);
      expect(redact(redacted)).toBe(redacted);
    }
    expect(redact(json)).toMatch(/"srcPort":5060,"timeSeconds":1714557600/);
  });
});

describe('what stays', () => {
  it('words of the protocol, whatever people are called', () => {
    const text = request(['P-Asserted-Identity: "SIP" <sip:INVITE@UDP>', 'Subject: Via From To 200 OK']);
    const redacted = redact(text);
    expect(read(redacted).entries.map(({ facts }) => facts.method)).toEqual(['INVITE']);
    expect(redacted).toContain('Via: SIP/2.0/UDP ');
    expect(redacted).not.toMatch(/"SIP"|sip:INVITE|200 OK/);
  });

  it('different words stay different, and the same word the same in any case', () => {
    const hosts = Array.from({ length: 1300 }, (_nothing, index) => `10.${index >> 8}.${index & 255}.77`);
    const text = hosts
      .map(host => request([`Subject: ${host}`, 'Organization: PBX.Acme-Telco.COM pbx.acme-telco.com']))
      .join('\r\n');
    const redacted = redact(text);
    expect(new Set(redacted.match(/(?<=Subject: )10\.\d+\.\d+\.\d+(?=\r)/g)).size).toBe(1300);
    const [, upper, lower] = /^Organization: (\S+\.example) (\S+\.example)\r$/im.exec(redacted) ?? [];
    expect(upper?.toLowerCase()).toBe(lower);
    expect(lower).toMatch(/^[a-z]{3}\.[a-z]+\.example$/);
  });

  it('a length that was right is right, one that was wrong is wrong by as much', () => {
    const body = 'v=0\r\no=mia 1 1 IN IP4 verylonghostname.acme.com\r\ns=-\r\n';
    const declared = (text: string): number => Number(/Content-Length: (\d+)/.exec(text)?.[1]);
    const lengthOf = (text: string): number => text.length - text.indexOf('v=0');
    const right = redact(request(['Content-Type: application/sdp'], body));
    expect(declared(right)).toBe(lengthOf(right));
    const wrong = request(['Content-Type: application/sdp'], body).replace(/(Content-Length: )\d+/, '$130');
    expect(findings(redact(wrong))).toEqual(findings(wrong));
  });
});

it('takes time in proportion to the length', () => {
  const cases: readonly ((count: number) => string)[] = [
    count => request([`X-Many: ${'sip:'.repeat(count)}`]),
    count => request([`X-Many: ${'a-'.repeat(count)}`]),
    count => request([`X-Many: ${'a.'.repeat(count)}`]),
    count => request([`X-Many: ${'::'.repeat(count)}`]),
    count => request([`X-Many: ${'aa:'.repeat(count)}`]),
    count => request([`X-Many: ${'%41'.repeat(count)}`]),
    count => request([`Contact: ${'<sip:a@b>,'.repeat(count)}`]),
    count => request(['Content-Type: text/xml'], '<a '.repeat(count)),
    count => request(['Content-Type: multipart/mixed;boundary=x'], '--x\r\n'.repeat(count)),
    count => request(['Content-Type: application/sdp'], `v=0\r\n${'a=fmtp:0 1;'.repeat(count)}\r\n`),
    count => `${'1.1.1.1:1 '.repeat(count)}\n`,
    count => `${'10:00:00'.repeat(count)}\n`,
  ];
  for (const make of cases) {
    expectGrowthWithLength(count => {
      const trace = read(make(count));
      return () => void redactTrace(trace);
    }, 500);
  }
});

function findings(text: string): string[] {
  return checkTrace(read(text))
    .map(({ entry, diagnostic }) => `${entry.index} ${diagnostic.code}`)
    .sort();
}
