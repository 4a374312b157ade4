import { describe, expect, it } from 'vitest';
import { md5Secret } from '../../server/languages/asterisk/sip-conf/facts/md5Secret.ts';
import type {
  MatchingExplanation,
  RegistrationResult,
} from '../../server/languages/asterisk/sip-conf/matching/matchingExplanation.ts';
import type { ClientAnswer, Registration } from '../../server/languages/explainQuestion.ts';
import { explain, from, modelOf } from './matchingCase.ts';

interface Question {
  readonly conf: string;
  readonly version?: string;
  readonly from?: string;
  readonly to?: string;
  readonly uri?: string;
  readonly via?: string;
  readonly source?: string;
  readonly method?: 'INVITE' | 'REGISTER';
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly answer?: string;
  readonly registered?: readonly Registration[];
  readonly files?: Readonly<Record<string, string>>;
}

function ask(question: Question): MatchingExplanation {
  const { conf, version = '20', method = 'INVITE', source = '192.0.2.9:5060', body = '' } = question;
  const transport = from(source).transport.toUpperCase();
  const message = [
    `${method} ${question.uri ?? 'sip:100@192.0.2.1'} SIP/2.0`,
    `Via: SIP/2.0/${transport} ${question.via ?? source.replace(/\/.*/, '')};branch=z9hG4bK1`,
    `From: ${tagged(question.from ?? '<sip:x@192.0.2.1>')}`,
    `To: ${question.to ?? '<sip:100@192.0.2.1>'}`,
    'Call-ID: 1',
    `CSeq: 1 ${method}`,
    ...(question.headers ?? []),
    '',
    body,
  ].join('\r\n');
  const [username = '', password = ''] = question.answer?.split(':') ?? [];
  const answer: ClientAnswer | undefined = question.answer === undefined ? undefined : { username, password };
  return explain(modelOf(conf, question.files ?? {}, version), {
    message,
    source: from(source),
    registrations: question.registered ?? [],
    answer,
  });
}

/** A server with pedantic=yes ignores a From without a tag. */
function tagged(from: string): string {
  return from.includes('tag=') ? from : `${from};tag=1`;
}

const open = '[general]\ncontext=public\n';
const closed = '[general]\nallowguest=no\n';
const friend = (name: string, more = ''): string => `[${name}]\ntype=friend\nhost=dynamic\n${more}`;
const peer = (name: string, more = ''): string => `[${name}]\ntype=peer\nhost=192.0.2.9\n${more}`;

describe('the name that is looked up', () => {
  it.each([
    ['a quoted display name with a bracket', '"<sip:bob@x>" <sip:alice@h>', 'alice'],
    ['a quote with backslashes', '"a\\"b" <sip:alice@h>', 'alice'],
    ['no brackets', 'sip:alice@h;tag=1', 'alice'],
    ['a password', '<sip:alice:secret@h>', 'alice'],
    ['parameters of the user', '<sip:alice;x=y@h>', 'alice;x=y'],
    ['escapes', '<sip:%61lice@h>', 'alice'],
    ['a zero byte', '<sip:alice%00bob@h>', 'alice'],
    ['no user', '<sip:alice.example>', 'alice.example'],
    ['no user but a port', '<sip:192.0.2.7:5060;transport=udp>', '192.0.2.7'],
    ['IPv6 as host', '<sip:[2001:db8::1]:5060>', '2001:db8::1'],
    ['sips in capitals', '<SIPS:alice@h>', 'alice'],
    ['tel with context', '<tel:100;phone-context=example.com>', '100'],
    ['tel with plus', '<tel:+49;x=1>', '+49'],
    ['another scheme', '<http://alice@h>', 'http'],
    ['an unterminated quote', '"Alice <sip:alice@h>', '"Alice <sip'],
  ])('%s', (_title, value, name) => {
    expect(ask({ conf: open, from: value }).lookupName).toBe(name);
  });

  it('loses the parameters of the user when the option says so', () => {
    const conf = `${open}legacy_useroption_parsing=yes\n`;
    expect(ask({ conf, from: '<sip:alice;x=y@h>' }).lookupName).toBe('alice');
  });

  it('keeps escapes without pedantic', () => {
    expect(ask({ conf: `${open}pedantic=no\n`, from: '<sip:%61lice@h>' }).lookupName).toBe('%61lice');
  });

  it.each(['<sip:alice@>', '<sip:>', '<tel:100>', '<sip:alice@;x=y>'])('refuses %s with 503', value => {
    expect(ask({ conf: closed, from: value })).toMatchObject({
      lookupName: null,
      by: null,
      outcome: 'rejected',
      authResult: 'dont-know',
      codes: [503],
    });
  });
});

