import { performance } from 'node:perf_hooks';
import { languages } from '../server/languages/registry.ts';
import { startEditor } from '../test/protocol/editor.ts';
import { sipConfOf } from './sources/sipConfOf.ts';

/**
 * From a keystroke to its diagnostics, over the protocol, in a sip.conf of 1,000 and one of 100,000 lines. Prints the median of
 * each, and how much longer the large file takes.
 */
export async function run(): Promise<void> {
  for (const hasHints of [false, true]) {
    console.log(hasHints ? 'with a hint for each device' : 'with few diagnostics');
    const small = await keystroke(1_000, hasHints);
    const large = await keystroke(100_000, hasHints);
    print('1,000 lines', small);
    print('100,000 lines', large);
    console.log(`  ratio ${(large.median / small.median).toFixed(2)} (goal: at most 2)`);
  }
}

interface Times {
  readonly open: number;
  readonly median: number;
  readonly worst: number;
}

async function keystroke(lines: number, hasHints: boolean): Promise<Times> {
  const editor = await startEditor({ languages });
  const uri = 'untitled:sip.conf';
  const begin = performance.now();
  editor.open(uri, sipConfOf(lines, hasHints), 'sip-conf');
  let { resultId } = await editor.pull(uri);
  const open = performance.now() - begin;
  const times: number[] = [];
  const line = Math.floor(lines / 2 / 10) * 10 + 6;
  for (let round = 0; round < 120; round++) {
    const from = performance.now();
    if (round % 2 === 0) editor.type(uri, line, 8, 'x');
    else editor.type(uri, line, 8, '', 1);
    const report = await editor.pull(uri, resultId);
    resultId = report.resultId ?? resultId;
    times.push(performance.now() - from);
  }
  editor.close();
  const sorted = times.slice(20).sort((a, b) => a - b);
  return { open, median: sorted[sorted.length >> 1] ?? 0, worst: sorted.at(-1) ?? 0 };
}

function print(name: string, { open, median, worst }: Times): void {
  const ms = (time: number): string => `${time.toFixed(1)} ms`;
  console.log(`  ${name}: opened in ${ms(open)}, keystroke ${ms(median)} (median), ${ms(worst)} (worst)`);
}
