import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { captureAsTrace, readCapture } from '../../server/languages/trace/capture/capture.ts';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { type Trace, traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { redactTrace } from '../../server/languages/trace/writing/redact/redactTrace.ts';
import { isVocabulary } from '../../server/languages/trace/writing/redact/vocabulary.ts';
import { filesIn, sharedFolder } from './sharedFiles.ts';

const folder = sharedFolder('corpus/traces');

describe.skipIf(folder === undefined)('redacted traces of other people', () => {
  it.each(filesIn(folder).map(file => [basename(file), file]))('%s', { timeout: 60_000 }, (_name, file) => {
    const text = /\.pcap(?:ng)?$/.test(file)
      ? captureAsTrace(readCapture(readFileSync(file)))
      : readFileSync(file, 'utf8');
    const trace = read(text);
    const redacted = redactTrace(trace);
    const again = read(redacted);
    expect(seen(again)).toEqual(seen(trace));
    expect(redactTrace(again)).toBe(redacted);
    expect(redacted.split('\n')).toHaveLength(text.split('\n').length);
    expect(survivors(text, redacted)).toEqual([]);
  });
});

/** What people look at in a trace: who sent what when, what belongs together, how it went, what is wrong. */
function seen(trace: Trace): unknown {
  return {
    messages: trace.entries.map(({ line, facts, message }) => [
      line,
      facts.status,
      facts.cseqText?.match(/^\d{1,10}(?=\s)/)?.[0],
      message.format,
      message.context.time,
      message.context.transport,
    ]),
    dialogs: trace.flow.dialogs.map(({ state, messages, authentication }) => [
      state,
      messages,
      authentication.map(({ challenge, answer, outcome }) => [challenge, answer, outcome]),
    ]),
    arrows: trace.flow.arrows.map(({ repeats, answers, seconds }) => [repeats, answers, seconds]),
    parties: parties(trace),
    problems: checkTrace(trace)
      .map(({ entry, diagnostic }) => `${entry.index} ${diagnostic.code} ${diagnostic.severity}`)
      .sort(),
  };
}

/** Which arrows begin and end at the same host, by the order in which hosts appear. */
function parties(trace: Trace): readonly (readonly number[])[] {
  const numbers = new Map<string, number>();
  const numberOf = (host: string): number => {
    const known = numbers.get(host.toLowerCase()) ?? numbers.size;
    numbers.set(host.toLowerCase(), known);
    return known;
  };
  return trace.flow.arrows.map(({ from, to }) => [numberOf(from), numberOf(to)]);
}

/** Words of four letters or digits and more that stand in both texts and in no list of a standard. */
function survivors(before: string, after: string): string[] {
  const words = (text: string): Set<string> => new Set(text.match(/[A-Za-z0-9]{4,}/g));
  const left = words(after);
  return [...words(before)].filter(
    word =>
      left.has(word) && !isVocabulary(word) && !isVocabulary(word.replace(/\d+$/, '')) && !mayStay(word),
  );
}

/** Ports, years, parts of words with hyphens, counts, codes of measures, and names that identify nobody. */
function mayStay(word: string): boolean {
  return /^(?:\d+Z?|\d\dT\d\d|z9hG4bK\w*|anonymous|invalid|localhost|example|align|transfer)$/i.test(word);
}

function read(text: string): Trace {
  return traceOf(parseTrace(text));
}