describe('Request-URIs', () => {
  const conf = `${open}${friend('x', 'secret=s\n')}`;

  it.each(['tel:+100', 'http://100@h', 'SIP:100@h'])('%s never lets a client answer', uri => {
    expect(ask({ conf, uri, answer: 'x:s' })).toMatchObject({
      outcome: 'challenged',
      codes: [401, 401],
      matched: 'x',
    });
  });

  it('that are not recognized still bring their name along', () => {
    const conf = `${closed}match_auth_username=yes\n${friend('x', 'secret=s\n')}${friend('y')}`;
    expect(ask({ conf, uri: 'tel:+100', answer: 'y:s' })).toMatchObject({
      matched: 'y',
      codes: [401, 100, 200],
    });
  });

  it('with a space get no reply', () => {
    expect(ask({ conf: open, uri: 'sip:100 @h' })).toMatchObject({ codes: [], outcome: 'no-reply' });
  });

  it('in brackets lose the first of them', () => {
    expect(ask({ conf, uri: '<sip:100@h>', answer: 'x:s' })).toMatchObject({
      codes: [401, 100, 200],
      exten: '100',
    });
  });

  it('of every kind are answered without pedantic', () => {
    const lax = conf.replace('context=public', 'context=public\npedantic=no');
    expect(ask({ conf: lax, uri: 'tel:+100', answer: 'x:s' })).toMatchObject({
      codes: [401, 100, 200],
      exten: '+100',
    });
    expect(ask({ conf: lax, uri: 'http://100@h', answer: 'x:s' })).toMatchObject({
      codes: [401, 416],
      exten: null,
    });
  });

  it('without a user part call s', () => {
    expect(ask({ conf: open, uri: 'sip:192.0.2.1' })).toMatchObject({ exten: 's', codes: [100, 200] });
  });

  it('with parameters in the user part call all of it, not s', () => {
    const called = '4930;phone-context=+49';
    expect(ask({ conf: open, uri: `sip:${called}@h` })).toMatchObject({ extenLookedUp: called });
    const missing = { conf: open, uri: `sip:${called}@h`, files: { 'extensions.conf': '[public]\n' } };
    expect(ask(missing).sentence).not.toContain('no user part');
  });

  it.each([
    ['+4930', '4930', '4930'],
    ['%2B4930', '4930', '4930'],
    ['4930', '+4930', '+4930'],
    ['004930', '_+X.', '+4930'],
    ['4930;phone-context=+49', '4930', '4930'],
    ['4931', '4930', undefined],
  ])('for %s, where the dialplan has %s, name what exists', (called, exten, existing) => {
    const files = { 'extensions.conf': `[public]\nexten => ${exten},1,Answer()\n` };
    const { steps, codes } = ask({ conf: open, uri: `sip:${called}@h`, files });
    const details = steps.map(({ detail }) => detail).join('\n');
    expect(codes).toEqual([404]);
    if (existing === undefined) expect(details).not.toContain('It has');
    else expect(details).toContain(`It has "${existing}"`);
  });

  it('ask for a callback extension before everything else', () => {
    const two = `${closed}${peer('exact')}${peer('wanted', 'port=5099\ninsecure=port\ncallbackextension=4711\n')}`;
    expect(ask({ conf: two, uri: 'sip:4711@h' })).toMatchObject({ matched: 'wanted', by: 'callback-ip' });
    expect(ask({ conf: two, uri: 'sip:4712@h' })).toMatchObject({ matched: 'exact', by: 'ip-port' });
    expect(ask({ conf: two, uri: 'sip:4711@h', source: '192.0.2.9:5099' })).toMatchObject({
      by: 'callback-ip-port',
    });
  });
});

