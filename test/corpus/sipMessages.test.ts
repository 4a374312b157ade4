import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMessage, valuesNamed, viaHops } from '../../server/sip/message.ts';
import { messageProblems } from '../../server/sip/problems.ts';
import { filesIn, sharedFolder } from './sharedFiles.ts';

const folder = sharedFolder('corpus/traces');
const files = filesIn(folder);

/** What is wrong with each of the torture messages of RFC 4475, by its name there; healthy ones have none. */
const TORTURE: Readonly<Record<string, readonly string[]>> = {
  badbranch: [],
  badcseq: ['bad-cseq'],
  baddate: ['bad-date'],
  baddn: ['display-name-needs-quotes', 'display-name-needs-quotes'],
  badvers: ['bad-version'],
  cparam02: [],
  esc02: [],
  escruri: ['request-uri-headers'],
  inv2543: ['missing-header', 'missing-header'],
  longreq: [],
  lwsdisp: [],
  lwsruri: ['uri-bad-character'],
  lwsstart: ['request-line-spaces'],
  mcl01: ['body-too-long', 'repeated-header'],
  mismatch01: ['cseq-method'],
  mismatch02: ['cseq-method'],
  ncl: ['bad-number'],
  regaut01: [],
  regescrt: [],
  scalar02: ['bad-cseq', 'bad-number', 'bad-number'],
  scalarlg: ['bad-cseq', 'bad-number'],
  sdp01: [],
  transports: [],
  trws: ['request-line-spaces'],
  unkscm: [],
};

describe.skipIf(folder === undefined)('public SIP messages', () => {
  const torture = files.flatMap(file => {
    const name = /-([a-z]+[0-9]*)\.dat$/.exec(basename(file))?.[1] ?? '';
    return TORTURE[name] === undefined ? [] : [{ name, file }];
  });

  it('are there', () => {
    expect(torture.length).toBeGreaterThan(20);
  });

  it.each(torture)('$name of RFC 4475', ({ name, file }) => {
    const message = parseMessage(readFileSync(file, 'utf8'));
    expect(message.startLine.kind).not.toBe('unknown');
    expect(message.brokenLines).toEqual([]);
    expect(messageProblems(message).map(problem => problem.code)).toEqual(TORTURE[name]);
  });

  const messages = files.filter(file => /\.(?:sip|dat)$|sofia-sip/.test(file));
  it.each(messages)('%s is read with every header field', file => {
    const text = readFileSync(file, 'latin1');
    const message = parseMessage(text);
    expect(message.headers.length).toBeGreaterThan(0);
    for (const header of message.headers)
      expect(text.slice(header.start, header.end)).toContain(header.name.text);
    expect(viaHops(message)).toHaveLength(valuesNamed(message, 'Via').length);
  });
});
