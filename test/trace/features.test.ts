import { describe, expect, it } from 'vitest';
import type { Position, TextEdit } from 'vscode-languageserver-types';
import { sipTrace } from '../../server/languages/trace/index.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { splitLines } from '../../server/text/lines.ts';
import { folder, projectOf, settings } from '../languages.ts';

const REGISTER = `<--- SIP read from UDP:192.0.2.10:5060 --->
REGISTER sip:example.com SIP/2.0
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKone;rport
Max-Forwards: 70
f: "Alice" <sip:alice@example.com>;tag=aaa
To: <sip:alice@example.com>
Call-ID: call-1
CSeq: 1 REGISTER
Contact: <sip:alice@192.0.2.10:5060;transport=udp>;expires=3600
Content-Length: 0

<------------->
<--- Transmitting (no NAT) to 192.0.2.10:5060 --->
SIP/2.0 401 Unauthorized
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKone;received=192.0.2.10
From: "Alice" <sip:alice@example.com>;tag=aaa
To: <sip:alice@example.com>;tag=bbb
Call-ID: call-1
CSeq: 1 REGISTER
WWW-Authenticate: Digest realm="example.com", nonce="abc"
Content-Length: 0

<------------->
`;

const INVITE = `INVITE sip:bob@example.com SIP/2.0
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKinv
Max-Forwards: 70
From: <sip:alice@example.com>;tag=aaa
To: <sip:bob@example.com>
Call-ID: call-2
CSeq: 1 INVITE
Contact: <sip:alice@192.0.2.10>
Content-Type: application/sdp
Content-Length: 113

v=0
o=alice 1 1 IN IP4 192.0.2.10
s=-
c=IN IP4 192.0.2.10
t=0 0
m=audio 49170 RTP/AVP 0
a=rtpmap:0 PCMU/8000
`;

function viewOf(text: string) {
  const project = projectOf(sipTrace, { 'a.sip': text }, 'a.sip');
  const uri = `${folder}a.sip`;
  const tree = project.trees.get(uri) ?? parseTrace('');
  return { uri, tree, model: sipTrace.model(project, settings, undefined) };
}

/** The position of the first occurrence of a text, plus some characters. */
function at(text: string, found: string, more = 0): Position {
  const offset = text.indexOf(found);
  expect(offset).toBeGreaterThanOrEqual(0);
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - before.lastIndexOf('\n') - 1 + more };
}

function apply(text: string, edits: readonly TextEdit[]): string {
  const lines = splitLines(text);
  const offset = (position: Position) =>
    lines.slice(0, position.line).reduce((sum, line) => sum + line.length, 0) + position.character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (done, edit) =>
        done.slice(0, offset(edit.range.start)) + edit.newText + done.slice(offset(edit.range.end)),
      text,
    );
}