describe('devices', () => {
  it('of type user are never found by address', () => {
    const conf = `${open}[u]\ntype=user\nhost=192.0.2.9\n`;
    expect(ask({ conf })).toMatchObject({ matched: null, outcome: 'accepted-guest' });
  });

  it('take insecure, and a transport, from [general]', () => {
    expect(
      ask({ conf: `${closed}insecure=port,invite\n${peer('p', 'secret=s\n')}`, source: '192.0.2.9:999' }),
    ).toMatchObject({
      matched: 'p',
      by: 'ip',
      codes: [100, 200],
    });
    const tcp = `${closed}tcpenable=yes\ntransport=tcp\n${peer('p')}`;
    expect(ask({ conf: tcp, source: '192.0.2.9:999/tcp' })).toMatchObject({ matched: 'p', by: 'ip' });
    expect(ask({ conf: tcp })).toMatchObject({ by: 'fake' });
  });

  it('that registered come behind static ones, the latest last', () => {
    const conf = `${closed}${friend('a')}${friend('b')}${peer('static')}`;
    const registered = [
      { name: 'b', address: '192.0.2.9', port: 5060 },
      { name: 'a', address: '192.0.2.9', port: 5060 },
    ];
    expect(ask({ conf, registered })).toMatchObject({ matched: 'static' });
    expect(ask({ conf: conf.replace('192.0.2.9', '192.0.2.8'), registered })).toMatchObject({ matched: 'b' });
  });

  it.each<readonly [string, string, boolean]>([
    ['directmediapermit=', '20', false],
    ['permit=', '20', true],
    ['defaultip=192.0.2.1:5060', '20', false],
    ['defaultip=192.0.2.1', '20', true],
    ['permit=192.0.2.300', '16', false],
    ['permit=192.0.2.300', '13', true],
    ['acl=a,a', '13', true],
  ])('with %s are there in %s: %s', (line, version, isThere) => {
    const conf = `${closed}${friend('x', `${line}\n`)}`;
    expect(ask({ conf, version }).matched).toBe(isThere ? 'x' : null);
  });

  it('begin anew behind a section with a bad line', () => {
    const conf = `${closed}[x]\ntype=friend\nhost=dynamic\nsecret=s\n[x]\ntype=friend\ndeny=nowhere\n[x]\ntype=user\n`;
    expect(ask({ conf })).toMatchObject({ matched: 'x', codes: [100, 200] });
    expect(ask({ conf: conf.replace(/\[x\]\ntype=user\n$/, '') })).toMatchObject({ matched: null });
  });

  it('keep an address that a later section does not replace', () => {
    const conf = `${closed}[p]\ntype=peer\nhost=192.0.2.9\nport=99\n[p]\ntype=peer\nhost=192.0.2.9:77\n`;
    expect(ask({ conf, source: '192.0.2.9:99' })).toMatchObject({ matched: 'p', by: 'ip-port' });
  });

  it('that are dynamic keep the address of a line above in their section', () => {
    const conf = `${closed}[t](!)\ntype=peer\nhost=192.0.2.9\n[p](t)\nhost=dynamic\nport=99\n`;
    expect(ask({ conf })).toMatchObject({ matched: 'p', by: 'ip-port' });
    const registered = [{ name: 'p', address: '192.0.2.8', port: 5060 }];
    expect(ask({ conf, registered })).toMatchObject({ matched: null });
  });

  it('with a bad line are dropped', () => {
    expect(ask({ conf: `${closed}${friend('x', 'permit=nonsense\n')}` })).toMatchObject({ by: 'fake' });
  });

  it('lose the port of an earlier section when a later one names a host', () => {
    const conf = `${closed}${peer('p', 'port=5070\n')}${peer('p')}`;
    expect(ask({ conf })).toMatchObject({ matched: 'p', by: 'ip-port' });
  });

  it('that are dynamic and behind forced rport need their port, also over TCP', () => {
    const conf = `${closed}tcpenable=yes\n${friend('a', 'transport=tcp\nnat=force_rport\n')}`;
    const registered = [{ name: 'a', address: '192.0.2.9', port: 4000 }];
    expect(ask({ conf, registered, source: '192.0.2.9:4001/tcp' })).toMatchObject({ by: 'fake' });
    expect(
      ask({ conf: conf.replace('force_rport', 'no'), registered, source: '192.0.2.9:4001/tcp' }),
    ).toMatchObject({ by: 'ip' });
  });
});

