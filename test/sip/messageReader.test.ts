import { describe, expect, it } from 'vitest';
import {
  addressesNamed,
  firstAddress,
  firstHeader,
  headerAddresses,
  headerHops,
  headersNamed,
  headerText,
  headerValues,
  isStartLine,
  messageCSeq,
  messageMethod,
  parseCSeq,
  parseMessage,
  parseStartLine,
  requestUri,
  valuesNamed,
  viaHops,
} from '../../server/sip/message.ts';
import { wholePiece } from '../../server/sip/piece.ts';

/** A first line, by its parts. */
function shown(line: string): string {
  const found = parseStartLine(wholePiece(line));
  expect(found.source.text).toBe(line);
  switch (found.kind) {
    case 'request':
      return `${found.method.text}|${found.uri.text}|${found.version.text}`;
    case 'status':
      return `${found.version.text}|${found.code.text}=${found.status}|${found.reason.text}`;
    default:
      return 'unknown';
  }
}

describe('the first line', () => {
  it.each([
    ['INVITE sip:a@b SIP/2.0', 'INVITE|sip:a@b|SIP/2.0'],
    ['INVITE  sip:a b@c \t SIP/12.34', 'INVITE|sip:a b@c|SIP/12.34'],
    ['invite sip:a sip/2.0', 'invite|sip:a|sip/2.0'],
    ['SIP/2.0 200 OK', 'SIP/2.0|200=200|OK'],
    ['sip/2.0 \t 404  Not  Found', 'sip/2.0|404=404|Not  Found'],
    ['SIP/2.0 200', 'SIP/2.0|200=200|'],
    ['SIP/10.2 7 x', 'SIP/10.2|7=7|x'],
    ['SIP/2.0 123456789 x', 'SIP/2.0|123456789=123456789|x'],
    ['SIP/2.0 1234567890 x', 'SIP/2.0|1234567890=0|x'],
    ['SIP/2.0 200x OK', 'unknown'],
    ['SIP/2.0', 'unknown'],
    ['SIP/2 200 OK', 'unknown'],
    ['xSIP/2.0 200 OK', 'unknown'],
    ['SIP/2.0 200 SIP/2.0', 'SIP/2.0|200=200|SIP/2.0'],
    ['INVITE SIP/2.0', 'unknown'],
    ['INVITE sip:a HTTP/1.1', 'unknown'],
    ['INVITE sip:a SIP/2.0x', 'unknown'],
    ['INVITE sip:a xSIP/2.0', 'unknown'],
    ['INVITE sip:a SIP/2.', 'unknown'],
    ['IN(VITE sip:a SIP/2.0', 'unknown'],
    [' INVITE sip:a SIP/2.0', 'unknown'],
    ['', 'unknown'],
    ['word', 'unknown'],
  ])('%j is %s', (line, expected) => {
    expect(shown(line)).toBe(expected);
    expect(isStartLine(` ${line}\r\n`)).toBe(expected !== 'unknown' || line.startsWith(' INVITE'));
  });
});

/** The lines of a message that are header fields, that are broken, and what is body. */
function parts(text: string) {
  const { start, end, headers, brokenLines, body, hasEmptyLine, source } = parseMessage(text);
  expect(source.text).toBe(text);
  expect(end).toBe(text.length);
  return {
    start,
    headers: headers.map(header => `${header.canonical}=${headerText(header)}`),
    fields: headers.map(header => text.slice(header.start, header.end)),
    broken: brokenLines.map(piece => piece.text),
    body: hasEmptyLine ? body.text : undefined,
  };
}

const start = 'OPTIONS sip:h SIP/2.0\r\n';

describe('the lines of a message', () => {
  it('may end in CR LF, LF or CR, each in its own way', () => {
    const found = parts('OPTIONS sip:h SIP/2.0\nVia: a\rTo: b\r\nv: c\n\r\nbody\r\n');
    expect(found).toEqual({
      start: 0,
      headers: ['Via=a', 'To=b', 'Via=c'],
      fields: ['Via: a\r', 'To: b\r\n', 'v: c\n'],
      broken: [],
      body: 'body\r\n',
    });
    expect(parts('OPTIONS sip:h SIP/2.0\rTo: b\r\rx').body).toBe('x');
  });

  it('empty lines in front do not count', () => {
    expect(parts(`\r\n\n\r${start}To: b\r\n\r\n`)).toMatchObject({ start: 4, headers: ['To=b'], body: '' });
    expect(parts('\r\n\r\n')).toMatchObject({ start: 4, headers: [], body: undefined });
    expect(parts('')).toMatchObject({ start: 0, headers: [], body: undefined });
    expect(parseMessage(` ${start}`).startLine.kind).toBe('request');
  });

  it('without an empty line there is no body', () => {
    expect(parts(`${start}To: b`)).toMatchObject({ headers: ['To=b'], body: undefined });
    expect(parseMessage(`${start}To: b`).body.text).toBe('');
  });

  it('that begin with white space continue the field above, with or without words', () => {
    expect(parts(`${start}To: a\r\n b\r\n\tc\r\nFrom: d\r\n\r\n`)).toMatchObject({
      headers: ['To=a b c', 'From=d'],
      fields: ['To: a\r\n b\r\n\tc\r\n', 'From: d\r\n'],
    });
    expect(parts(`${start}To:\r\n a\r\n\r\n`).headers).toEqual(['To=a']);
  });

  it('a line of spaces is the empty one, unless a field or a continuation follows', () => {
    expect(parts(`${start}To: a\r\n \t\r\nv=0\r\n`)).toMatchObject({ headers: ['To=a'], body: 'v=0\r\n' });
    expect(parts(`${start}To: a\r\n  \r\n`).body).toBe('');
    expect(parts(`${start}To: a\r\n  \r\nX-b.1 : c\r\n\r\nx`)).toMatchObject({
      headers: ['To=a', 'X-b.1=c'],
      body: 'x',
    });
    expect(parts(`${start}To: a\r\n  \r\n b\r\n\r\nx`)).toMatchObject({ headers: ['To=a  b'], body: 'x' });
    expect(parts(`${start}To: a\r\n  \r\n  \r\nv=0`)).toMatchObject({ headers: ['To=a'] });
    expect(parts(`${start}To: a\r\n \r\n-x: c\r\n`).body).toBe('-x: c\r\n');
    expect(parts(`${start}To: a\r\n\r\nX: c\r\n`).body).toBe('X: c\r\n');
  });

  it('without a colon or a name are broken', () => {
    expect(parts(`${start}word \r\n: x\r\n : y\r\nTo b: c\r\nTo: d\r\n\r\n`)).toMatchObject({
      headers: ['To=d'],
      broken: ['word', ': x\r\n : y', 'To b: c'],
    });
    expect(parts(`${start}a:\r\n\r\n`).headers).toEqual(['Accept-Contact=']);
  });
});

