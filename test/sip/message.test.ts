import { describe, expect, it } from 'vitest';
import { addressTag, displayName, parseAddress } from '../../server/sip/address.ts';
import { bodyLengths, declaredBody, utf8Length } from '../../server/sip/body.ts';
import { canonicalHeaderName, compactHeaderName, knownHeaders } from '../../server/sip/headers.ts';
import {
  addressesNamed,
  firstAddress,
  firstHeader,
  headersNamed,
  headerText,
  messageCSeq,
  messageMethod,
  parseMessage,
  requestUri,
  valuesNamed,
  viaHops,
} from '../../server/sip/message.ts';
import { parameterValue } from '../../server/sip/parameters.ts';
import { wholePiece } from '../../server/sip/piece.ts';
import { messageProblems } from '../../server/sip/problems.ts';
import { decodedUser, parseUriText, portNumber, sameUri } from '../../server/sip/uri.ts';
import { viaBranch } from '../../server/sip/via.ts';

// Built like the torture message "wsinv" of RFC 4475 section 3.1.1.1: folds, compact forms, odd spaces.
const FOLDED = [
  'INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0',
  'TO :',
  ' sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n',
  'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
  '  ;',
  '  tag = 98asjd8',
  'MaX-fOrWaRdS: 0068',
  'Call-ID: wsinv.ndaksdj@192.0.2.1',
  'CSeq: 0009',
  '  INVITE',
  'Via  : SIP  /   2.0',
  ' /UDP',
  '    192.0.2.2;branch=390skdjuw',
  's :',
  'v:  SIP  / 2.0  / TCP     [2001:db8::9]:5070   ;',
  '  branch  =   z9hG4bK9ikj8  ,',
  ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
  ' z9hG4bK30239',
  'm:"Quoted, string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
  '      newvalue ;',
  '  secondparam ; q = 0.33, <sip:other@example.com?a=b&c=d>',
  'l: 4',
  '',
  'v=0',
].join('\r\n');

describe('a SIP message', () => {
  const message = parseMessage(FOLDED);

  it('is read with folds, compact forms and spaces', () => {
    expect(messageMethod(message)).toBe('INVITE');
    expect(requestUri(message)?.host?.text).toBe('chair-dnrc.example.com');
    expect(message.headers.map(header => header.canonical)).toEqual([
      'To',
      'From',
      'Max-Forwards',
      'Call-ID',
      'CSeq',
      'Via',
      'Subject',
      'Via',
      'Contact',
      'Content-Length',
    ]);
    expect(headerText(firstHeader(message, 'from'))).toBe(
      '"J Rosenberg \\\\\\"" <sip:jdrosen@example.com> ; tag = 98asjd8'.replace('"" <', '""       <'),
    );
    expect(messageCSeq(message)).toMatchObject({ number: 9, method: { text: 'INVITE' } });
    expect(headersNamed(message, 'v')).toHaveLength(2);
    expect(
      viaHops(message).map(via => [via.transport.text, via.host.text, via.port?.text, viaBranch(via)]),
    ).toEqual([
      ['UDP', '192.0.2.2', undefined, '390skdjuw'],
      ['TCP', '[2001:db8::9]', '5070', 'z9hG4bK9ikj8'],
      ['UDP', '192.168.255.111', undefined, 'z9hG4bK30239'],
    ]);
    const from = firstAddress(message, 'From');
    expect(from && displayName(from)).toBe('J Rosenberg \\"');
    expect(from && addressTag(from)).toBe('98asjd8');
    const contacts = addressesNamed(message, 'Contact');
    expect(contacts.map(contact => contact.uri.source.text)).toEqual([
      'sip:jdrosen@example.com',
      'sip:other@example.com?a=b&c=d',
    ]);
    expect(contacts[0] && parameterValue(contacts[0].parameters, 'newparam')).toBe('newvalue');
    expect(contacts[1]?.uri.headers.map(header => [header.name.text, header.value?.text])).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(message.body.text).toBe('v=0');
  });

  it('gives offsets into the text for every part', () => {
    const contact = addressesNamed(message, 'Contact')[0];
    const user = contact?.uri.user;
    expect(user && FOLDED.slice(user.start, user.end)).toBe('jdrosen');
    const via = viaHops(message)[1];
    expect(via && FOLDED.slice(via.host.start, via.host.end)).toBe('[2001:db8::9]');
    const cseq = messageCSeq(message);
    expect(cseq && FOLDED.slice(cseq.method.start, cseq.method.end)).toBe('INVITE');
  });

  it('counts offsets from the place of the message in a document', () => {
    const inside = parseMessage(wholePiece(FOLDED, 100));
    const to = firstHeader(inside, 'To');
    expect(to && FOLDED.slice(to.value.start - 100, to.value.end - 100)).toBe(to?.value.text);
  });

  it('takes empty lines in front, LF, CR and an empty line of spaces', () => {
    const found = parseMessage(
      '\r\n\nSIP/2.0 401 Not allowed\nVia: SIP/2.0/UDP a\rcseq: 1 REGISTER\n  \nbody',
    );
    expect(found.startLine).toMatchObject({ kind: 'status', status: 401, reason: { text: 'Not allowed' } });
    expect(found.headers).toHaveLength(2);
    expect(messageMethod(found)).toBe('REGISTER');
    expect(found.body.text).toBe('body');
  });

  it('reads a line of spaces as a continuation when a header field follows', () => {
    const found = parseMessage('OPTIONS sip:a SIP/2.0\r\nSubject: x\r\n   \r\nTo: sip:a\r\n\r\n');
    expect(found.headers.map(header => header.canonical)).toEqual(['Subject', 'To']);
  });

  it('keeps what it cannot read', () => {
    const found = parseMessage('hello world\r\nno colon\r\n: no name\r\ntwo words: x\r\n\r\n');
    expect(found.startLine.kind).toBe('unknown');
    expect(found.brokenLines.map(line => line.text)).toEqual(['no colon', ': no name', 'two words: x']);
  });

  it('splits lists but not credentials, dates and free text', () => {
    const found = parseMessage(
      'OPTIONS sip:a SIP/2.0\r\nk: a, b,,c\r\nAuthorization: Digest a="x", b=y\r\nSubject: a, b\r\nDate: Sat, 13 Nov 2010 23:29:00 GMT\r\n\r\n',
    );
    expect(valuesNamed(found, 'Supported').map(value => value.text)).toEqual(['a', 'b', 'c']);
    for (const name of ['Authorization', 'Subject', 'Date']) expect(valuesNamed(found, name)).toHaveLength(1);
  });
});