describe('secrets', () => {
  const hash = md5Secret('x', 'asterisk', 's');

  it.each([
    ['a hash in capitals never fits', `md5secret=${hash.toUpperCase()}\n`, [401, 403]],
    ['a hash beats a secret', `secret=other\nmd5secret=${hash}\n`, [401, 100, 200]],
    ['an empty secret is none', 'secret=\n', [100, 200]],
    ['a remote secret is none', 'remotesecret=s\n', [100, 200]],
    ['a secret in quotes has them', 'secret="s"\n', [401, 403]],
  ])('%s', (_title, more, codes) => {
    expect(ask({ conf: `${open}${friend('x', more)}`, answer: 'x:s' }).codes).toEqual(codes);
  });

  it('are asked for under the name of the section only', () => {
    const conf = `${open}${friend('x', 'secret=s\ndefaultuser=y\n')}`;
    expect(ask({ conf, answer: 'y:s' })).toMatchObject({
      authResult: 'username-mismatch',
      codes: [401, 403],
    });
  });

  it('may lead from a challenge to a guest, when names come from credentials', () => {
    const conf = `${open}match_auth_username=yes\n${friend('x', 'secret=s\n')}`;
    expect(ask({ conf, answer: 'nobody:s' })).toMatchObject({
      outcome: 'accepted-guest',
      codes: [401, 100, 200],
    });
  });
});

