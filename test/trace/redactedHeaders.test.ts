import { describe, expect, it } from 'vitest';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { REDACTION_NOTE } from '../../server/languages/trace/writing/redact/note.ts';
import { redactedCopy, redactTrace } from '../../server/languages/trace/writing/redact/redactTrace.ts';

function redact(text: string): string {
  return redactTrace(traceOf(parseTrace(text)));
}

function request(headers: readonly string[], body = ''): string {
  return `${[
    'INVITE sip:43664555@acme-telco.com SIP/2.0',
    'Via: SIP/2.0/UDP 10.44.55.66:5060;branch=z9hG4bKx',
    'From: <sip:mia@acme-telco.com>;tag=m1',
    'To: <sip:43664555@acme-telco.com>',
    'Call-ID: c1',
    'CSeq: 1 INVITE',
    ...headers,
    `Content-Length: ${body.length}`,
    '',
  ].join('\r\n')}\r\n${body}`;
}

/** The line of a redacted request that stands where `line` stood. */
function redactedLine(line: string): string {
  return redact(request([line])).split('\r\n')[6] ?? '';
}

/** Asks that of a line just what stands in braces is replaced, each by something else. */
function expectKept(marked: string): void {
  const gone = [...marked.matchAll(/\{([^}]*)\}/g)].map(found => found[1] ?? '');
  const line = redactedLine(marked.replace(/[{}]/g, ''));
  const around = marked.split(/\{[^}]*\}/).map(text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  expect(line).toMatch(new RegExp(`^${around.join('(.+?)')}$`));
  const standIns = new RegExp(`^${around.join('(.+?)')}$`).exec(line)?.slice(1) ?? [];
  for (const [index, standIn] of standIns.entries()) expect(standIn).not.toBe(gone[index]);
}

