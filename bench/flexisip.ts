import { flexisipConf } from '../server/languages/flexisip/index.ts';
import { settings } from '../test/languages.ts';
import { printedDefault } from './sources/printedDefault.ts';

/** Time from a keystroke to the diagnostics, in a printed default of 3,000 lines in which every key is set. */
export function run(): void {
  const text = printedDefault(3000);
  const uri = 'file:///etc/flexisip/flexisip.conf';
  let tree = flexisipConf.parse(text);
  const project = () => ({
    root: uri,
    trees: new Map([[uri, tree]]),
    resolve: () => undefined,
    companions: new Map(),
  });
  let model = flexisipConf.model(project(), settings, undefined);
  const started = performance.now();
  const found = flexisipConf.check({ uri, tree, model }).length;
  const first = performance.now() - started;
  const lines = text.split('\n');
  const line = lines.findIndex(
    (candidate, index) => index > lines.length / 2 && candidate.startsWith('filter='),
  );
  const times: number[] = [];
  for (let round = 0; round < 300; round++) {
    const from = performance.now();
    const typed = "filter=from.uri.user == 'abcdefgh'".slice(0, 7 + (round % 28));
    tree = flexisipConf.edit(tree, { line, removed: 1, lines: [`${typed}\n`] });
    model = flexisipConf.model(project(), settings, model);
    flexisipConf.check({ uri, tree, model });
    times.push(performance.now() - from);
  }
  const sorted = times.slice(50).sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
  console.log(
    `flexisip.conf of ${lines.length} lines, ${found} diagnostics: first check ${first.toFixed(1)} ms`,
  );
  console.log(`  keystroke to diagnostics: ${at(0.5)} ms (median), ${at(0.99)} ms (99 %) (goal: below 5 ms)`);
}
