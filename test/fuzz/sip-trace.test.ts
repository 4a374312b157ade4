import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callFlowOf, exportCallFlow } from '../../server/languages/trace/callFlow/callFlow.ts';
import { checkOtherLines, checkTrace } from '../../server/languages/trace/check/check.ts';
import { sipTrace } from '../../server/languages/trace/index.ts';
import {
  type Trace,
  type TraceModel,
  traceModel,
  traceOf,
} from '../../server/languages/trace/model/model.ts';
import { blockText } from '../../server/languages/trace/reading/compact.ts';
import {
  editTrace,
  parseTrace,
  printTrace,
  type TraceTree,
} from '../../server/languages/trace/reading/parser.ts';
import { splitLines } from '../../server/text/lines.ts';
import { folder, projectOf, settings } from '../languages.ts';

const line = fc.constantFrom(
  'INVITE sip:bob@example.com SIP/2.0',
  'SIP/2.0 200 OK',
  'SIP/2.0 200 OK.',
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa',
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa.',
  'Content-Length: 12',
  'Content-Length: 0',
  'l: 400',
  'Content-Type: application/sdp',
  'Content-Type: message/sipfrag',
  ' folded',
  'stray',
  '',
  '',
  '.',
  'v=0',
  'm=audio 4000 RTP/AVP 0',
  '<--- SIP read from UDP:192.0.2.1:5060 --->',
  '<------------->',
  '<--- Transmitting (NAT) to 192.0.2.1:5060 --->',
  '[Mar 30 13:35:51] OPTIONS sip:a@example.com SIP/2.0',
  '[Mar 30 13:35:52] To: <sip:a@example.com>',
  '[Mar 30 13:35:52] ',
  '  REGISTER sip:example.com SIP/2.0',
  '  From: <sip:a@example.com>',
  '- |+',
  'U 2019/08/27 17:26:38.890031 192.0.2.1:5060 -> 192.0.2.2:5060 #1',
  '  SIP/2.0 200 OK..Via: SIP/2.0/UDP 192.0.2.1..Cal',
  '  l-ID: 1....   ',
  '2019/08/27 17:26:38.890031 192.0.2.1:5060 -> 192.0.2.2:5060',
  '06:37:22.150251 IP 192.0.2.1.sip > 192.0.2.2.5080: SIP: REGISTER sip:192.0.2.2 SIP/2.0',
  'E..L.8ZfSIP/2.0 200 OK',
  'recv 584 bytes from udp/[192.0.2.4]:5090 at 12:30:57.916812:',
  '------------------------------------------------------------------------',
  '====================',
  'srcip: 192.0.2.1',
  '~~~~~~~~~~~~~~~~~~~~',
  '||||||||||||||||||||',
  'Frame 1: 506 bytes on wire (4048 bits), 506 bytes captured (4048 bits)',
  '    Request-Line: REGISTER sip:192.0.2.2 SIP/2.0',
  '    Message Header',
  '        To: <sip:a@example.com>',
  '    Message Body',
  '            Media Description, name and address (m): audio 6000 RTP/AVP 8',
  '{',
  '  "raw": "SIP/2.0 200 OK\\r\\nTo: <sip:a@example.com>\\r\\n\\r\\n",',
  '  "srcIp": "192.0.2.1",',
  '}',
  'Jan  1 00:00:00 host kamailio: INVITE sip:a@example.com SIP/2.0#015#012To: <sip:a@example.com>#015#012',
  '# 2026-01-01T00:00:00Z UDP 192.0.2.1:5060 => 192.0.2.2:5060',
  'jaK',
  'May  1 10:00:00 host kamailio[12]: INFO: INVITE sip:bob@example.com SIP/2.0',
  'May  1 10:00:00 host kamailio[12]: INFO: To: <sip:a@example.com>',
  'May  1 10:00:00 host kamailio[12]: INFO: ',
  'May  1 10:00:00 host kamailio[13]: INFO: BYE sip:bob@example.com SIP/2.0',
  'May  1 10:00:00 host kamailio[13]: INFO: Call-ID: 1#015',
  'May  1 10:00:00 host kamailio[13]: recv 584 bytes from udp/[192.0.2.4]:5090 at 12:30:57.916812:',
  'May  1 10:00:00 host kamailio[14]: nothing of interest',
  '\u001b[1;32mBYE sip:bob@example.com SIP/2.0\u001b[0m',
  '\u001b[0mCall-ID: 1^M',
  '{"log":"BYE sip:bob@example.com SIP/2.0\\r\\n","stream":"stdout"}',
  '{"log":"Call-ID: 1\\r\\n","stream":"stdout"}',
  '\t0x0000:  4259 4520 7369 703a 6120 5349 502f 322e  BYE.sip:a.SIP/2.',
  '\t0x0010:  300d 0a0d 0a                             0....',
  'U 192.0.2.1:5060 -> 192.0.2.2:5060 #1 BYE sip:bob@example.com SIP/2.0..Call-ID: 1....',
);
const eol = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r');
const text = fc
  .array(fc.tuple(line, eol), { maxLength: 40 })
  .map(pieces => pieces.map(([content, end]) => content + end).join(''));

