import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { filesIn, sharedFolder } from '../corpus/sharedFiles.ts';

const errorsIn = (text: string) =>
  checkTrace(traceOf(parseTrace(text)))
    .filter(({ diagnostic }) => diagnostic.severity === 1)
    .map(({ diagnostic }) => diagnostic.code);

const plain: Readonly<Record<string, string>> = {
  To: 'sip:user@example.com',
  From: 'sip:caller@example.net;tag=384',
  'Max-Forwards': '70',
  'Call-ID': 'torture.1@192.0.2.1',
  CSeq: '8 OPTIONS',
  Via: 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkdjuw',
  l: '0',
};

function request(
  startLine: string,
  changes: Readonly<Record<string, string | null>>,
  add: readonly string[] = [],
): string {
  const headers = Object.entries({ ...plain, ...changes }).flatMap(([name, value]) =>
    value === null ? [] : `${name}: ${value}`,
  );
  return [startLine, ...headers, ...add, '', ''].join('\r\n');
}

const options = 'OPTIONS sip:user@example.com SIP/2.0';
const invite = 'INVITE sip:user@example.com SIP/2.0';

/** Messages of the kinds of RFC 4475 section 3.1.1, which every parser has to take. */
const valid: readonly (readonly [string, string])[] = [
  [
    'white space wherever it may stand (3.1.1.1)',
    [
      'INVITE sip:vivek@chair.example.com;unknownparam SIP/2.0',
      'TO :',
      ' sip:vivek@chair.example.com ;   tag    = 1918181833n',
      'from   : "J \\\\\\"Q\\"" <sip:jq@example.com>',
      '  ;',
      '  tag = 98asjd8',
      'MaX-fOrWaRdS: 0068',
      'Call-ID: wsinv.1',
      'Content-Length   : 0',
      'cseq: 0009',
      '  INVITE',
      'Via  : SIP  /   2.0',
      ' /UDP',
      '    192.0.2.2;branch=390skdjuw',
      's :',
      'NewFangledHeader:   newfangled value',
      ' continued newfangled value',
      'UnknownHeaderWithUnusualValue: ;;,,;;,;',
      'Route:',
      ' <sip:services.example.com;lr;unknownwith=value;unknown-no-value>',
      'v:  SIP  / 2.0  / TCP     spindle.example.com   ;',
      '  branch  =   z9hG4bK9ikj8  ,',
      ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
      ' z9hG4bK30239',
      'm:"Quoted string \\"\\"" <sip:jq@example.com> ; newparam =',
      '      newvalue ;',
      '  secondparam ; q = 0.33',
      '',
      '',
    ].join('\r\n'),
  ],
  [
    'unusual but allowed characters (3.1.1.2)',
    request(
      "!any-Method0123456789_*+`.%'~ sip:1_odd.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0",
      {
        Via: "SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~",
        To: '"BEL:\\\u0007 NUL:\\\u0000 DEL:\\\u007F" <sip:1_odd.URI~(to-be!sure)@example.com>',
        From: "token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"работающий\";tag=_token~1'+`*%!-.",
        'Call-ID': 'intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{',
        CSeq: "139122385 !any-Method0123456789_*+`.%'~",
        "extensionHeader-!.%*+_`'~": 'Öäü大停電',
      },
    ),
  ],
  [
    'escapes in URIs (3.1.1.3, 3.1.1.4)',
    request('INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0', {
      To: 'sip:%75se%72@example.com',
      From: '<sip:I%20have%20spaces@example.net>;tag=938',
      CSeq: '8 INVITE',
      Contact:
        '<sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>, <sip:null-%00-null@example.com>',
    }),
  ],
  [
    'escapes that mean nothing in a method and a header name (3.1.1.5)',
    request('RE%47IST%45R sip:example.com SIP/2.0', {
      CSeq: '8 RE%47IST%45R',
      'C%6Fntact': '<sip:a@example.com>',
    }),
  ],
  [
    'no space before the bracket (3.1.1.6)',
    request(options, { From: 'caller<sip:caller@example.com>;tag=323' }),
  ],
  [
    'two requests in one datagram (3.1.1.8)',
    request('REGISTER sip:example.com SIP/2.0', { CSeq: '8 REGISTER' }) +
      '\r\n' +
      request(invite, { 'Call-ID': 'other', CSeq: '8 INVITE' }),
  ],
  [
    'semicolons in the user part (3.1.1.9)',
    request('OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0', {}),
  ],
  [
    'transports nobody knows (3.1.1.10)',
    request(options, {}, [
      'Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKk',
      'Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKa',
    ]),
  ],
  [
    'an unusual reason phrase (3.1.1.12)',
    request('SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое', {
      To: 'sip:user@example.com;tag=1',
      'Max-Forwards': null,
    }),
  ],
  ['an empty reason phrase (3.1.1.13)', request('SIP/2.0 100 ', { 'Max-Forwards': null })],
  [
    'a scheme that nobody knows (3.3.2)',
    request('OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0', {}),
  ],
  ['a known scheme that is not SIP (3.3.3)', request('OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0', {})],
  [
    'unknown schemes in header fields (3.3.4)',
    request('REGISTER sip:example.com SIP/2.0', {
      To: 'isbn:2983792873',
      From: '<http://www.example.com>;tag=32',
      CSeq: '8 REGISTER',
      Contact: '<name:John_Smith>',
    }),
  ],
  [
    'an unknown extension in Require (3.3.5)',
    request(options, { Require: 'nothingSupportsThis, nothingSupportsThisEither' }),
  ],
  ['Max-Forwards of zero (3.3.11)', request(options, { 'Max-Forwards': '0' })],
  [
    'a request of RFC 2543 (3.4.1)',
    request(invite, {
      Via: 'SIP/2.0/UDP old.example.com',
      From: '<sip:+13035551111@old.example.net;user=phone>',
      'Max-Forwards': null,
      CSeq: '56 INVITE',
      l: null,
    }),
  ],
];

