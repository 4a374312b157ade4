import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ladderTexts, parseTrace, passingTrace, traceOf } from '../../server/languages/traces.ts';
import { callIdOfText } from '../../server/sip/dialog/factTexts.ts';
import { factsOfText } from '../../server/sip/dialog/messageFacts.ts';
import { parseMessage } from '../../server/sip/message.ts';

const FOLDER = new URL('../../examples/traces/', import.meta.url);
const EXAMPLES = ['one-way-audio.siptrace'].map(name => readFileSync(new URL(name, FOLDER), 'utf8'));

const REFUSED_ON_BOTH_LEGS = ['a', 'b'].map(
  leg => `# 12:00:0${leg === 'a' ? 1 : 2} UDP 192.0.2.${leg === 'a' ? 1 : 2}:5060 => 192.0.2.${leg === 'a' ? 2 : 3}:5060
INVITE sip:3001@example.com SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${leg}
From: <sip:2001@example.com>;tag=f${leg}
To: <sip:3001@example.com>
Call-ID: ${leg}
CSeq: 1 INVITE
Session-ID: 0123456789abcdef0123456789abcdef;remote=00000000000000000000000000000000
Content-Length: 0

`,
);

const WITHOUT_CALL_ID = 'OPTIONS sip:a@b SIP/2.0\nCSeq: 1 OPTIONS\n\n';

const ladders = (trace: Parameters<typeof ladderTexts>[0]) =>
  [...ladderTexts(trace, { foldPorts: true })].join('');

describe('a trace that is read once', () => {
  it('gives the ladders of the same trace in memory', () => {
    const texts = [
      ...EXAMPLES,
      REFUSED_ON_BOTH_LEGS.join(''),
      WITHOUT_CALL_ID + REFUSED_ON_BOTH_LEGS.join('') + WITHOUT_CALL_ID,
      '',
    ];
    for (const text of texts) {
      const tree = parseTrace(text);
      expect(ladders(passingTrace(tree))).toBe(ladders(traceOf(tree)));
    }
    expect(ladders(passingTrace(parseTrace(REFUSED_ON_BOTH_LEGS.join(''))))).toContain('leg: Call-ID a');
  });

  it('keeps a dialog only while it is visited', () => {
    const trace = passingTrace(parseTrace(REFUSED_ON_BOTH_LEGS.join('')));
    const seen = [...trace.eachDialog()].map(({ callId }) => callId);
    expect(seen).toEqual(['a', 'b']);
    expect(trace.entries.filter(entry => entry !== undefined)).toEqual([]);
    for (const { messages } of trace.eachDialog())
      expect(messages.every(index => trace.entries[index] !== undefined)).toBe(true);
  });

  it('finds the Call-ID as the complete reader does', () => {
    const start = 'OPTIONS sip:a@b SIP/2.0\r\n';
    for (const lines of [
      'Call-ID: one@host\r\n\r\n',
      'Via: x\r\ni : one\r\nCall-ID: two\r\n\r\n',
      'Subject: x\r\n Call-ID: folded\r\nCall-ID: own\r\n\r\n',
      'Call-ID: one\r\n more\r\n\r\n',
      'Call-ID: one two\r\n\r\n',
      'Call-ID:\r\n\r\n',
      'Subject: x\rCall-ID: lone\r\n\r\n',
      '\r\nCall-ID: body\r\n',
      'Call-ID: end',
    ]) {
      const text = start + lines;
      const complete = factsOfText(text, () => parseMessage(text)).callId;
      const found = callIdOfText(text);
      expect([complete, undefined]).toContain(found);
    }
    expect(callIdOfText(`${start}Via: x\r\nCALL-ID : one@host \r\n\r\n`)).toBe('one@host');
  });
});