describe('of a header field, what its standard defines stays', () => {
  it.each([
    // Numbers.
    'Max-Forwards: 70',
    'Expires: 3600',
    'Min-Expires: 60',
    'RSeq: 1234567890',
    'Max-Forwards: {12345678901}',
    'Expires: {12 34}',
    'Session-Expires: 1800;refresher=uac',
    'Session-Expires:  90 ; refresher=uas',
    'Min-SE: 90',
    'Retry-After: 120 ({at the lake})',
    'Retry-After: 120;duration=60',
    'Session-Expires: {12345678901}',
    'Timestamp: 54.25 0.5',
    'Timestamp: 54',
    'Timestamp: {54x}',
    'MIME-Version: 1.0',
    'MIME-Version: {117.0}',
    'RAck: 776656 1 INVITE',
    'RAck: {117x} 1 INVITE',
    // Words.
    'Allow: INVITE, ACK, BYE, {FOOBAR}',
    'Supported: timer, 100rel, {globex}',
    'Require: replaces',
    'Event: presence;id={7x}',
    'Subscription-State: terminated;reason=timeout',
    'Content-Disposition: session;handling=optional',
    'Privacy: id;user',
    'Reason: Q.850;cause=16;text="{Mia left}"',
    'Reason: SIP ;cause=200, Q.850 ;cause=31',
    'Reason: {Globex};cause=16',
    'Warning: 399 {mia.acme} "{Mia left}"',
    'Warning: {1399} {mia.acme} "{Mia left}"',
    // Of a warning, the words of the standard and of logs, as words of their own in its text.
    'Warning: 307 {mia.acme}:5061 "Session description parameter not understood"',
    'Warning: 305 {10.9.9.9}:5060 "Incompatible media format", 380 {busy} "SIPS Not Allowed"',
    'Warning: 392 {10.9.9.9}:5060 "Noisy feedback tells:  pid={17} req_src_ip={10.8.8.8} req_src_port={50} in_uri=sip:{mia}@{acme.com} out_uri=sip:{mia}@{acme.com} via_cnt=={1}"',
    'Warning: 399 {call} "call of {Mia} from {media}.{network}.{acme.com} to {busy}@{acme.com} not {allowed-mia}"',
    'Warning: 399 {mia.acme}:{123456} "{Mia}"',
    'User-Agent: Asterisk PBX 18.9.0',
    'Server: {Globex}/2.11.3 ({build mia})',
    'User-Agent: {Globex} {10.1.2.3}',
    // Dates.
    'Date: Sat, 13 Nov 2010 23:29:00 GMT',
    'Date: {xSat}, 13 Nov {2010} 23:29:00 GMT',
    'Date: 13/11/10 {mia}',
    // Credentials.
    'Authorization: Digest username="{mia}", realm="{acme}", nonce="{n1}", uri="sip:{acme-telco.com}", response="{0123456789abcdef0123456789abcdef}", algorithm=MD5, qop=auth, nc=00000001, cnonce="{c2}"',
    'WWW-Authenticate: Digest realm="{acme}", nonce="{n1}", qop="auth,auth-int", algorithm=SHA-256, stale=true',
    'Proxy-Authenticate: Digest realm="{acme}", nonce="{n1}", ALGORITHM=MD5-sess, QOP="auth"',
    'Authorization: Basic {bWlhOnNlY3JldA==}',
    'Authorization: Digest username="{sip}:{mia}", uri="sip:{acme.com};transport=tcp"',
    'Authentication-Info: qop=auth, rspauth="{0123456789abcdef0123456789abcdef}", nc=00000001',
    // Addresses.
    'Contact: "{Mia Moe}" <sip:{mia}@{10.1.2.3}:5060;transport=tcp>;q=0.5;expires=60',
    'Contact: *',
    'Record-Route: <sip:{proxy.acme}:5061;lr>, <sip:{10.9.9.9};transport=tls;lr>',
    'Route: <sips:{proxy.acme}>',
    'Via: SIP/2.0/TCP {10.9.9.9}:5070;branch=z9hG4bK{x7};rport=5071;received={10.8.8.8}',
    'Via: SIP/2.0/{GLOBEX} {10.9.9.9}',
    'Via: SIP / 2.0 / WSS {x7.invalid}:{123456};branch=z9hG4bK{q}',
    'Call-Info: <http://{acme.com}/{mia.png}>;purpose=icon',
    'Alert-Info: <http://{acme.com}/{x}>, <https://{globex.com}>',
    // Fields of one value, with or without a name in front.
    'P-Charging-Vector: icid-value="{abc}";icid-generated-at={10.9.9.9}',
    'P-Charging-Vector: icid-value={abc};orig-ioi={acme}',
    'P-Charging-Vector: orig-ioi={acme};icid-value={abc77}',
    'From: <sip:{mia}@{acme.com}>;tag={t77x}',
    'Contact: <sip:{10.1.2.3};maddr={10.1.2.4};ttl=5>',
    'Replaces: {c77};to-tag={t7};from-tag={f7};early-only',
    'Join: {c77}@{10.9.9.9};to-tag={t7}',
    'Identity: "{c2lnbmF0dXJl}"',
    'In-Reply-To: {c77}, {c78}',
    'Session-Expires: 1800;',
    'Session-Expires: 1800;;refresher=uac',
    'Content-Language: {tlh}',
    // Close to what would stay.
    'Reason: SIP',
    'Reason: SIP;cause=200,   Q.850;cause=16',
    'Timestamp: 54.25   0.5',
    'Timestamp: {x54}',
    'Timestamp: {54 0.5 7}',
    'MIME-Version: {1.07}',
    'Session-Expires: {x117} {1800}',
    'RAck: 776656 12',
    'Warning: {7399} {mia.acme} "{Mia}"',
    'Call-Info: {acme}',
    'Alert-Info: <http://{acme.com}/{x}',
    'Date: 13:11:10 {mia}',
    'Date: 13:{117}:10 {mia}',
    'Via: SIP/12.10/UDP {10.9.9.9}',
    'Via: SIP/{117.0}/UDP {10.9.9.9}',
    'Via: {SIPX}/2.0/UDP {10.9.9.9}',
    'Via: {XSIP}/2.0/UDP {10.9.9.9}',
    'Reason: Q.850',
    'Warning: 399 {mia.acme} "{Mia} {117} {left}"',
    'Accept-Language: {tlh};q=0.5, {elf}',
    'Alert-Info: <sip:{mia}@{acme.com}:5070;transport=tcp>',
    'In-Reply-To: "{tag} {x}={y}"',
    'In-Reply-To: {tag}:',
    'Via: SIP/{2.0.1.2}/UDP {10.9.9.9}',
    'Authorization: Digest uri, username="{mia}"',
    // Numbers that are too large for their place may be numbers that somebody dialed.
    'Expires: {436645552}',
    'Expires: 4294967295',
    'Flow-Timer: {436645552}',
    'Retry-After: {436645552}',
    'Timestamp: {4366455522.5}',
    'Subscription-State: active;expires={436645552}',
    'Reason: SIP;cause={4366455522}',
    'Contact: <sip:{mia}@{10.1.2.3}>;q={4366455522.117};expires={436645552}',
    'Diversion: <sip:{mia}@{acme.com}>;counter={4711};limit={4711};reason=unconditional',
    'Route: <sip:{acme.com};lr;rport={436645552};ttl={4711}>',
    'Authorization: Digest username="{mia}", nc={4366455}, response="{0123456789abcdef0123456789abcdef}"',
    'RAck: 776656 {x} {4366455522}',
    'RSeq: {x117}',
    'RSeq: {117x}',
    'CSeq: 4711 INVITE {117}',
    'CSeq: 4711',
    'RAck: 776656',
    'RAck: 776656  12 INVITE',
    'Timestamp: 54 12',
    'Timestamp: 54.5 0.25',
    'Warning: {7399} {mia.acme}:{5060} "{Mia}"',
    'Warning: 399  {mia.acme}:5060 "{Mia}"',
    'Warning: "call of {Mia}"',
    // Of a field that no standard names, nothing.
    'X-{Own}: {INVITE}',
  ])('%s', line => {
    expectKept(line);
  });
});

