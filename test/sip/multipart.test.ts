import { describe, expect, it } from 'vitest';
import { bodyLengths, byteCounterOf, declaredBody } from '../../server/sip/body.ts';
import { parseMessage } from '../../server/sip/message.ts';
import { partsOf } from '../../server/sip/multipart.ts';
import { wholePiece } from '../../server/sip/piece.ts';
import { expectGrowthWithLength } from '../growth.ts';

describe('the parts of a body of several', () => {
  const parts = (type: string, body: string): readonly (readonly [string, string])[] =>
    [...partsOf(wholePiece(body, 100), type)].map(part => [
      part.headers.map(({ name, value }) => `${name.text}=${value.text}`).join(),
      part.body.text,
    ]);

  it.each<readonly [string, string, string, readonly (readonly [string, string])[]]>([
    [
      'two',
      'multipart/mixed;boundary=b',
      '--b\r\nA: 1\r\n\r\none\r\n--b\r\nB: 2\r\n\r\ntwo\r\n--b--',
      [
        ['A=1', 'one'],
        ['B=2', 'two'],
      ],
    ],
    [
      'a boundary in quotes, with a space',
      'multipart/mixed; boundary="b c"',
      '--b c\nA: 1\n\none\n--b c--\n',
      [
        ['A=1', 'one'],
        ['', ''],
      ],
    ],
    [
      'text above and below',
      'multipart/mixed;boundary=b',
      'above\r\n--b\r\n\r\none\r\n--b--\r\nbelow',
      [
        ['', 'one'],
        ['', ''],
      ],
    ],
    ['no end', 'multipart/mixed;boundary=b', '--b\r\nA: 1\r\n\r\none', [['A=1', 'one']]],
    [
      'a boundary inside a line',
      'multipart/mixed;boundary=b',
      '--b\r\nA: 1\r\n\r\none --b two\r\n--b--',
      [['A=1', 'one --b two']],
    ],
    ['no boundary', 'multipart/mixed', '--b\r\nA: 1\r\n\r\none\r\n--b--', []],
  ])('%s', (_name, type, body, expected) => {
    expect(parts(type, body)).toEqual(expected);
  });

  it('are where they are in the message', () => {
    const body = '--b\r\nA: 1\r\n\r\none\r\n--b--';
    const [part] = [...partsOf(wholePiece(body, 100), 'multipart/mixed;boundary=b')];
    expect(part?.body.start).toBe(100 + body.indexOf('one'));
    expect(part?.headers[0]?.value.start).toBe(100 + body.indexOf('1'));
  });

  it('are found in time that grows with the length', () => {
    expectGrowthWithLength(count => {
      const body = wholePiece('--b\r\nA: 1\r\n\r\n'.repeat(count));
      return () => void [...partsOf(body, 'multipart/mixed;boundary=b')].length;
    }, 500);
  });
});

describe('the length of a body that was read as one character for each byte', () => {
  const message = (declared: number | string, body: string) =>
    parseMessage(`MESSAGE sip:a@b SIP/2.0\r\nContent-Length: ${declared}\r\n\r\n${body}`);

  it.each<readonly [string, number | string, string, number, string]>([
    ['Latin-1', 3, 'M\u00fcl', 3, 'M\u00fcl'],
    ['Latin-1, with an empty line of the trace below', 3, 'M\u00fcl\r\n', 5, 'M\u00fcl'],
    ['UTF-8', 4, 'M\u00fcl', 4, 'M\u00fcl'],
    ['UTF-8 with other alphabets', 6, '\u043c\u0438\u044f', 6, '\u043c\u0438\u044f'],
    ['bytes that are not UTF-8', 3, 'M\ufffdl', 3, 'M\ufffdl'],
    ['a wrong length', 2, 'M\u00fcl', 4, 'M\u00fc'],
    ['no length', 'x', 'M\u00fcl', 4, 'M\u00fcl'],
  ])('%s', (_name, declared, body, length, inside) => {
    const read = message(declared, body);
    expect(bodyLengths(read).asWritten).toBe(length);
    expect(byteCounterOf(read)(body)).toBe(length);
    expect(declaredBody(read).text).toBe(inside);
  });
});