describe('what follows', () => {
  const sdp = (codecs: string): Pick<Question, 'headers' | 'body'> => ({
    headers: ['Content-Type: application/sdp'],
    body: `v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP ${codecs}\r\na=rtpmap:111 opus/48000/2\r\n`,
  });

  it('488 without a common codec', () => {
    const conf = `${open}${friend('x', 'disallow=all\nallow=alaw\n')}`;
    expect(ask({ conf, ...sdp('0 111') })).toMatchObject({
      outcome: 'passed-auth-then-refused',
      codes: [488],
      context: null,
    });
    expect(ask({ conf, ...sdp('0 8') })).toMatchObject({ codes: [100, 200] });
    expect(ask({ conf: open, ...sdp('111') })).toMatchObject({ codes: [488], matched: null });
    expect(ask({ conf: `${open}${friend('x', 'allow=!all,opus\n')}`, ...sdp('111') })).toMatchObject({
      codes: [100, 200],
    });
  });

  it('a note on an INVITE within a call', () => {
    const found = ask({ conf: open, to: '<sip:100@h>;tag=9' });
    expect(found.codes).toEqual([481]);
    expect(found.sentence).toContain('481 unless this server has the call');
    expect(found.assumptions.join()).toContain('It is unknown whether this server has the call');
    expect(ask({ conf: open }).assumptions.join()).not.toContain('tag');
  });

  it('420 for a required extension', () => {
    expect(ask({ conf: open, headers: ['Require: timer'] }).codes).toEqual([100, 200]);
    expect(ask({ conf: open, headers: ['Require: 100rel'] }).codes).toEqual([420]);
  });

  it('481 for a call that Replaces names, before any device is looked for', () => {
    const found = ask({ conf: closed, headers: ['Replaces: 1@h;to-tag=1;from-tag=2'] });
    expect(found).toMatchObject({ codes: [481], lookupName: null, authResult: 'dont-know' });
    expect(found.assumptions.join()).toContain('Replaces');
  });

  it.each<readonly [string, readonly string[], string, readonly number[]]>([
    ['an interval that is too small', ['Supported: timer', 'Session-Expires: 89'], '', [422]],
    ['one that is allowed', ['Supported: timer', 'Session-Expires: 90'], '', [100, 200]],
    ['one that is too small for the device', ['k: timer', 'x: 90'], 'session-minse=300\n', [422]],
    ['one that no number begins', ['Supported: timer', 'Session-Expires: soon'], '', [400]],
    ['an unknown refresher', ['Supported: timer', 'Session-Expires: 900;refresher=us'], '', [400]],
    ['a Min-SE that no number begins', ['Require: timer', 'Min-SE: soon'], '', [400]],
    ['timers that nobody supports', ['Session-Expires: 10'], '', [100, 200]],
    ['timers that are required and refused', ['Require: timer'], 'session-timers=refuse\n', [420]],
    ['timers that are refused', ['Supported: timer', 'x: 10'], 'session-timers=refuse\n', [100, 200]],
  ])('session timers: %s', (_title, headers, option, codes) => {
    expect(ask({ conf: `${open}${friend('x', option)}`, headers }).codes).toEqual(codes);
  });

  it.each([
    ['the first stream of a kind counts', '18\r\nm=audio 4002 RTP/AVP 0', [488]],
    ['one of an unknown profile does not', '18\r\nm=audio 4002 TCP/X 0', [488]],
    ['nor one that is switched off', '0\r\nm=audio 0 RTP/AVP 18', [100, 200]],
  ])('of several streams %s', (_title, codecs, codes) => {
    expect(ask({ conf: `${open}${friend('x')}`, ...sdp(codecs) }).codes).toEqual(codes);
  });

  it.each([
    ['1.4', [100, 200]],
    ['1.8', [488]],
    ['11', [488]],
  ])('of two streams of a kind %s takes what it can', (version, codes) => {
    const conf = `${open}${friend('x')}`;
    expect(ask({ conf, version, ...sdp('18\r\nm=audio 4002 RTP/AVP 0') }).codes).toEqual(codes);
  });

  it('a description is found among several parts', () => {
    const part = (codecs: string): string =>
      `--b\r\nContent-Type: application/sdp\r\n\r\n${sdp(codecs).body}--b--\r\n`;
    const headers = ['Content-Type: multipart/mixed;boundary=b'];
    expect(ask({ conf: open, headers, body: part('18') }).codes).toEqual([488]);
    expect(ask({ conf: open, headers, body: part('0') }).codes).toEqual([100, 200]);
  });

  it('an encoding is blamed for a body that does not fit', () => {
    const headers = ['Content-Type: application/sdp', 'Content-Encoding: gzip'];
    expect(ask({ conf: open, headers, body: sdp('18').body ?? '' }).codes).toEqual([415]);
    expect(ask({ conf: open, headers, body: sdp('0').body ?? '' }).codes).toEqual([100, 200]);
  });

  it('encryption is content with keys, whatever the profile', () => {
    const conf = `${open}${friend('x', 'encryption=yes\n')}`;
    const { headers = [], body = '' } = sdp('0');
    const keys = `${body}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n`;
    expect(ask({ conf, headers, body }).codes).toEqual([488]);
    expect(ask({ conf, headers, body: keys }).codes).toEqual([100, 200]);
    expect(ask({ conf, headers, body: keys, version: '13' }).codes).toEqual([488]);
  });

  it('an empty context of [general] is none', () => {
    expect(
      ask({ conf: '[general]\ncontext=\n', files: { 'extensions.conf': '[default]\nexten => _.,1,A()\n' } }),
    ).toMatchObject({
      codes: [404],
      context: '',
    });
  });

  it('the pickup extension is not left to the dialplan', () => {
    expect(ask({ conf: open, uri: 'sip:*8@h' })).toMatchObject({ codes: [100, 403], context: null });
  });

  it('allowexternaldomains=no without a domain has no effect', () => {
    const conf = `${open}allowexternaldomains=no\nautodomain=yes\nbindaddr=192.0.2.1\n`;
    expect(ask({ conf, uri: 'sip:100@elsewhere' }).codes).toEqual([100, 200]);
    expect(ask({ conf: `${conf}domain=here\n`, uri: 'sip:100@elsewhere' }).codes).toEqual([403]);
    expect(ask({ conf: `${conf}domain=here\n`, uri: 'sip:100@HERE' }).codes).toEqual([100, 200]);
  });

  it('extensions are looked for in included contexts, by pattern and by caller', () => {
    const files = {
      'extensions.conf':
        '[public]\ninclude => more\nexten => 1/555,1,A()\n[more](!)\n[more]\nexten => _[1-3]00!,1,A()\nexten => _9X.,n,A()\nexten => s,1,A()\nexten => 42-43,1,A()\n',
    };
    const codesOf = (user: string, caller = 'x'): readonly number[] =>
      ask({ conf: open, files, uri: `sip:${user}@h`, from: `<sip:${caller}@h>` }).codes;
    expect(codesOf('200')).toEqual([100, 200]);
    expect(codesOf('20077')).toEqual([100, 200]);
    expect(codesOf('400')).toEqual([404]);
    expect(codesOf('912')).toEqual([404]);
    expect(codesOf('4243')).toEqual([100, 200]);
    expect(codesOf('1', '555')).toEqual([100, 200]);
    expect(codesOf('1')).toEqual([484]);
    expect(codesOf('20')).toEqual([484]);
  });
});