function hoverText(text: string, position: Position): string {
  const contents = sipTrace.hover?.(viewOf(text), position)?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

describe('hover', () => {
  it('explains methods, with the names in the message', () => {
    const text = hoverText(REGISTER, at(REGISTER, 'REGISTER'));
    expect(text).toContain('**REGISTER**');
    expect(text).toContain('User ID');
  });

  it('explains codes, and what the trace tells about them', () => {
    const text = hoverText(REGISTER, at(REGISTER, '401'));
    expect(text).toContain('Response to message 0');
    expect(text).toContain('not answered');
  });

  it.each([
    ['f: "Alice"', 0, 'compact form `f`'],
    ['Call-ID', 2, 'RFC 3261 section 20.8'],
    ['branch=', 2, 'Identifies the transaction'],
    ['transport=udp', 2, 'how to reach this URI'],
    ['expires=3600', 2, 'stays registered'],
    ['nonce=', 1, 'protects against replay'],
    ['1 REGISTER', 4, 'Tells the registrar'],
    ['alice@192', 1, 'host: `192.0.2.10`'],
  ])('of %s', (place, more, expected) => {
    expect(hoverText(REGISTER, at(REGISTER, place, more))).toContain(expected);
  });

  it('explains SDP lines', () => {
    expect(hoverText(INVITE, at(INVITE, 'm=audio', 3))).toContain('PCMU/8000');
    expect(hoverText(INVITE, at(INVITE, 'a=rtpmap', 3))).toContain('payload type');
  });

  it('does not let a trace write Markdown', () => {
    const text = 'OPTIONS sip:[x](command:evil)@example.com SIP/2.0\nVia: SIP/2.0/UDP h\n\n';
    const shown = hoverText(text, at(text, 'command'));
    expect(shown).toContain('`[x](command`');
    expect(shown.replace(/`[^`]*`/g, '')).not.toContain('](');
  });
});

describe('completion', () => {
  const labels = (text: string, position: Position) =>
    sipTrace.complete?.(viewOf(text), position).items.map(item => item.label) ?? [];

  it('offers header fields that are not there yet', () => {
    const text = INVITE.replace('Max-Forwards: 70\n', 'Max-Forwards: 70\nU\n');
    const found = labels(text, at(text, 'U\nFrom', 1));
    expect(found).toContain('User-Agent');
    expect(found).not.toContain('Call-ID');
  });

  it('offers whole messages that fit the dialog', () => {
    const text = `${INVITE}\n`;
    const items =
      sipTrace.complete?.(viewOf(text), { line: splitLines(text).length - 1, character: 0 }).items ?? [];
    const answer = items.find(item => item.label === '401 Unauthorized');
    expect(answer?.insertText).toContain('Call-ID: call-2');
    expect(answer?.insertText).toContain('CSeq: 1 INVITE');
    expect(answer?.insertText).toMatch(/To: <sip:bob@example\.com>;tag=\$\{1:callee\}/);
    expect(items.map(item => item.label)).toContain('INVITE with SDP');
    const bye = items.find(item => item.label === 'BYE' && item.insertText?.includes('call-2') === true);
    expect(bye?.insertText).toContain('CSeq: 2 BYE');
  });

  it('offers codes, parameters and values', () => {
    const status = 'SIP/2.0 4\n';
    expect(labels(status, { line: 0, character: 9 })).toContain('404 Not Found');
    const via = INVITE.replace('branch=z9hG4bKinv', 'branch=z9hG4bKinv;r');
    expect(labels(via, at(via, ';r\n', 2))).toEqual(expect.arrayContaining(['rport', 'received']));
    const type = INVITE.replace('application/sdp', '');
    expect(labels(type, at(type, 'Content-Type: ', 14))).toContain('application/sdp');
  });
});

describe('outline and folding', () => {
  it('groups messages by dialog', () => {
    const symbols = sipTrace.symbols?.(viewOf(REGISTER + INVITE)) ?? [];
    expect(symbols.map(symbol => symbol.detail)).toEqual(['call-1', 'call-2']);
    expect(symbols[0]?.children?.map(child => child.name)).toEqual(['0 REGISTER', '1 401 Unauthorized']);
  });

  it('folds messages and bodies', () => {
    const ranges = sipTrace.folding?.(viewOf(INVITE)) ?? [];
    expect(ranges.map(range => [range.startLine, range.endLine])).toEqual([
      [0, 17],
      [11, 17],
    ]);
  });
});

describe('navigation', () => {
  it('goes from a response to its request and back', () => {
    const view = viewOf(REGISTER);
    expect(sipTrace.definition?.(view, at(REGISTER, '401'))[0]?.targetRange.start.line).toBe(1);
    expect(sipTrace.definition?.(view, at(REGISTER, 'REGISTER sip'))[0]?.targetRange.start.line).toBe(13);
    expect(sipTrace.links?.(view)[0]?.target).toBe(`${view.uri}#L2`);
  });

  it('renames a Call-ID and a tag across the trace', () => {
    const view = viewOf(REGISTER + INVITE);
    const call = sipTrace.rename?.(view, at(REGISTER, 'call-1', 2), 'other@host');
    expect(apply(REGISTER + INVITE, call?.changes?.[view.uri] ?? [])).toBe(
      (REGISTER + INVITE).replaceAll('call-1', 'other@host'),
    );
    const tag = sipTrace.rename?.(view, at(REGISTER, 'tag=aaa', 5), 'zzz');
    expect(apply(REGISTER + INVITE, tag?.changes?.[view.uri] ?? [])).toBe(
      (REGISTER + INVITE).replaceAll('tag=aaa', 'tag=zzz'),
    );
    expect(() => sipTrace.rename?.(view, at(REGISTER, 'tag=aaa', 5), 'z z')).toThrow(/tag/);
  });

  it('finds the places of a branch, and the transaction of a message', () => {
    const view = viewOf(REGISTER);
    expect(sipTrace.references?.(view, at(REGISTER, 'z9hG4bKone', 3), true)).toHaveLength(2);
    expect(
      sipTrace.references?.(view, at(REGISTER, 'Max-Forwards'), true).map(place => place.range.start.line),
    ).toEqual([1, 13]);
  });
});

describe('quick fixes', () => {
  function fixed(text: string, code: string): string {
    const view = viewOf(text);
    const diagnostic = sipTrace.check(view).find(found => found.code === code);
    expect(diagnostic).toBeDefined();
    if (diagnostic === undefined) return text;
    const action = sipTrace.actions?.(view, diagnostic.range, [diagnostic], ['quickfix'])[0];
    expect(action).toBeDefined();
    const mended = apply(text, action?.edit?.changes?.[view.uri] ?? []);
    expect(sipTrace.check(viewOf(mended)).map(found => [found.code, found.message])).not.toContainEqual([
      code,
      diagnostic.message,
    ]);
    return mended;
  }

  it('sets Content-Length', () => {
    const text = INVITE.replace('Content-Length: 113', 'Content-Length: 999');
    expect(fixed(text, 'sip-trace/content-length-mismatch')).toMatch(/Content-Length: \d{3}\n/);
  });

  it.each([
    ['sip-trace/missing-header', INVITE.replace('Max-Forwards: 70\n', ''), 'Max-Forwards: 70'],
    ['sip-trace/cseq-method-mismatch', INVITE.replace('1 INVITE', '1 BYE'), 'CSeq: 1 INVITE'],
    [
      'sip-trace/request-line-spaces',
      INVITE.replace('INVITE ', 'INVITE  '),
      'INVITE sip:bob@example.com SIP/2.0\n',
    ],
    [
      'sip-trace/display-name-needs-quotes',
      INVITE.replace('From: <', 'From: Bell, A. <'),
      'From: "Bell, A." <',
    ],
  ])('%s', (code, text, expected) => {
    expect(fixed(text, code)).toContain(expected);
  });

  it('rewrites header names in usual and compact form', () => {
    const view = viewOf(REGISTER);
    const position = at(REGISTER, 'f: "Alice"');
    const actions = sipTrace.actions?.(view, { start: position, end: position }, [], undefined) ?? [];
    const usual = actions.find(action => action.title === 'Change to From');
    expect(apply(REGISTER, usual?.edit?.changes?.[view.uri] ?? [])).toBe(REGISTER.replace('\nf:', '\nFrom:'));
    const compact = actions.find(
      action => action.title === 'Change to compact header names in the whole message',
    );
    expect(apply(REGISTER, compact?.edit?.changes?.[view.uri] ?? [])).toContain('\ni: call-1\n');
  });
});

describe('tokens and format', () => {
  it('marks start lines and header names', () => {
    expect(sipTrace.tokens?.(viewOf(INVITE)).slice(0, 5)).toEqual([0, 0, 6, 8, 0]);
  });

  it('writes header names in their usual form in bare messages, and does so once', () => {
    const text = INVITE.replace('From: ', 'f  :').replace('Call-ID: ', 'call-id:');
    const options = { tabSize: 2, insertSpaces: true };
    const done = apply(text, sipTrace.format?.(viewOf(text), options) ?? []);
    expect(done).toBe(INVITE);
    expect(sipTrace.format?.(viewOf(done), options)).toEqual([]);
    expect(sipTrace.format?.(viewOf(REGISTER), options)).toEqual([]);
  });
});