describe('a stand-in', () => {
  it('is written in the case of the word', () => {
    const line = redactedLine('Organization: globex GLOBEX Globex globeX gloBex');
    const [lower = '', upper, capital, last, middle] = line.replace('Organization: ', '').split(' ');
    expect(lower).toMatch(/^[a-z]{6}$/);
    expect([upper, capital]).toEqual([lower.toUpperCase(), `${lower[0]?.toUpperCase()}${lower.slice(1)}`]);
    expect(last).toBe(`${lower.slice(0, 5)}${lower[5]?.toUpperCase()}`);
    expect(middle).toBe(`${lower.slice(0, 3)}${lower[3]?.toUpperCase()}${lower.slice(4)}`);
  });

  it('of a host is written in capitals only where all of it is', () => {
    const line = redactedLine('Organization: pbx.acme.com PBX.ACME.COM Pbx.acme.com PbX.aCme.com');
    const [lower = '', upper, capital, mixed] = line.replace('Organization: ', '').split(' ');
    expect(lower).toMatch(/^[a-z]{3}\.[a-z]+\.example$/);
    expect(upper).toBe(lower.toUpperCase());
    expect(capital).toBe(`${lower[0]?.toUpperCase()}${lower.slice(1)}`);
    expect(mixed?.toLowerCase()).toBe(lower);
  });

  it('of a word with letters of any alphabet is written in its case', () => {
    const line = redactedLine('Organization: müller MÜLLER Müller мария МАРИЯ');
    const [lower = '', upper, capital, other = '', otherUpper] = line
      .replace('Organization: ', '')
      .split(' ');
    expect([upper, capital, otherUpper]).toEqual([
      lower.toUpperCase(),
      `${lower[0]?.toUpperCase()}${lower.slice(1)}`,
      other.toUpperCase(),
    ]);
    expect(line).not.toMatch(/müller|мария/i);
  });

  it('of an identifier is another for another case', () => {
    const texts = ['aB3dE9xK', 'Ab3De9Xk'].map(id => request([]).replace('Call-ID: c1', `Call-ID: ${id}`));
    const redacted = redact(texts.join('\r\n'));
    const ids = [...redacted.matchAll(/Call-ID: (\S+)/g)].map(found => found[1]?.toLowerCase());
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['2a02:99', '2001:db8'],
    ['fd12:99', 'fd00'],
    ['fe80:99', 'fe80'],
  ])('of an IPv6 address is one of its range, as long as before where a port may follow: %s', (net, made) => {
    const line = redactedLine(
      `Subject: ${net}::7 ${net}:0:0:0:0:0:7 [${net}::8]:5060 ${net}:0:0:0:0:0:7:5060`,
    );
    const [short = '', full = '', bracketed = '', withPort] = line.replace('Subject: ', '').split(' ');
    expect(short).toMatch(new RegExp(`^${made}::[0-9a-f:]*$`));
    expect(full.split(':')).toHaveLength(8);
    expect(full).not.toContain('::');
    expect(bracketed).toMatch(new RegExp(`^\\[${made}:[0-9a-f:]+\\]:\\d{4}$`));
    expect(bracketed).not.toContain(`[${short}]`);
    expect(withPort).toMatch(new RegExp(`^${full}:\\d{4}$`));
    expect(line).not.toMatch(/2a02|fd12|99/);
    const whole = redact(request([line]));
    expect(redact(whole)).toBe(whole);
  });

  it('is none of the words of the text', () => {
    const first = redactedLine('Organization: globex');
    const word = first.replace('Organization: ', '');
    const line = redactedLine(`Organization: globex ${word} mega`);
    const made = line.replace('Organization: ', '').split(' ');
    expect(made).toHaveLength(3);
    expect(new Set([...made, 'globex', word, 'mega']).size).toBe(6);
  });
});