describe('extensions of a context', () => {
  it.each<readonly [string, string, string, string]>([
    ['1 with zeros and letters behind it', 'exten => 5,01x,A()', '5', 'found'],
    ['1+1, which is 2', 'exten => 5,1+1,A()', '5', 'missing'],
    ['a label', 'exten => 5,1(x),A()', '5', 'found'],
    ['a label that is not closed', 'exten => 5,1(x,A()', '5', 'missing'],
    ['a hint alone', 'exten => 5,hint,SIP/x', '5', 'missing'],
    ['the same priority as the line above', 'exten => 4,1,A()\nexten => 5,s,A()', '5', 'found'],
    ['the next one', 'exten => 4,1,A()\nexten => 5,n,A()', '5', 'missing'],
    ['the next one without one above', 'exten => 5,n,A()', '5', 'missing'],
    ['1 on a continued line', 'exten => 5,2,A()\n same => 1,A()', '5', 'found'],
    ['an empty set', 'exten => _X[]X,1,A()', '55', 'found'],
    ['a set that is not closed', 'exten => _5[5,1,A()', '5', 'missing'],
    ['a space in a pattern', 'exten => _ 5 X,1,A()', '55', 'found'],
    ['a space in a name', 'exten => 5 5,1,A()', '55', 'found'],
    ['dashes', 'exten => 5-5,1,A()', '55', 'found'],
    ['a pattern that is dialled', 'exten => _5X,1,A()', '_5x', 'found'],
    ['a caller who has another number', 'exten => 5/12,1,A()', '5', 'missing'],
    ['a caller whose number fits', 'exten => 5/_5XX,1,A()', '5', 'found'],
    ['callers without a number', 'exten => 5/,1,A()', '5', 'missing'],
    ['a global variable', `exten => \${FIVE}5,1,A()`, '55', 'found'],
    ['a name that more digits make', 'exten => 55,1,A()', '5', 'partial'],
    ['one that has no first priority', 'exten => 55,2,A()', '5', 'missing'],
  ])('%s', (_title, lines, dialled, kind) => {
    const files = { 'extensions.conf': `[globals]\nFIVE=5\n[public]\n${lines}\n` };
    const { codes } = ask({ conf: open, files, uri: `sip:${dialled}@h`, from: '<sip:555@h>;tag=1' });
    expect(codes).toEqual({ found: [100, 200], partial: [484], missing: [404] }[kind]);
  });
});

describe('registrations', () => {
  const register = (conf: string, more: Partial<Question> = {}): MatchingExplanation =>
    ask({
      conf,
      method: 'REGISTER',
      to: '<sip:x@192.0.2.1>',
      headers: ['Contact: <sip:x@192.0.2.77:5099>', 'Expires: 300'],
      ...more,
    });

  it.each([
    ['the contact', '', '192.0.2.9:5060', '192.0.2.77:5099'],
    ['the packet when NAT is forced', 'nat=force_rport\n', '192.0.2.9:5060', '192.0.2.9:5060'],
    ['the packet when the Via differs', '', '10.0.0.1:5060', '192.0.2.9:5060'],
    ['the contact in spite of that with nat=no', 'nat=no\n', '10.0.0.1:5060', '192.0.2.77:5099'],
    ['the packet when the Via asks', 'nat=no\n', '192.0.2.9:5060;rport', '192.0.2.9:5060'],
  ])('store %s', (_title, more, via, stored) => {
    expect(register(`${open}${friend('x', more)}`, { via }).registration?.addressAfter).toBe(stored);
  });

  it('create devices where that is allowed', () => {
    expect(register(`${open}autocreatepeer=yes\n`)).toMatchObject({
      matched: null,
      codes: [200],
      registration: { deviceExistsAfter: true },
    });
  });

  it('need host=dynamic, and hide that they do', () => {
    expect(register(`${open}${peer('x')}`, { answer: 'x:s' })).toMatchObject({
      by: 'fake',
      codes: [401, 403],
    });
    expect(register('[general]\nalwaysauthreject=no\n[x]\ntype=friend\nhost=192.0.2.9\n')).toMatchObject({
      codes: [403],
    });
  });

  it('are kept away from static addresses', () => {
    const conf = `[general]\ndynamic_exclude_static=yes\n${friend('x')}[s]\ntype=peer\nhost=192.0.2.77\n`;
    expect(register(conf)).toMatchObject({ codes: [603] });
  });

  it('are recognized by their Call-ID, whatever the Request-URI', () => {
    const conf = `${open}${friend('x', 'secret=s\n')}`;
    expect(register(conf, { uri: 'tel:1', answer: 'x:s' }).codes).toEqual([401, 200]);
    expect(register(conf, { uri: 'tel:1', answer: 'x:s', version: '1.8' }).codes).toEqual([401, 401]);
  });

  it.each<readonly [string, string, Partial<RegistrationResult>]>([
    ['a port that is not a number', '<sip:x@192.0.2.7:abc>', { finalReason: 'Bad Request' }],
    ['port 0', '<sip:x@192.0.2.7:0>', { addressAfter: '192.0.2.7:5060' }],
    ['a port that is too large', '<sip:x@192.0.2.7:70000>', { addressAfter: '192.0.2.7:4464' }],
    ['a family that the server is not bound to', '<sip:x@[2001:db8::1]>', { finalReason: 'Bad Request' }],
    ['an expiry within a quoted name', '"a;expires=70" <sip:x@192.0.2.7>', { finalReason: 'Bad Request' }],
    ['an expiry within the URI', '<sip:x@192.0.2.7;expires=70>', { expiresGranted: '70' }],
  ])('read %s as the server does', (_title, contact, expected) => {
    expect(
      register(`${open}${friend('x')}`, { headers: [`Contact: ${contact}`] }).registration,
    ).toMatchObject(expected);
  });

  it('let the minimum have the last word on the expiry', () => {
    expect(register(`${open}maxexpiry=50\n${friend('x')}`).registration?.expiresGranted).toBe('60');
  });

  it('of a created device know no NAT detection', () => {
    const found = register(`${open}autocreatepeer=yes\n`, { via: '10.0.0.1:5060' });
    expect(found.registration?.addressAfter).toBe('192.0.2.77:5099');
  });

  it('without a To, or within a dialog, are refused', () => {
    expect(register(open, { to: '' }).codes).toEqual([400]);
    expect(register(open, { to: '<sip:x@h>;tag=1' }).codes).toEqual([481]);
  });

  it('get no reply to a To of another scheme', () => {
    expect(register(`${open}${friend('x')}`, { to: '<tel:100>' })).toMatchObject({
      codes: [],
      outcome: 'no-reply',
    });
  });

  it('only ask without Contact and Expires', () => {
    expect(register(`${open}${friend('x')}`, { headers: [] })).toMatchObject({
      codes: [200],
      registration: { expiresGranted: '120', contactInResponse: '<>;expires=120', addressAfter: '(null)' },
    });
  });

  it('are refused when Contact leads to no address', () => {
    const headers = ['Contact: <sip:x@nowhere.invalid>', 'Expires: 60'];
    expect(register(`${open}${friend('x')}`, { headers })).toMatchObject({ codes: [400] });
    expect(register(`${open}${friend('x', 'nat=force_rport\n')}`, { headers })).toMatchObject({
      codes: [200],
    });
    expect(register(`${open}${friend('x')}`, { headers: ['Expires: 60'] })).toMatchObject({ codes: [400] });
  });
});