function messageOf(what: string, call: number, cseq: number): string {
  const isAnswer = /^\d/.test(what);
  const method = isAnswer ? 'INVITE' : what;
  return [
    isAnswer ? `SIP/2.0 ${what} Said` : `${what} sip:b@192.0.2.2 SIP/2.0`,
    `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${call}${cseq}`,
    'From: <sip:a@example.com>;tag=1',
    `To: <sip:b@example.com>${isAnswer ? ';tag=2' : ''}`,
    `Call-ID: call${call}`,
    `CSeq: ${cseq} ${method}`,
    what === '401' ? `WWW-Authenticate: Digest realm="r", nonce="${cseq}"` : 'Max-Forwards: 70',
    cseq === 2
      ? 'Authorization: Digest username="a", realm="r", nonce="1", uri="sip:b", response="0"'
      : 'Subject: x',
    '',
    '',
  ].join('\n');
}

/** Lines of several writers, each of which writes whole messages. */
const mixture = fc.array(fc.tuple(fc.nat(3), fc.nat(6)), { maxLength: 60 }).map(steps => {
  const at = [0, 0, 0, 0];
  return steps
    .flatMap(([writer, count]) =>
      Array.from({ length: count }, () => {
        const lines = messageOf(writer % 2 === 0 ? 'INVITE' : '200', writer, 1).split('\n');
        const number = at[writer] ?? 0;
        at[writer] = number + 1;
        return `May  1 10:00:00 host kamailio[1${writer}]: ${lines[number % lines.length] ?? ''}\n`;
      }),
    )
    .join('');
});

/** What a tree says, without how its blocks share the text that they come from. */
function content({ blocks, starts }: TraceTree) {
  const found = blocks.map(block => ({
    text: blockText(block),
    messages: block.messages.map(message => ({
      slices: message.slices,
      context: message.context,
      format: message.format,
      isExact: message.isExact,
      cut: message.cut,
      isCutByNext: message.isCutByNext,
      cutsAbove: message.cutsAbove,
      isApart: message.isApart,
    })),
  }));
  return { blocks: found, starts };
}

