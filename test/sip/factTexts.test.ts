import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressTag } from '../../server/sip/address.ts';
import { textsOfMessage, textsOfText } from '../../server/sip/dialog/factTexts.ts';
import { factsOfText, messageFacts } from '../../server/sip/dialog/messageFacts.ts';
import { firstAddress, parseMessage, viaHops } from '../../server/sip/message.ts';
import { decodedUser } from '../../server/sip/uri.ts';
import { viaBranch } from '../../server/sip/via.ts';

const REGISTER = [
  'REGISTER sip:example.com SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport, SIP/2.0/TCP b.example.com',
  'v: SIP/2.0/UDP 192.0.2.9',
  'From: "A, B" <sip:a@example.com>;tag=1',
  't: <sip:a@example.com>',
  'Call-ID : abc@192.0.2.1',
  'CSeq:\t7  REGISTER ',
  'Route: <sip:proxy.example.com;lr>, <sip:next.example.com>',
  'm: <sip:a@192.0.2.1>;expires=0, <sip:a@192.0.2.2>',
  'Expires: 0',
  'Proxy-Authorization: Digest username="a", realm="p", nonce="n", uri="sip:example.com", response="x"',
  'authorization: Digest username="a", realm="r, s", nonce="m", qop=auth, nc=00000001, cnonce="c"',
  'Content-Length: 0',
];

describe('the facts of a message', () => {
  it('are the same whether its text is read in full or only in part', () => {
    for (const eol of ['\n', '\r\n']) {
      const text = `${REGISTER.join(eol)}${eol}${eol}From: <sip:body@example.com>${eol}`;
      expect(textsOfText(text)).toEqual(textsOfMessage(parseMessage(text)));
      const facts = factsOfText(text, () => expect.fail('must not be read in full'));
      expect(facts).toEqual(messageFacts(parseMessage(text)));
      expect(facts).toMatchObject({
        hops: 3,
        cseq: 7,
        cseqMethod: 'REGISTER',
        fromUser: 'a',
        fromTag: '1',
        route: 'proxy.example.com:5060',
        removesBindings: true,
      });
      expect(facts.answers.map(({ realm }) => realm)).toEqual(['r, s', 'p']);
    }
  });

  it('are read in full where lines are folded, end in CR alone, or begin with an empty one', () => {
    const texts = [
      'OPTIONS sip:a@b SIP/2.0\nCall-ID:\n abc\n\n',
      'OPTIONS sip:a@b SIP/2.0\rCall-ID: abc\r\r',
      '\r\nOPTIONS sip:a@b SIP/2.0\r\nCall-ID: abc\r\n\r\n',
      'OPTIONS sip:a@b SIP/2.0\n \nCall-ID: abc\n\n',
    ];
    for (const text of texts) {
      expect(textsOfText(text)).toBeUndefined();
      const message = parseMessage(text);
      expect(factsOfText(text, () => message)).toEqual(messageFacts(message));
    }
  });

  it('are the same for whatever lines a message is made of', () => {
    const word = fc.constantFrom(
      ...REGISTER,
      ...REGISTER.map(line => line.toLowerCase()),
      ...[
        'SIP/2.0 401 Unauthorized',
        'sip/2.0  200',
        'SIP/2.0',
        '',
        ' ',
        '\t',
        ':',
        'no colon',
        ' folded',
        'To',
      ],
      ...[
        'WWW-Authenticate: Digest realm="r",nonce="n"',
        'i:',
        'CSeq: 99999999999 x',
        'CSeq:',
        'Via:',
        'Via: ,',
      ],
      ...['Contact: *', 'Expires: soon', 'From: \u00a0x\u00a0', 'Fro\vm: x', 'To:\u000b<sip:x@y>'],
    );
    const line = fc.tuple(word, fc.constantFrom('\n', '\r\n', '\r\n', '\r', '\r\r\n'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), fc.string({ maxLength: 3 }), (lines, end) => {
        const text = lines.map(parts => parts.join('')).join('') + end;
        const message = parseMessage(text);
        const read = textsOfText(text);
        if (read !== undefined) expect(read).toEqual(textsOfMessage(message));
        expect(factsOfText(text, () => message)).toEqual(messageFacts(message));
      }),
      { numRuns: 1000 },
    );
  });

  it('name users, tags, branches and hosts as the full grammar does', () => {
    const some = (...texts: string[]) =>
      fc.array(fc.constantFrom(...texts), { maxLength: 3 }).map(all => all.join(''));
    const addresses = fc
      .tuple(
        some('', '"A b" ', '"A"', 'bob ', 'b o b ', '"\\"" '),
        some('<sip:', '<sips:', '<SIP:', 'sip:', '<tel:'),
        some('bob', '+1', '%41', 'a:b', '#1', 'x;y=z', '@', '*'),
        some('@', 'example.com', ':5060', ':x', '192.0.2.1', '[::1]', ';transport=tcp', ';lr', '>', '> '),
        some('>', ';tag=1', ';tag=abc-d.e', ';TAG=x', ';tag', ';x=y', ' ;tag=2', ';tag="q"', ';tag=a;tag=b'),
      )
      .map(parts => parts.join('').trim());
    const hops = fc
      .tuple(
        some('SIP/2.0/UDP ', 'SIP/2.0/TLS ', 'sip/2.0/tls ', 'SIP / 2.0 / TCP '),
        some('192.0.2.1', 'host', ':5060', ':99999', '[::1]', ' '),
        some(
          ';rport',
          ';branch=z9hG4bK1',
          ';branch',
          ';branch=',
          ';Branch=b',
          ';received=192.0.2.1',
          ';x="y"',
          ';branches=1',
        ),
        some(';branch=z9hG4bK-2.3', ', SIP/2.0/UDP next', ';branch=a:b', ';i=1', ' ;branch=c', ';rport=5'),
      )
      .map(parts => parts.join('').trim());
    fc.assert(
      fc.property(addresses, hops, (from, via) => {
        const message = parseMessage(`OPTIONS sip:a@b SIP/2.0\r\nVia: ${via}\r\nFrom: ${from}\r\n\r\n`);
        const facts = messageFacts(message);
        const address = firstAddress(message, 'From');
        const [top] = viaHops(message);
        expect(facts.fromUser).toBe(address && decodedUser(address.uri));
        expect(facts.fromTag).toBe(address && addressTag(address));
        expect(facts.branch).toBe(top && viaBranch(top));
        expect(facts.hops).toBe(viaHops(message).length);
        if (top !== undefined)
          expect(facts.sentBy).toBe(
            `${top.host.text}:${top.port?.text || (/^tls$/i.test(top.transport.text) ? '5061' : '5060')}`,
          );
      }),
      { numRuns: 2000 },
    );
  });
});
