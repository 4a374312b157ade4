import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { languages } from '../server/languages/registry.ts';
import { checkTrace } from '../server/languages/trace/check/check.ts';
import { traceOf } from '../server/languages/trace/model/model.ts';
import { editTrace, parseTrace } from '../server/languages/trace/reading/parser.ts';
import { startEditor } from '../test/protocol/editor.ts';
import { asteriskLog } from './sources/asteriskLog.ts';

/** Size of the log, in characters. */
const SIZE = 50_000_000;

/** A log of 50 MB: reading, dialogs, all rules, an edit, memory; then the same through the protocol. */
export async function run(): Promise<void> {
  const text = asteriskLog(SIZE);
  const before = usedMegabytes();
  const { value: tree, seconds: reading } = timed(() => parseTrace(text));
  const { value: trace, seconds: facts } = timed(() => traceOf(tree));
  const { value: flow, seconds: dialogs } = timed(() => trace.flow);
  const { value: found, seconds: rules } = timed(() => checkTrace(trace));
  console.log(
    `  ${Math.round(text.length / 1e6)} MB, ${trace.entries.length} messages, ${flow.dialogs.length} dialogs, ${found.length} problems`,
  );
  console.log(
    `  read ${reading.toFixed(1)} s, facts ${facts.toFixed(1)} s, dialogs ${dialogs.toFixed(1)} s, rules ${rules.toFixed(1)} s`,
  );
  console.log(`  ${usedMegabytes() - before} MB in use beside the text`);
  const line = Math.floor((tree.starts.at(-1) ?? 0) / 2);
  const { seconds: edit } = timed(() =>
    editTrace(tree, { line, removed: 1, lines: ['User-Agent: edited\n'] }),
  );
  console.log(`  one edit read again in ${(edit * 1000).toFixed(1)} ms`);
  await throughProtocol(text, line);
}

async function throughProtocol(text: string, line: number): Promise<void> {
  const editor = await startEditor({ languages });
  const uri = 'untitled:big.sip.log';
  const other = 'untitled:sip.conf';
  editor.open(other, '[general]\ncontext=public\nallowguest=no\n', 'sip-conf');
  await editor.pull(other);
  const from = performance.now();
  editor.open(uri, text, 'sip-trace');
  const opening = { isOver: false };
  const first = editor.pull(uri).finally(() => {
    opening.isOver = true;
  });
  const waits: number[] = [];
  while (!opening.isOver) {
    const begin = performance.now();
    await editor.ask('textDocument/hover', other, { position: { line: 1, character: 3 } });
    waits.push(performance.now() - begin);
  }
  let { resultId } = await first;
  waits.sort((a, b) => a - b);
  console.log(`  opened, first diagnostics after ${((performance.now() - from) / 1000).toFixed(1)} s`);
  console.log(
    `  meanwhile a hover in another file takes ${(waits[waits.length >> 1] ?? 0).toFixed(0)} ms (median), ${(waits.at(-1) ?? 0).toFixed(0)} ms (worst)`,
  );
  const times: number[] = [];
  for (let round = 0; round < 12; round++) {
    const begin = performance.now();
    if (round % 2 === 0) editor.type(uri, line, 0, 'x');
    else editor.type(uri, line, 0, '', 1);
    const report = await editor.pull(uri, resultId);
    resultId = report.resultId ?? resultId;
    times.push(performance.now() - begin);
  }
  editor.close();
  const sorted = times.slice(2).sort((a, b) => a - b);
  console.log(`  keystroke to diagnostics ${(sorted[sorted.length >> 1] ?? 0).toFixed(0)} ms`);
}

function timed<Value>(work: () => Value): { value: Value; seconds: number } {
  const from = performance.now();
  const value = work();
  return { value, seconds: (performance.now() - from) / 1000 };
}

function usedMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return Math.round(process.memoryUsage().heapUsed / 1e6);
}