it('a redacted trace to which somebody added a name is redacted again', () => {
  const redacted = redact(request(['Organization: globex initech hooli']));
  for (const added of ['umbrella', 'pbx.umbrella.com', '10.77.66.55', '2a02:77::55']) {
    const text = redacted.replace(/^Organization: .*$/m, line => `${line} ${added}`);
    expect(redact(text)).not.toContain(added);
  }
});

describe('the lines of a redacted trace', () => {
  it('are those of the original, with what stands around the messages', () => {
    const text = `mia calls 117\n<--- SIP read from UDP:10.44.55.66:5060 --->\n${request(['Subject: Mia'])}<------------->\n  10:00:00 mia\n`;
    const redacted = redact(text);
    const lines = redacted.split('\n');
    expect(lines).toHaveLength(text.split('\n').length);
    expect(lines[0]).not.toMatch(/mia|117/);
    expect(lines[0]?.length).toBe('mia calls 117'.length);
    expect(lines[1]).toMatch(/^<--- SIP read from UDP:\d+\.\d+\.\d+\.\d+:5060 --->$/);
    expect(lines.at(-2)).toMatch(/^ {2}10:00:00 [a-z]{3}$/);
    expect(redacted.match(/\r\n/g)).toHaveLength(text.match(/\r\n/g)?.length ?? 0);
  });

  it('have a line above them that says so, once', () => {
    const trace = traceOf(parseTrace(request([])));
    const copy = redactedCopy(trace);
    expect(copy).toBe(`${REDACTION_NOTE}\n${redactTrace(trace)}`);
    expect(redactedCopy(traceOf(parseTrace(copy)))).toBe(copy);
  });

  it('have a length of the body that grows and shrinks with it, and never below zero', () => {
    const body =
      'v=0\r\no=mia 1 1 IN IP4 a-name-that-is-quite-long.of-a-host.in-a-domain.acme-telco.com\r\ns=-\r\n';
    const headers = ['Content-Type: application/sdp'];
    const redacted = redact(request(headers, body));
    const declared = Number(/Content-Length: (\d+)/.exec(redacted)?.[1]);
    expect(declared).toBe(redacted.length - redacted.indexOf('v=0'));
    const odd = redact(request(headers, body).replace(/Content-Length: \d+/, 'Content-Length: 3'));
    expect(odd).toContain('Content-Length: 3\r\n');
    const without = redact(request(headers, body).replace(/Content-Length: \d+\r\n/, ''));
    expect(without).not.toContain('Content-Length');
    const words = redact(request(headers, body).replace(/Content-Length: \d+/, 'Content-Length: mia'));
    expect(words).toMatch(/Content-Length: [a-z]{3}\r\n/);
    expect(words).not.toContain('mia');
  });

  it('of a format that cannot be written become messages, below a line with time and addresses', () => {
    const packet = (ports: string, start: string) =>
      `U 2024/05/01 10:00:00.000001 ${ports} #1 ${request([])
        .replace(/^\S+ \S+ \S+/, start)
        .split('\r\n')
        .join('..')}\n\n`;
    const text = `${packet('10.44.55.66:5062 -> 10.44.55.67:5080', 'INVITE sip:mia@acme-telco.com SIP/2.0')}${packet('10.44.55.67:5080 -> 10.44.55.66:5064', 'SIP/2.0 200 OK')}`;
    const before = traceOf(parseTrace(text));
    expect(before.entries.map(({ message }) => message.format)).toEqual(['ngrep', 'ngrep']);
    const redacted = redact(text);
    const after = traceOf(parseTrace(redacted));
    expect(redacted).not.toMatch(/acme|mia|10\.44/);
    expect(redacted).toContain('CSeq: 1 INVITE\r\n');
    expect(after.entries.map(({ facts }) => facts.status)).toEqual([undefined, 200]);
    const ports = after.entries.map(({ message: { context } }) =>
      [context.source, context.destination].map(end => end?.replace(/^.*:/, '')),
    );
    expect(ports).toEqual([
      ['5062', '5080'],
      ['5080', '5064'],
    ]);
    expect(after.entries.map(({ message: { context } }) => context.time)).toEqual(
      before.entries.map(({ message: { context } }) => context.time?.replace(' ', 'T')),
    );
    expect(redact(redacted)).toBe(redacted);
  });

  it('have a length that counts a body from its first word to its last', () => {
    const lengths = (body: string): readonly number[] => {
      const redacted = redact(request(['Content-Type: text/plain'], body));
      return [
        Number(/Content-Length: (\d+)/.exec(redacted)?.[1]),
        redacted.length - redacted.indexOf('\r\n\r\n') - 4,
      ];
    };
    for (const body of [
      '2a02:99:1234:5678:9abc:def0:1234:7',
      'pbx.acme-telco-of-globex.com',
      'pbx.acme.com is pbx.acme.com',
      'mia',
    ]) {
      const [declared, counted] = lengths(body);
      expect(declared).toBe(counted);
    }
  });

  it('have a length as it was written where the body is as long as before', () => {
    const text = request(['Content-Type: text/plain'], 'mia').replace(
      'Content-Length: 3',
      'Content-Length: 003',
    );
    expect(redact(text)).toContain('Content-Length: 003\r\n');
  });

  it('of a log in colors keep the colors, and no title that it gives to a window', () => {
    const title = '\u001b]0;globex of mia\u0007';
    const text = request([])
      .split('\r\n')
      .map(line => `\u001b[32m2024-05-01 10:00:00 miahost ${line}${title}\u001b[0m\n`)
      .join('');
    const redacted = redact(`${title}${text}`);
    expect(redacted).not.toMatch(/globex|mia/);
    expect(redacted.match(/^\u001b\[32m2024-05-01 10:00:00 /gm)).toHaveLength(text.split('\n').length - 1);
    expect(traceOf(parseTrace(redacted)).entries.map(({ facts }) => facts.method)).toEqual(['INVITE']);
    expect(redact(redacted)).toBe(redacted);
  });

  it.each<readonly [string, (line: string) => string]>([
    ['shown as ^M', line => `2024-05-01 10:00:00 miahost ${line}^M\n`],
    ['shown as #015', line => `May  1 10:00:00 miahost x[7]: ${line}#015\n`],
    ['in the records of Docker', line => `${JSON.stringify({ log: `${line}\r\n`, stream: 'stdout' })}\n`],
    [
      'in the records of Docker, in colors',
      line => `${JSON.stringify({ log: `\u001b[32m10:00:00 miahost ${line}\u001b[0m\r\n` })}\n`,
    ],
  ])('show the same messages where the ends of lines are %s', (_name, shown) => {
    const text = request(['X-Ext: 117']).split('\r\n').map(shown).join('');
    const seen = (whole: string) =>
      traceOf(parseTrace(whole)).entries.map(({ facts, message: { cut, context } }) => [
        facts.method,
        facts.cseqText,
        cut,
        context.time?.replace('T', ' '),
      ]);
    const redacted = redact(text);
    expect(seen(text)).toHaveLength(1);
    expect(seen(redacted)).toEqual(seen(text));
    expect(redacted).not.toMatch(/acme|mia|43664555|10\.44|117/);
    expect(redact(redacted)).toBe(redacted);
  });

  it('of a format that shows quotes escaped have their stand-ins in the right places', () => {
    const line = 'From: "Mia \\"M\\" Moe" <sip:mia@acme-telco.com>;tag="m\té"';
    const message = request([]).replace(/^From: .*\r$/m, `${line}\r`);
    const text = `{"srcIp":"10.44.55.66","srcPort":5060,"raw":${JSON.stringify(message)}}\n`;
    const raw = String(JSON.parse(redact(text)).raw);
    expect(/^From: .*$/m.exec(raw)?.[0]).toMatch(
      /^From: "[A-Z][a-z]{2} \\"[A-Z]\\" [A-Z][a-z]{2}" <sip:[a-z]{3}@[a-z.]+\.example>;tag="[^\s"]+\t[^\s"]+"$/,
    );
    expect(raw.split('\r\n').map(shown => shown.slice(0, 4))).toEqual(
      message.split('\r\n').map(shown => shown.slice(0, 4)),
    );
  });

  it('of a format that shows messages escaped stay as they are', () => {
    const text = `{"srcIp":"10.44.55.66","srcPort":5060,"raw":${JSON.stringify(request([]))}}\n`;
    const redacted = redact(text);
    expect(redacted).toMatch(/^\{"srcIp":"\d+\.\d+\.\d+\.\d+","srcPort":5060,"raw":"INVITE sip:.*\}\n$/);
    expect(redacted.split('\n')).toHaveLength(2);
    expect(JSON.parse(redacted).raw).toContain('CSeq: 1 INVITE\r\n');
  });
});