describe('a body', () => {
  it('is cut at Content-Length, in bytes of UTF-8', () => {
    const message = parseMessage('MESSAGE sip:a SIP/2.0\r\nl: 5\r\n\r\nä€rest');
    expect(declaredBody(message).text).toBe('ä€');
    for (const [length, text] of [
      [4, '😀'],
      [5, '😀x'],
      [3, '😀'],
    ] as const) {
      const cut = parseMessage(`MESSAGE sip:a SIP/2.0\r\nl: ${length}\r\n\r\n😀x`);
      expect(declaredBody(cut).text).toBe(text);
    }
    expect(utf8Length('ä€😀x')).toBe(2 + 3 + 4 + 1);
    expect(utf8Length('\ud83d')).toBe(3);
  });

  it('is measured with and without CR LF', () => {
    expect(bodyLengths(parseMessage('MESSAGE sip:a SIP/2.0\n\na\nb\r\nc\r'))).toEqual({
      asWritten: 7,
      withCrLf: 9,
    });
  });
});

describe('a URI', () => {
  it.each([
    ['sip:alice@example.com', 'alice', undefined, 'example.com', undefined],
    ['sip:alice:pw@example.com:5061;transport=tcp', 'alice', 'pw', 'example.com', '5061'],
    ['sips:example.com', undefined, undefined, 'example.com', undefined],
    ['sip:user;par=u%40h.com@company.com', 'user;par=u%40h.com', undefined, 'company.com', undefined],
    ['sip:a?b@h', 'a?b', undefined, 'h', undefined],
    ['sip:[2001:db8::1]:5060;lr', undefined, undefined, '[2001:db8::1]', '5060'],
    ['tel:+1-555;phone-context=example.com', '+1-555', undefined, undefined, undefined],
  ])('%s', (text, user, password, host, port) => {
    const uri = parseUriText(text);
    expect([uri.user?.text, uri.password?.text, uri.host?.text, uri.port?.text]).toEqual([
      user,
      password,
      host,
      port,
    ]);
    expect(uri.problems).toEqual([]);
  });

  it.each([
    ['sip:@example.com', 'uri-empty-user'],
    ['sip:', 'uri-without-host'],
    ['sip:alice@exa mple.com', 'uri-bad-host'],
    ['sip:alice@example.com:99999', 'uri-bad-port'],
    ['alice@example.com', 'uri-without-scheme'],
    ['sip:a@b;x=<y>', 'uri-bad-character'],
    ['tel:abc!', 'uri-bad-number'],
  ])('%s has the problem %s', (text, code) => {
    expect(parseUriText(text).problems.map(problem => problem.code)).toContain(code);
  });

  // The examples of RFC 3261 section 19.1.4.
  it.each([
    ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp', true],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5', true],
    [
      'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
      'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com',
      true,
    ],
    ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP', false],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060', false],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp', false],
    ['sip:carol@chicago.com?Subject=next%20meeting', 'sip:carol@chicago.com', false],
    ['sip:a@b;security=on', 'sip:a@b;security=off', false],
  ])('%s and %s are the same: %s', (a, b, same) => {
    expect(sameUri(parseUriText(a), parseUriText(b))).toBe(same);
    expect(sameUri(parseUriText(b), parseUriText(a))).toBe(same);
  });

  it('resolves escapes and ports', () => {
    expect(decodedUser(parseUriText('sip:j%C3%BCrgen%zz@h'))).toBe('jürgen%zz');
    expect(decodedUser(parseUriText('sip:a%ff@h'))).toBe('a%ff');
    expect(portNumber(parseUriText('sip:h:0').port)).toBeUndefined();
  });
});

