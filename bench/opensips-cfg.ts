import { performance } from 'node:perf_hooks';
import { opensipsCfg } from '../server/languages/opensips/index.ts';
import type { ScriptTree } from '../server/languages/opensips/reading/parser.ts';
import type { LanguageSettings, Project } from '../server/languages/project.ts';
import { opensipsCfgOf } from './sources/opensipsCfgOf.ts';

/**
 * A script of 1,500 lines: the first check with everything cold, and the check after each keystroke. `opensips -C` needs
 * about 12 ms for a script of that size.
 */
export async function run(): Promise<void> {
  const text = opensipsCfgOf(1500);
  const cold = performance.now();
  let tree = opensipsCfg.parse(text);
  let model = opensipsCfg.model(projectOf(tree), settings, undefined);
  const count = opensipsCfg.check({ uri, tree, model }).length;
  console.log(
    `  ${tree.lines.length} lines, ${count} diagnostics: first check ${ms(performance.now() - cold)} (goal: 100 ms)`,
  );
  const times: number[] = [];
  const line = Math.floor(tree.lines.length / 2);
  const before = tree.lines[line] ?? '';
  for (let round = 0; round < 200; round++) {
    const begin = performance.now();
    tree = opensipsCfg.edit(tree, {
      line,
      removed: 1,
      lines: [round % 2 === 0 ? before.replace(';', ' ;') : before],
    });
    model = opensipsCfg.model(projectOf(tree), settings, model);
    opensipsCfg.check({ uri, tree, model });
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  console.log(
    `  after a keystroke: median ${ms(times[100] ?? 0)}, 95 of 100 within ${ms(times[190] ?? 0)} (goal: 12 ms)`,
  );
}

const uri = 'file:///etc/opensips/opensips.cfg';
const settings: LanguageSettings = {
  asteriskVersion: 'auto',
  opensipsVersion: 'auto',
  flexisipVersion: 'auto',
  severities: {},
};

function projectOf(tree: ScriptTree): Project<ScriptTree> {
  return { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() };
}

function ms(time: number): string {
  return `${time.toFixed(1)} ms`;
}
