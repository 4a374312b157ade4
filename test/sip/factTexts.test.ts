import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsOfMessage, textsOfText } from '../../server/sip/dialog/factTexts.ts';
import { factsOfText, messageFacts } from '../../server/sip/dialog/messageFacts.ts';
import { parseMessage } from '../../server/sip/message.ts';

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
});
