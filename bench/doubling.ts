import { parseArgs } from 'node:util';
import type { Converter } from '../server/languages/conversion.ts';
import type { Language } from '../server/languages/language.ts';
import { languages } from '../server/languages/registry.ts';
import { exampleGrowths } from './sources/exampleFragments.ts';
import { fragmentGrowths, type Growth, grown } from './sources/fragments.ts';
import { type Request, requestsOf, viewOf } from './sources/requests.ts';

/**
 * The doubling test: every parser, check and request of every language over texts of n, 2n and 4n repetitions of hundreds of
 * fragments, the examples of all rules among them. Prints what grows faster than n log n, what throws, and what takes seconds.
 *
 * `--language sip-conf` (repeatable), `--from 2000`: how many repetitions are n, `--minutes 10`: when to stop, `--skip 100`: how
 * many texts to leave out (to go on where the last run stopped), `--only hand`: the fragments written by hand, or `examples`.
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      language: { type: 'string', multiple: true },
      from: { type: 'string', default: '2000' },
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

/** Less than this says nothing, in milliseconds; from here on it is bad whatever the growth. */
const NOTHING = 30;
const TOO_LONG = 4000;
/** Four times as much may take so many times as long: n log n and some noise. */
const MOST_GROWTH = 7;
/** Twice as much may take so many times as long: what does not is noise of the small one. */
const MOST_DOUBLING = 2.6;
/** From here on it may be an n² that is only beginning to show: four times as much again decides. */
const DOUBTFUL_GROWTH = 5;

interface Judged {
  readonly measurements: number;
  readonly faults: readonly string[];
}

function judge(subject: Subject, growth: Growth, from: number): Judged {
  const faults: string[] = [];
  const texts = [from, 2 * from, 4 * from].map(count => grown(growth, count));
  const [short = '', middle = '', long = ''] = texts;
  const name = JSON.stringify(`${growth.head.slice(-30)}|${growth.part(0).slice(0, 60)}`);
  const first = measured(subject, long);
  for (const [what, result] of first) {
    if (typeof result === 'string') {
      faults.push(`${what} throws ${result} over ${name}`);
      continue;
    }
    if (result < NOTHING) continue;
    const least = atBest(subject, short, what);
    const most = Math.min(result, atBest(subject, long, what));
    const growthOfTime = most / Math.max(least, 1.5);
    if (most < NOTHING || (most < TOO_LONG && growthOfTime < DOUBTFUL_GROWTH)) continue;
    const between = atBest(subject, middle, what);
    const times = [least, between, most];
    if (most < TOO_LONG && most / Math.max(between, 1.5) < MOST_DOUBLING) continue;
    if (most < TOO_LONG && growthOfTime < MOST_GROWTH) {
      const longest = atBest(subject, grown(growth, 16 * from), what);
      times.push(longest);
      if (longest / most < MOST_GROWTH) continue;
    }
    faults.push(`${what} ${times.map(time => time.toFixed(0)).join(' -> ')} ms over ${name}`);
  }
  return { measurements: first.size, faults };
}

/** The best of two, without the garbage of others where node runs with `--expose-gc`; what throws takes no time. */
function atBest(subject: Subject, text: string, what: string): number {
  const times = [1, 2].map(() => {
    globalThis.gc?.();
    return measured(subject, text, what).get(what);
  });
  return Math.min(...times.map(time => (typeof time === 'number' ? time : 0)));
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
  timed('check', () => language.check(view));
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