describe('the reader of SIP traces', () => {
  it('prints every text back', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), source => {
        expect(printTrace(parseTrace(source))).toBe(source);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads an edited text as it would read it afresh', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, text, mixture),
        fc.array(fc.tuple(fc.nat(40), fc.nat(4), fc.oneof(text, text, mixture)), { maxLength: 6 }),
        (source, edits) => {
          let tree = parseTrace(source);
          let lines = splitLines(source);
          for (const [at, count, inserted] of edits) {
            const first = Math.min(at, lines.length);
            const removed = Math.min(count, lines.length - first);
            const added = splitLines(inserted);
            const before = lines.slice(0, first);
            const after = lines.slice(first + removed);
            const next = [...before, ...added, ...after];
            // An edit of whole lines never joins a CR and an LF of two lines to one end of line.
            if (splitLines(next.join('')).length !== next.length) continue;
            tree = editTrace(tree, { line: first, removed, lines: added });
            lines = next;
            expect(content(tree)).toEqual(content(parseTrace(lines.join(''))));
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('judges an edited text as it would judge it afresh', () => {
    const judged = (trace: Trace) => {
      return {
        arrows: trace.flow.arrows,
        dialogs: trace.flow.dialogs.map(({ own: _own, ...dialog }) => dialog),
        problems: [...checkTrace(trace).map(({ diagnostic }) => diagnostic), ...checkOtherLines(trace)],
      };
    };
    const uri = `${folder}a.sip`;
    const modelOf = (tree: TraceTree, previous: TraceModel | undefined): TraceModel =>
      traceModel(
        { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() },
        previous,
      );
    const traceIn = (model: TraceModel): Trace => {
      const trace = model.traces.get(uri);
      if (trace === undefined) throw new Error('not there');
      return trace;
    };
    const call = fc
      .array(fc.tuple(fc.constantFrom('INVITE', 'ACK', '401', '200', 'BYE'), fc.nat(2), fc.nat(2)), {
        maxLength: 8,
      })
      .map(steps => steps.map(([what, call, cseq]) => messageOf(what, call, cseq)).join(''));
    fc.assert(
      fc.property(
        call,
        fc.array(fc.tuple(fc.nat(60), fc.nat(4), call), { maxLength: 4 }),
        (source, edits) => {
          let tree = parseTrace(source);
          let lines = splitLines(source);
          let model = modelOf(tree, undefined);
          judged(traceIn(model));
          for (const [at, count, inserted] of edits) {
            const first = Math.min(at, lines.length);
            const removed = Math.min(count, lines.length - first);
            const added = splitLines(inserted);
            tree = editTrace(tree, { line: first, removed, lines: added });
            lines = [...lines.slice(0, first), ...added, ...lines.slice(first + removed)];
            model = modelOf(tree, model);
            expect(judged(traceIn(model))).toEqual(judged(traceOf(parseTrace(lines.join('')))));
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  it('answers every request at every place without an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.string({ unit: 'binary' })),
        fc.nat(40),
        fc.nat(60),
        (source, line, character) => {
          const uri = `${folder}a.sip`;
          const project = projectOf(sipTrace, { 'a.sip': source }, 'a.sip');
          const tree = project.trees.get(uri);
          if (tree === undefined) throw new Error('not read');
          const view = { uri, tree, model: sipTrace.model(project, settings, undefined) };
          const position = { line, character };
          const range = { start: position, end: position };
          const diagnostics = sipTrace.check(view);
          sipTrace.hover?.(view, position);
          sipTrace.complete?.(view, position);
          sipTrace.definition?.(view, position);
          sipTrace.references?.(view, position, true);
          sipTrace.prepareRename?.(view, position);
          sipTrace.symbols?.(view);
          sipTrace.folding?.(view);
          sipTrace.links?.(view);
          sipTrace.tokens?.(view);
          sipTrace.lenses?.(view);
          sipTrace.actions?.(view, diagnostics[0]?.range ?? range, diagnostics, undefined);
          sipTrace.format?.(view, { tabSize: 2, insertSpaces: true });
          const trace = traceOf(tree);
          callFlowOf(trace, { foldPorts: false, callId: '', search: 'a' });
          for (const format of ['svg', 'mermaid', 'text', 'messages', 'sipp', 'redacted'] as const) {
            exportCallFlow(trace, { foldPorts: true, callId: '', search: '' }, format);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('finds what a slice says it holds', () => {
    fc.assert(
      fc.property(text, source => {
        for (const block of parseTrace(source).blocks) {
          for (const message of block.messages) {
            for (const slice of message.slices) {
              const written = block.lines[slice.line] ?? '';
              if (slice.map !== undefined) {
                expect(slice.map.length).toBeGreaterThan(slice.text.trimEnd().length);
                continue;
              }
              const content = slice.text.replace(/[\r\n]+$/, '');
              expect(written.slice(slice.column, slice.column + content.length)).toBe(content);
            }
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