describe('older branches', () => {
  it.each<readonly [string, Question, Partial<Record<keyof MatchingExplanation, unknown>>]>([
    [
      '1.4 compares names without case',
      { version: '1.4', conf: `${closed}${friend('X')}` },
      { matched: 'X', by: 'name' },
    ],
    [
      '1.6.2 does not',
      { version: '1.6.2', conf: `${closed}${friend('X')}` },
      { matched: null, codes: [403] },
    ],
    [
      '1.4 goes on to addresses when the list of a user refuses',
      { version: '1.4', conf: `${closed}[x]\ntype=user\ndeny=0.0.0.0/0\n${peer('p')}` },
      { matched: 'p', codes: [100, 200] },
    ],
    [
      '1.6.2 refuses then',
      { version: '1.6.2', conf: `${closed}[x]\ntype=user\ndeny=0.0.0.0/0\n${peer('p')}` },
      { matched: 'x', codes: [403] },
    ],
    [
      '1.4 asks no list of a peer',
      { version: '1.4', conf: `${closed}${peer('p', 'deny=0.0.0.0/0\n')}` },
      { matched: 'p', codes: [100, 200] },
    ],
    [
      '1.4 finds the last peer of the file',
      { version: '1.4', conf: `${closed}${peer('p')}${peer('q')}` },
      { matched: 'q' },
    ],
    [
      '1.4 knows insecure=very',
      { version: '1.4', conf: `${closed}${peer('p', 'secret=s\ninsecure=very\n')}`, source: '192.0.2.9:99' },
      { matched: 'p', codes: [100, 200] },
    ],
    [
      '1.4 asks friends for a password in spite of insecure=invite',
      { version: '1.4', conf: `${closed}${friend('x', 'secret=s\ninsecure=invite\n')}` },
      { codes: [407] },
    ],
    [
      '1.4 challenges as a proxy',
      { version: '1.4', conf: `${closed}${friend('x', 'secret=s\n')}`, answer: 'x:s' },
      { codes: [407, 100, 200], challenge: expect.objectContaining({ header: 'Proxy-Authenticate' }) },
    ],
    [
      '1.4 keeps users and peers apart',
      {
        version: '1.4',
        conf: `${closed}[x]\ntype=user\nsecret=s\n[x]\ntype=peer\nhost=192.0.2.9\n`,
        answer: 'x:s',
      },
      { codes: [407, 100, 200], by: 'name' },
    ],
    [
      '1.4 takes all behind sip: for the name when there is no @',
      { version: '1.4', conf: open, from: '<sip:192.0.2.7:5060;a=b>' },
      { lookupName: '192.0.2.7:5060;a=b' },
    ],
    [
      '1.6.2 minds no empty host',
      { version: '1.6.2', conf: `${closed}${friend('x')}`, from: '<sip:x@>' },
      { matched: 'x', codes: [100, 200] },
    ],
    [
      '1.6.2 resolves escapes before it takes From apart',
      { version: '1.6.2', conf: `${open}pedantic=yes\n`, from: '<sip:x%40y@h>' },
      { lookupName: 'x' },
    ],
    [
      '1.6.2 answers a foreign domain with 404',
      { version: '1.6.2', conf: `${open}domain=here\nallowexternaldomains=no\n` },
      { codes: [404] },
    ],
    [
      '1.4 gives the context of a domain to devices with one of their own',
      {
        version: '1.4',
        conf: `${open}domain=192.0.2.1,there\n${friend('x', 'context=own\n')}`,
        files: { 'extensions.conf': '[there]\nexten => _.,1,A()\n[own]\nexten => _.,1,A()\n' },
      },
      { codes: [100, 200], context: 'there' },
    ],
    [
      '1.6.2 compares no Request-URIs',
      {
        version: '1.6.2',
        conf: `${open}pedantic=yes\n${friend('x', 'secret=s\n')}`,
        uri: 'SIP:100@h',
        answer: 'x:s',
      },
      { codes: [401, 100, 200] },
    ],
    [
      '1.8 creates devices on yes only',
      {
        version: '1.8',
        method: 'REGISTER',
        conf: `${open}autocreatepeer=persist\n`,
        to: '<sip:x@192.0.2.1>',
        headers: ['Contact: <sip:x@192.0.2.9>'],
      },
      { codes: [401] },
    ],
    [
      '1.4 knows no session timers',
      { version: '1.4', conf: open, headers: ['Require: timer'] },
      { codes: [420] },
    ],
    [
      '11 looks at no transport over UDP',
      { version: '11', conf: `${closed}tcpenable=yes\n${peer('p', 'transport=tcp\n')}` },
      { matched: 'p', by: 'ip-port' },
    ],
    [
      '11 takes insecure=port over TCP where the device may not use it',
      {
        version: '11',
        conf: `${closed}tcpenable=yes\n${peer('p', 'insecure=port\n')}`,
        source: '192.0.2.9:99/tcp',
      },
      { matched: 'p', by: 'ip' },
    ],
    ['1.6.2 tells names apart', { version: '1.6.2', conf: closed }, { codes: [403], by: null }],
    ['1.8 hides them', { version: '1.8', conf: closed }, { codes: [401], by: 'fake' }],
    [
      '1.8 takes no escapes for letters unless told',
      { version: '1.6.2', conf: open, from: '<sip:%61@h>' },
      { lookupName: '%61' },
    ],
    [
      '11 looks at no port over TCP',
      {
        version: '11',
        conf: `${closed}tcpenable=yes\n${friend('a', 'transport=tcp\nnat=force_rport\n')}`,
        source: '192.0.2.9:99/tcp',
        registered: [{ name: 'a', address: '192.0.2.9', port: 5060 }],
      },
      { matched: 'a', by: 'ip-port' },
    ],
    ['11 reads no tel', { version: '11', conf: open, from: '<tel:+1>' }, { lookupName: 'tel' }],
    [
      '1.8 knows no callback extension here',
      { version: '1.8', conf: `${closed}${peer('a')}${peer('b', 'callbackextension=100\n')}` },
      { matched: 'a' },
    ],
    [
      '1.8 reads no named lists',
      { version: '1.8', conf: `${closed}${friend('x', 'acl=none\n')}`, files: { 'acl.conf': '' } },
      { codes: [100, 200] },
    ],
  ])('%s', (_title, question, expected) => {
    expect(ask(question)).toMatchObject(expected);
  });
});