/** Messages of the kinds of section 3.1.2, 3.2 and 3.3, with the rule that names the fault. */
const invalid: readonly (readonly [string, string, string])[] = [
  [
    'separators with nothing between them (3.1.2.1)',
    'empty-parameter',
    request(invite, {
      CSeq: '8 INVITE',
      Via: 'SIP/2.0/UDP 192.0.2.15;;,;,,',
      Contact: '"Joe" <sip:joe@example.org>;;;;',
    }),
  ],
  [
    'a Content-Length that is too large (3.1.2.2)',
    'content-length-mismatch',
    `${request(invite, { CSeq: '8 INVITE', l: '9999' })}v=0\r\n`,
  ],
  ['a negative Content-Length (3.1.2.3)', 'bad-number', request(invite, { CSeq: '8 INVITE', l: '-999' })],
  [
    'numbers that overflow (3.1.2.4)',
    'bad-number',
    request('REGISTER sip:example.com SIP/2.0', { CSeq: '8 REGISTER', Expires: '1'.padEnd(100, '0') }),
  ],
  [
    'a CSeq that overflows (3.1.2.5)',
    'bad-cseq',
    request('SIP/2.0 503 Service Unavailable', {
      'Max-Forwards': null,
      CSeq: '9292394834772304023312 OPTIONS',
    }),
  ],
  [
    'a quote that is not closed (3.1.2.6)',
    'unclosed-quote',
    request(invite, { CSeq: '8 INVITE', To: '"Mr. J. User <sip:j.user@example.com>' }),
  ],
  [
    'brackets around the Request-URI (3.1.2.7)',
    'request-uri-in-brackets',
    request('INVITE <sip:user@example.com> SIP/2.0', { CSeq: '8 INVITE' }),
  ],
  [
    'white space in the Request-URI (3.1.2.8)',
    'bad-uri',
    request('INVITE sip:user@example.com; lr SIP/2.0', { CSeq: '8 INVITE' }),
  ],
  [
    'two spaces in the request line (3.1.2.9)',
    'request-line-spaces',
    request('INVITE  sip:user@example.com  SIP/2.0', { CSeq: '8 INVITE' }),
  ],
  [
    'spaces at the end of the request line (3.1.2.10)',
    'request-line-spaces',
    request('OPTIONS sip:user@example.com SIP/2.0  ', {}),
  ],
  [
    'header fields in the Request-URI (3.1.2.11)',
    'request-uri-with-headers',
    request('INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0', { CSeq: '8 INVITE' }),
  ],
  [
    'a Date in another time zone (3.1.2.12)',
    'bad-date',
    request(invite, { CSeq: '8 INVITE', Date: 'Fri, 01 Jan 2010 16:00:00 EST' }),
  ],
  [
    'a question mark outside brackets (3.1.2.13)',
    'address-needs-brackets',
    request('REGISTER sip:example.com SIP/2.0', {
      CSeq: '8 REGISTER',
      Contact: 'sip:user@example.com?Route=%3Csip:sip.example.com%3E',
    }),
  ],
  [
    'spaces inside the brackets (3.1.2.14)',
    'spaces-in-address',
    request(options, { To: '"Watson, Thomas" < sip:t.watson@example.org >' }),
  ],
  [
    'a display name that needs quotes (3.1.2.15)',
    'display-name-needs-quotes',
    request(options, { From: 'Bell, Alexander <sip:a.g.bell@example.com>;tag=43' }),
  ],
  [
    'a version from the future (3.1.2.16)',
    'unknown-sip-version',
    request('OPTIONS sip:user@example.com SIP/7.0', { Via: 'SIP/7.0/UDP c.example.com;branch=z9hG4bKk' }),
  ],
  [
    'a method that does not match (3.1.2.17, 3.1.2.18)',
    'cseq-method-mismatch',
    request('NEWMETHOD sip:user@example.com SIP/2.0', { CSeq: '8 INVITE' }),
  ],
  [
    'a status code that overflows (3.1.2.19)',
    'bad-status-code',
    request('SIP/2.0 4294967301 better not break the receiver', { 'Max-Forwards': null }),
  ],
  [
    'a branch that is the cookie alone (3.2.1)',
    'branch-without-identifier',
    request(options, { Via: 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK' }),
  ],
  [
    'required header fields missing (3.3.1)',
    'missing-header',
    request(invite, { CSeq: '8 INVITE', 'Call-ID': null, From: null, To: null }),
  ],
  [
    'repeated single values (3.3.8)',
    'repeated-header',
    request(options, {}, [
      'CSeq: 59 OPTIONS',
      'Call-ID: other',
      'To: sip:b@example.com',
      'From: sip:b@example.com;tag=1',
    ]),
  ],
  ['several Content-Length (3.3.9)', 'repeated-header', request(options, {}, ['Content-Length: 5'])],
];

describe('messages of the kinds of RFC 4475', () => {
  it.each(valid)('takes %s', (_name, text) => {
    expect(errorsIn(text)).toEqual([]);
  });

  it.each(invalid)('refuses %s: %s', (_name, code, text) => {
    expect(errorsIn(text)).toContain(`sip-trace/${code}`);
  });
});

const folder = sharedFolder('corpus/traces');
/** The verdict of RFC 4475 on its own messages. Those of section 3.3 that are well formed must have no error. */
const verdicts: Readonly<Record<string, string | undefined>> = {
  mcl01: 'repeated-header',
  baddate: 'bad-date',
  lwsstart: 'request-line-spaces',
  scalarlg: 'bad-cseq',
  scalar02: 'bad-number',
  ncl: 'bad-number',
  badbranch: 'branch-without-identifier',
  baddn: 'display-name-needs-quotes',
  mismatch01: 'cseq-method-mismatch',
  mismatch02: 'cseq-method-mismatch',
  badvers: 'unknown-sip-version',
  escruri: 'request-uri-with-headers',
  lwsruri: 'bad-uri',
  trws: 'request-line-spaces',
  badcseq: 'bad-cseq',
  // RFC 5118 section 4.2
  'ipv6-bad': 'bad-uri',
};

describe.skipIf(folder === undefined)('the messages of RFC 4475 and RFC 5118 themselves', () => {
  it.each(
    filesIn(folder)
      .filter(file => /\.dat$|-ersip-/.test(file))
      .map(file => [basename(file), file]),
  )('%s', (name, file) => {
    const verdict = verdicts[/-([a-z0-9]+)\.dat$|-ersip-(.*)$/.exec(name)?.slice(1).find(Boolean) ?? ''];
    const errors = errorsIn(readFileSync(file, 'utf8'));
    if (verdict === undefined) expect(errors).toEqual([]);
    else expect(errors).toContain(`sip-trace/${verdict}`);
  });
});