describe('an address', () => {
  it.each([
    ['"A, B" <sip:a@b>;tag=1', 'A, B', 'sip:a@b', '1'],
    ['Bob Smith <sip:b@c>', 'Bob Smith', 'sip:b@c', undefined],
    ['sip:a@b;tag=x', undefined, 'sip:a@b', 'x'],
    ['<sip:a@b;lr>', undefined, 'sip:a@b;lr', undefined],
    ['"" <sip:a@b>', '', 'sip:a@b', undefined],
  ])('%s', (text, display, uri, tag) => {
    const address = parseAddress(wholePiece(text));
    expect([displayName(address), address.uri.source.text, addressTag(address)]).toEqual([display, uri, tag]);
    expect(address.problems).toEqual([]);
  });

  it.each([
    ['"Mr. J. User <sip:j.user@example.com>', 'unclosed-quote'],
    ['<sip:a@b', 'unclosed-bracket'],
    ['Bell, Alexander <sip:a.g.bell@example.com>;tag=43', 'display-name-needs-quotes'],
    ['sip:user@example.com?Route=%3Csip:sip.example.com%3E', 'address-needs-brackets'],
    ['<sip:a@b> junk', 'text-after-address'],
  ])('%s has the problem %s', (text, code) => {
    expect(parseAddress(wholePiece(text)).problems.map(problem => problem.code)).toContain(code);
  });
});

describe('header names', () => {
  it('know every spelling', () => {
    expect(['V', 'via', 'CALL-id', 'x-own'].map(canonicalHeaderName)).toEqual([
      'Via',
      'Via',
      'Call-ID',
      'x-own',
    ]);
    expect(compactHeaderName('contact')).toBe('m');
    const compact = knownHeaders().flatMap(facts => facts.compact ?? []);
    expect(new Set(compact).size).toBe(compact.length);
  });
});

describe('problems of a message', () => {
  const HEALTHY = [
    'REGISTER sip:example.com SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
    'Max-Forwards: 70',
    'From: <sip:a@example.com>;tag=1',
    'To: <sip:a@example.com>',
    'Call-ID: 1',
    'CSeq: 1 REGISTER',
    'Contact: *',
    'Expires: 0',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

  const codes = (text: string) => messageProblems(parseMessage(text)).map(problem => problem.code);

  it('are none for a healthy one', () => {
    expect(codes(HEALTHY)).toEqual([]);
    expect(codes(HEALTHY.replaceAll('\r\n', '\n'))).toEqual([]);
  });

  it('are told for a method in small letters', () => {
    expect(codes(HEALTHY.replace('REGISTER sip', 'register sip'))).toEqual(['method-case', 'cseq-method']);
  });

  it.each([
    ['sip:example.com SIP/2.0', 'sip:example.com  SIP/2.0', 'request-line-spaces'],
    ['sip:example.com SIP/2.0', 'sip:example.com SIP/2.0 ', 'request-line-spaces'],
    ['sip:example.com SIP/2.0', 'sip:example.com SIP/7.0', 'bad-version'],
    ['sip:example.com SIP/2.0', '<sip:example.com> SIP/2.0', 'request-uri-in-brackets'],
    ['sip:example.com SIP/2.0', 'sip:example.com?Route=%3Csip:a%3E SIP/2.0', 'request-uri-headers'],
    ['Max-Forwards: 70\r\n', '', 'missing-header'],
    ['Max-Forwards: 70', 'Max-Forwards: 300', 'bad-number'],
    ['Call-ID: 1', 'Call-ID: 1\r\ni: 2', 'repeated-header'],
    ['CSeq: 1 REGISTER', 'CSeq: 2147483648 REGISTER', 'bad-cseq'],
    ['CSeq: 1 REGISTER', 'CSeq: 1', 'bad-cseq'],
    ['CSeq: 1 REGISTER', 'CSeq: 1 INVITE', 'cseq-method'],
    ['Expires: 0', 'Expires: 5', 'contact-wildcard'],
    ['Content-Length: 0', 'Content-Length: 10', 'body-too-short'],
    ['Content-Length: 0\r\n\r\n', 'Content-Length: 0\r\n\r\nhello', 'body-too-long'],
    ['Expires: 0', 'Expires: 0\r\nDate: Fri, 01 Jan 2010 16:00:00 EST', 'bad-date'],
    ['Expires: 0', 'Expires: 0\r\nAuthorization: Digest realm="x', 'unclosed-quote'],
    ['Expires: 0', 'Expires: 0\r\nnonsense', 'header-without-colon'],
    ['SIP/2.0/UDP', 'UDP', 'via-bad-protocol'],
  ])('%j written as %j: %s', (from, to, code) => {
    expect(HEALTHY).toContain(from);
    expect(codes(HEALTHY.replace(from, to))).toEqual([code]);
  });
});
