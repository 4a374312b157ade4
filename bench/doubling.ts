import { parseArgs } from 'node:util';
import type { Converter } from '../server/languages/conversion.ts';
import type { Language } from '../server/languages/language.ts';
import { languages } from '../server/languages/registry.ts';
import { exampleGrowths } from './sources/exampleFragments.ts';
import { fragmentGrowths, type Growth, grown } from './sources/fragments.ts';
import { type Request, requestsOf, viewOf } from './sources/requests.ts';

/**
 * The doubling test: every parser, check and request of every language over texts that repeat hundreds of fragments, the examples
 * of all rules among them. Prints what grows faster than n log n, what throws, and what takes seconds.
 *
 * All requests are measured over n and 4n repetitions, with a small n. Only those that grow faster there are measured over four
 * times as much, again and again, until they stop growing like that or it is certain that they do not.
 *
 * `--language sip-conf` (repeatable; one run for each language keeps their garbage apart), `--from 250`: how many repetitions are
 * n at most, `--minutes 10`: when to stop, `--skip 100`: how many texts to leave out (to go on where the last run stopped), `--only hand`:
 * the fragments written by hand, or `examples`.
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      language: { type: 'string', multiple: true },
      from: { type: 'string', default: '250' },
      minutes: { type: 'string', default: 'Infinity' },
      skip: { type: 'string', default: '0' },
      only: { type: 'string' },
    },
  });
  const until = performance.now() + Number(values.minutes) * 60_000;
  for (const language of languages) {
    if (values.language !== undefined && !values.language.includes(language.id)) continue;
    const subject = { language, converter: await language.converter?.() };
    const growths = [
      ...(values.only === 'examples' ? [] : fragmentGrowths(language.id)),
      ...(values.only === 'hand' ? [] : exampleGrowths(language)),
    ];
    let next = Number(values.skip);
    let measurements = 0;
    let faults = 0;
    for (; next < growths.length && performance.now() < until; next++) {
      const growth = growths[next];
      if (growth === undefined) continue;
      const judged = judge(subject, growth, Number(values.from));
      measurements += judged.measurements;
      faults += judged.faults.length;
      for (const fault of judged.faults) console.log(`  ${language.id} ${next}  ${fault}`);
    }
    const texts =
      next < growths.length ? `stopped before text ${next} of ${growths.length}` : `${next} texts`;
    console.log(`  ${language.id}: ${texts}, ${measurements} measurements, ${faults} of them bad`);
  }
}

interface Subject {
  readonly language: Language;
  readonly converter: Converter | undefined;
}

/** Less than this says nothing about the small texts, in milliseconds. */
const NOTHING = 2;
/** What the collector of garbage may add to a small measurement. */
const NOISE = 0.4;
/** So long must something take before it is a fault, and from the other on it is one whatever the growth. */
const LONG = 30;
const TOO_LONG = 4000;
/** Four times as much may take so many times as long: n log n and some noise. An n² takes 16 times as long in the end. */
const MOST_GROWTH = 5;
const CERTAIN_GROWTH = 7;
/** What grows no faster than that over so many times as much is n log n with noise. */
const MOST_GROWN = 64;
/** A long fragment is repeated less often: so many characters are enough for the larger of the two small texts. */
const ENOUGH = 40_000;
const FEWEST = 50;

interface Judged {
  readonly measurements: number;
  readonly faults: readonly string[];
}

function judge(subject: Subject, growth: Growth, most: number): Judged {
  const faults: string[] = [];
  const length = growth.part(0).length;
  const from = Math.min(most, Math.max(FEWEST, Math.round(ENOUGH / length / 4)));
  const name = JSON.stringify(`${growth.head.slice(-30)}|${growth.part(0).slice(0, 60)}`);
  const short = measured(subject, grown(growth, from));
  const long = measured(subject, grown(growth, 4 * from));
  for (const [what, result] of long) {
    if (typeof result === 'string') faults.push(`${what} throws ${result} over ${name}`);
    else if (isSuspect(timeIn(short, what), result)) {
      const times = growingTimes(subject, growth, what, from);
      if (times !== undefined)
        faults.push(`${what} ${times.map(time => time.toFixed(0)).join(' -> ')} ms over ${name}`);
    }
  }
  return { measurements: long.size, faults };
}

function isSuspect(short: number, long: number): boolean {
  return long > TOO_LONG || (long > NOTHING && long > MOST_GROWTH * Math.max(short, NOISE));
}

/** The times over four times as much each, if they show that something grows faster than it may. */
function growingTimes(
  subject: Subject,
  growth: Growth,
  what: string,
  from: number,
): readonly number[] | undefined {
  const small = grown(growth, from);
  const larger = grown(growth, 4 * from);
  // Most suspects are noise: once more tells.
  if (!isSuspect(timeIn(measured(subject, small, what), what), timeIn(measured(subject, larger, what), what)))
    return undefined;
  const times = [atBest(subject, small, what)];
  for (let count = 4 * from; count <= MOST_GROWN * from; count *= 4) {
    const before = times.at(-1) ?? 0;
    const time = atBest(subject, grown(growth, count), what);
    times.push(time);
    if (time > TOO_LONG || (time > LONG && times.length > 2 && time > CERTAIN_GROWTH * before)) return times;
    if (!isSuspect(before, time)) return undefined;
  }
  return undefined;
}

function timeIn(results: ReadonlyMap<string, number | string>, what: string): number {
  const result = results.get(what);
  return typeof result === 'number' ? result : 0;
}

/** The best of two, without the garbage of others where node runs with `--expose-gc`; what throws takes no time. */
function atBest(subject: Subject, text: string, what: string): number {
  const times = [1, 2].map(() => {
    globalThis.gc?.();
    return timeIn(measured(subject, text, what), what);
  });
  return Math.min(...times);
}

/** The time of the processor of every request in milliseconds, or what it throws. With `only`, no more than what that one needs. */
function measured(
  { language, converter }: Subject,
  text: string,
  only?: string,
): Map<string, number | string> {
  const results = new Map<string, number | string>();
  let isTooLong = false;
  const timed = <Value>(what: string, work: () => Value): Value | undefined => {
    const started = process.cpuUsage();
    let value: Value | undefined;
    let result: number | string;
    try {
      value = work();
      const { user, system } = process.cpuUsage(started);
      result = (user + system) / 1000;
      isTooLong ||= result > TOO_LONG;
    } catch (error) {
      result = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 60) : 'something';
    }
    if (only === undefined || only === what) results.set(what, result);
    return value;
  };
  const tree = timed('parse', () => language.parse(text));
  if (tree === undefined || isTooLong || only === 'parse') return results;
  const view = timed('model', () => viewOf(language, tree));
  if (view === undefined || isTooLong || only === 'model') return results;
  if (only === undefined || only === 'check') timed('check', () => language.check(view));
  if (isTooLong || only === 'check') return results;
  const requests: Request[] = [...requestsOf(language, view, text)];
  if (converter !== undefined)
    requests.unshift([
      'convert',
      () => converter.report(converter.convert(view.model), null, nameOf, 'text'),
    ]);
  for (const [what, work] of requests) {
    if (only !== undefined && only !== what) continue;
    timed(what, work);
    if (isTooLong) break;
  }
  return results;
}

function nameOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`;
}
