import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageText } from '../../server/languages/trace/reading/compact.ts';
import {
  editTrace,
  parsePieces,
  parseTrace,
  type TraceTree,
} from '../../server/languages/trace/reading/parser.ts';
import { PlainReader } from '../../server/languages/trace/reading/plainBlock.ts';
import { scenarios, scenarioTrace } from '../../server/languages/trace/writing/scenario.ts';
import { splitLines } from '../../server/text/lines.ts';

const PARTIES = {
  caller: '2001',
  callee: '3001',
  callerAddress: '192.0.2.1:5060',
  calleeAddress: '192.0.2.2:5060',
  serverAddress: '192.0.2.3:5060',
  domain: 'example.com',
  password: 'x',
};
const TRACES = scenarios.map(({ id }) => scenarioTrace(id, PARTIES));
const CALL = TRACES[1] ?? '';

/** Everything that a tree says, the messages with their lines. */
function said(tree: TraceTree): object {
  return {
    starts: [...tree.starts],
    blocks: tree.blocks.map(({ lines, messages }) => ({
      lines,
      messages: messages.map(
        ({ slices, context, format, isExact, cut, isApart, cutsAbove, isCutByNext }) => ({
          ...{ slices, context, format, isExact, cut, isApart, cutsAbove, isCutByNext },
        }),
      ),
    })),
  };
}

/** The same text read line by line alone, as an edit does it. */
function lineByLine(text: string): TraceTree {
  return editTrace(parseTrace(''), { line: 0, removed: 0, lines: splitLines(text) });
}

describe('plain blocks', () => {
  it('hold the messages of traces as programs write them', () => {
    for (const eol of ['\n', '\r\n']) {
      const text = CALL.replaceAll(/\r?\n/g, eol);
      const reader = new PlainReader(text);
      let start = 0;
      let count = 0;
      for (let found = reader.blockAt(0); found !== undefined; found = reader.blockAt(start)) {
        count += found.block.messages.length;
        start = found.end;
      }
      expect(start).toBe(text.length);
      expect(count).toBe(parseTrace(text).blocks.flatMap(block => block.messages).length);
    }
  });

  const announcement = fc.constantFrom(
    ...['# 2026-01-01T00:00:00Z UDP 192.0.2.1:5060 => 192.0.2.2:5060', 'U 192.0.2.1:5060 -> 192.0.2.2:5060'],
    ...['<--- SIP read from UDP:192.0.2.1:5060 --->', '<------------->', '--- (9 headers 0 lines) ---'],
    ...[
      '<--- Transmitting SIP request (400 bytes) to UDP:192.0.2.1:5060 --->',
      '',
      '',
      ' ',
      'stray',
      '{',
      '.',
    ],
    ...[
      'UDP message received [500] bytes :',
      '2026-01-01 10:00:00.000 UDP message sent:',
      '| |',
      '  indented',
    ],
    ...[
      'Frame 1: 506 bytes on wire (4048 bits), 506 bytes captured (4048 bits)',
      'a^M',
      'b#015',
      '\u001b[1mX',
    ],
    ...[
      'May  1 10:00:00 host kamailio[12]: INFO: text',
      'recv 584 bytes from udp/[192.0.2.4]:5090 at 12:30:57.9:',
    ],
    ...[
      'Content-Length: 5',
      'v=0',
      's=-',
      'm=audio 4000 RTP/AVP 0',
      'X-Own: SIP/2.0 200 OK',
      ' folded',
      'SIP/2.0 200 OK',
    ],
  );
  const messages = TRACES.flatMap(trace => trace.split(/^#.*\r?\n/m)).filter(text =>
    text.includes('SIP/2.0'),
  );
  const part = fc.oneof(
    fc.constantFrom(...messages),
    announcement.map(line => `${line}\n`),
    fc.tuple(fc.constantFrom(...messages), fc.nat(400)).map(([text, at]) => text.slice(at)),
    fc.tuple(fc.constantFrom(...messages), announcement, fc.nat(20)).map(([text, line, at]) => {
      const lines = splitLines(text);
      return [...lines.slice(0, at), `${line}\r\n`, ...lines.slice(at)].join('');
    }),
  );
  const log = fc
    .tuple(fc.array(part, { maxLength: 8 }), fc.constantFrom('\r\n', '\n', '\r', '.\n', 'mixed'))
    .map(([parts, eol]) => (eol === 'mixed' ? parts.join('') : parts.join('').replaceAll(/\r?\n/g, eol)));

  it('are read as `readBlock` reads them line by line', () => {
    fc.assert(
      fc.property(log, text => {
        expect(said(parseTrace(text))).toEqual(said(lineByLine(text)));
      }),
      { numRuns: 600 },
    );
  });

  it('are the same when the text comes in pieces', () => {
    const long = `${CALL}stray\r\n`.repeat(Math.ceil(2_500_000 / CALL.length));
    const told = ({ starts, blocks }: TraceTree) => [
      starts.join(),
      blocks.map(block => block.messages.map(messageText).join('|')).join('\n'),
    ];
    const whole = told(parseTrace(long));
    fc.assert(
      fc.property(fc.array(fc.nat(long.length), { minLength: 2, maxLength: 6 }), cuts => {
        const at = [0, ...cuts.sort((a, b) => a - b), long.length];
        const pieces = at.slice(1).map((end, number) => long.slice(at[number], end));
        expect(told(parsePieces(pieces))).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  it('above an edit are kept only if they would be read the same way', () => {
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(log, place, fc.nat(3), part, (text, share, count, inserted) => {
        const lines = splitLines(text);
        const line = Math.floor(share * lines.length);
        const removed = Math.min(count, lines.length - line);
        const added = splitLines(inserted);
        const next = lines.toSpliced(line, removed, ...added);
        // An edit of whole lines never joins two lines to one.
        fc.pre(splitLines(next.join('')).length === next.length);
        const edited = editTrace(parseTrace(text), { line, removed, lines: added });
        expect(said(edited)).toEqual(said(parseTrace(next.join(''))));
      }),
      { numRuns: 300 },
    );
  });

  it('reads only the block of an edit again', () => {
    const text = TRACES.join('');
    const tree = parseTrace(text);
    const number = tree.blocks.length >> 1;
    const line = (tree.starts[number] ?? 0) + 3;
    const edited = editTrace(tree, { line, removed: 1, lines: ['CSeq: x\n'] });
    expect(edited.blocks.flatMap((block, index) => (block === tree.blocks[index] ? [] : [index]))).toEqual([
      number,
    ]);
  });
});
