import { expect, it } from 'vitest';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

/** A message of one transaction, without anything around it that says where it came from. */
function message(start: string, { via = '192.0.2.1', method = 'INVITE' } = {}): string {
  return `${start}\nVia: SIP/2.0/UDP ${via};branch=z9hG4bK1\nFrom: <sip:a@h>;tag=1\nTo: <sip:b@h>;tag=2\nCall-ID: x\nCSeq: 1 ${method}\nContent-Length: 0\n\n`;
}

const text = [
  message('INVITE sip:b@192.0.2.2 SIP/2.0'),
  message('SIP/2.0 486 Busy Here'),
  message('ACK sip:b@192.0.2.77 SIP/2.0', { method: 'ACK' }),
  message('SIP/2.0 486 Busy Here'),
].join('');

it('a response answers the INVITE, also when an ACK of the same transaction stands between', () => {
  const { flow } = traceOf(parseTrace(text));
  expect(flow.arrows.map(({ answers }) => answers)).toEqual([undefined, 0, undefined, 0]);
});

it('a response goes back where the INVITE came from and went to, not the ACK', () => {
  const { flow } = traceOf(parseTrace(text));
  expect(flow.arrows.map(({ from, to }) => `${from} ${to}`.replaceAll(':5060', ''))).toEqual([
    '192.0.2.1 192.0.2.2',
    '192.0.2.2 192.0.2.1',
    '192.0.2.1 192.0.2.77',
    '192.0.2.2 192.0.2.1',
  ]);
});

it('an ACK alone is better than nothing', () => {
  const alone = text.slice(text.indexOf('ACK '));
  const { flow } = traceOf(parseTrace(alone));
  expect(flow.arrows[1]).toMatchObject({
    from: expect.stringContaining('192.0.2.77'),
    answers: undefined,
  });
});