describe('header fields', () => {
  const message = parseMessage(
    `${start}v: SIP/2.0/UDP a, SIP/2.0/TCP b\r\nVIA: SIP/2.0/TLS c\r\nm: <sip:x>,, <sip:y>\r\nSubject: a, b\r\nX-Own: 1\r\nx-own: 2\r\nSupported: p, q\r\nCSeq: 7  OPTIONS\r\n\r\n`,
  );

  it('are found by any spelling of their name', () => {
    expect(headersNamed(message, 'via')).toHaveLength(2);
    expect(headersNamed(message, 'V').map(header => header.name.text)).toEqual(['v', 'VIA']);
    expect(headersNamed(message, 'X-OWN').map(headerText)).toEqual(['1', '2']);
    expect(firstHeader(message, 'x-own')?.value.text).toBe('1');
    expect(firstHeader(message, 'X-Other')).toBeUndefined();
    expect(headerText(undefined)).toBeUndefined();
  });

  it('are lists where their grammar says so', () => {
    expect(viaHops(message).map(({ host }) => host.text)).toEqual(['a', 'b', 'c']);
    expect(addressesNamed(message, 'Contact').map(({ uri }) => uri.host?.text)).toEqual(['x', 'y']);
    expect(valuesNamed(message, 'Contact').map(({ text }) => text)).toEqual(['<sip:x>', '<sip:y>']);
    expect(valuesNamed(message, 'Supported').map(({ text }) => text)).toEqual(['p', 'q']);
    expect(valuesNamed(message, 'Subject').map(({ text }) => text)).toEqual(['a, b']);
    expect(valuesNamed(message, 'X-Own').map(({ text }) => text)).toEqual(['1', '2']);
    expect(firstAddress(message, 'Contact')?.uri.host?.text).toBe('x');
    expect(firstAddress(message, 'From')).toBeUndefined();
  });

  it('are taken apart once', () => {
    const contact = firstHeader(message, 'Contact');
    const via = firstHeader(message, 'Via');
    if (contact === undefined || via === undefined) throw new Error('no header');
    expect(headerValues(contact)).toBe(headerValues(contact));
    expect(headerAddresses(contact)).toBe(headerAddresses(contact));
    expect(headerHops(via)).toBe(headerHops(via));
  });

  it.each([
    ['1 INVITE', 1, 'INVITE'],
    ['007\tACK', 7, 'ACK'],
    ['2147483647 X', 2147483647, 'X'],
    ['2147483648 X', undefined, 'X'],
    ['99999999999 X', undefined, 'X'],
    ['1x INVITE', undefined, 'INVITE'],
    ['x1 INVITE', undefined, 'INVITE'],
    ['1', 1, ''],
    ['', undefined, ''],
  ])('the CSeq %j has the number %s and the method %s', (value, number, method) => {
    const found = parseCSeq(wholePiece(value));
    expect([found.number, found.method.text]).toEqual([number, method]);
    expect(found.numberPiece.text).toBe(value.split(/\s/)[0]);
  });

  it('tell the method of a response', () => {
    expect(messageCSeq(message)?.number).toBe(7);
    expect(messageMethod(message)).toBe('OPTIONS');
    expect(messageMethod(parseMessage('SIP/2.0 200 OK\r\nCSeq: 1 BYE\r\n\r\n'))).toBe('BYE');
    expect(messageMethod(parseMessage('SIP/2.0 200 OK\r\nCSeq: 1\r\n\r\n'))).toBeUndefined();
    expect(messageMethod(parseMessage('SIP/2.0 200 OK\r\n\r\n'))).toBeUndefined();
    expect(requestUri(message)?.host?.text).toBe('h');
    expect(requestUri(parseMessage('SIP/2.0 200 OK\r\n\r\n'))).toBeUndefined();
  });
});

it('a message that is a part of a text has its pieces at their places there', () => {
  const text = `log\n${start}To: a\r\n\r\nbody`;
  const piece = { ...wholePiece(text), text: text.slice(4), start: 4 };
  const message = parseMessage(piece);
  expect(message.start).toBe(4);
  expect(message.headers[0]).toMatchObject({ start: 27, end: 34, value: { text: 'a', start: 31 } });
  expect(text.slice(message.body.start, message.body.end)).toBe('body');
});
