import { expect, it } from 'vitest';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { workbenchLine } from '../../server/languages/trace/reading/formats/workbench.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { printMessages } from '../../server/languages/trace/writing/printMessages.ts';
import { redactedCopy } from '../../server/languages/trace/writing/redact/redactTrace.ts';

const message =
  'OPTIONS sip:203.0.113.5 SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.20:5060;branch=z9hG4bK1\nFrom: <sip:a@x>;tag=f\nTo: <sip:203.0.113.5>\nCall-ID: c1\nCSeq: 1 OPTIONS\nContent-Length: 0\n\n';

const secondsIn = (text: string) => traceOf(parseTrace(text)).flow.arrows.map(({ seconds }) => seconds);

it.each([
  ['May  3 10:00:01', 'May  3 10:00:09'],
  ['May 13 10:00:01', 'May 13 10:00:09'],
  ['3/5/2024 10:00:01 PM', '3/5/2024 10:00:09 PM'],
  ['03/May/2024 10:00:01', '03/May/2024 10:00:09'],
  ['2024-05-03 10:00:01.5', '2024-05-03 10:00:09.5'],
  ['10:00:01', '10:00:09'],
])('the time %s is the same in the messages that are written, and in a redacted copy', (first, second) => {
  const ends = { source: '198.51.100.20:5060', destination: '203.0.113.5:5060' };
  const later = message.replaceAll('c1', 'c2');
  for (const transport of ['UDP', undefined]) {
    const line = (time: string) => workbenchLine({ time, ...ends, ...(transport && { transport }) });
    const text = `${line(first)}\n${message}\n${line(second)}\n${later}`;
    const trace = traceOf(parseTrace(text));
    const seconds = secondsIn(text);
    expect(seconds[1]).toBe((seconds[0] ?? Number.NaN) + 8);
    expect(secondsIn(printMessages(trace, { foldPorts: false }))).toEqual(seconds);
    expect(secondsIn(redactedCopy(trace))).toEqual(seconds);
  }
});

it('words before an arrow are no time', () => {
  const [arrow] = traceOf(parseTrace(`# a note about this 198.51.100.20 => 203.0.113.5\n${message}`)).flow
    .arrows;
  expect(arrow?.seconds).toBeUndefined();
});
