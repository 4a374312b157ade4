import type { Position } from 'vscode-languageserver-types';
import type { Language } from '../server/languages/language.ts';
import type { Project, View } from '../server/languages/project.ts';
import { languages } from '../server/languages/registry.ts';
import { ladderText } from '../server/languages/trace/callFlow/ladderText.ts';
import { traceOf } from '../server/languages/trace/model/model.ts';
import { parseTrace } from '../server/languages/trace/reading/parser.ts';
import { redactTrace } from '../server/languages/trace/writing/redact/redactTrace.ts';
import { splitLines } from '../server/text/lines.ts';
import { defaultSettings } from '../server/workspace/settings.ts';
import { type Growth, grown, growths } from './sources/fragments.ts';

/**
 * The doubling test: every parser, check and request of every language over texts of n, 2n and 4n repetitions of hundreds of
 * fragments. Prints what grows faster than n log n, what throws, and what takes a second or more for some thousand repetitions.
 * `DOUBLING=sip-conf` names languages, `DOUBLING_FROM` how many repetitions are n.
 */
export function run(): void {
  const wanted = (process.env.DOUBLING ?? '').split(',').filter(name => name !== '');
  const from = Number(process.env.DOUBLING_FROM ?? 2000);
  let cases = 0;
  let bad = 0;
  for (const language of languages) {
    if (wanted.length > 0 && !wanted.includes(language.id)) continue;
    const start = performance.now();
    let count = 0;
    for (const growth of growths(language.id)) {
      const found = judge(language, growth, from);
      count += found.cases;
      for (const line of found.faults) console.log(`  ${language.id}  ${line}`);
      bad += found.faults.length;
    }
    cases += count;
    console.log(
      `  ${language.id.padEnd(16)} ${count} measurements in ${((performance.now() - start) / 1000).toFixed(0)} s`,
    );
  }
  console.log(`  ${cases} measurements, ${bad} of them bad`);
}

/** Less than this says nothing, in milliseconds; from here on it is bad whatever the growth. */
const NOTHING = 60;
const TOO_LONG = 4000;
/** Four times as much may take so many times as long: n log n and some noise. */
const MOST_GROWTH = 7;

interface Judged {
  readonly cases: number;
  readonly faults: readonly string[];
}

function judge(language: Language, growth: Growth, from: number): Judged {
  const faults: string[] = [];
  const name = JSON.stringify(`${growth.head.slice(-24)}|${growth.part.slice(0, 40)}`);
  const large = measured(language, grown(growth, 4 * from), TOO_LONG);
  let cases = 0;
  for (const [what, result] of large) {
    cases++;
    if (typeof result === 'string') faults.push(`${what} throws ${result} over ${name}`);
    else if (result >= NOTHING) {
      const small = measured(language, grown(growth, from), TOO_LONG, what).get(what);
      const middle = measured(language, grown(growth, 2 * from), TOO_LONG, what).get(what);
      const again = measured(language, grown(growth, 4 * from), TOO_LONG, what).get(what);
      if (typeof small !== 'number' || typeof middle !== 'number' || typeof again !== 'number') continue;
      const most = Math.min(result, again);
      if (most >= NOTHING && (most / Math.max(small, 1.5) > MOST_GROWTH || most >= TOO_LONG))
        faults.push(
          `${what} ${small.toFixed(0)} -> ${middle.toFixed(0)} -> ${most.toFixed(0)} ms over ${name}`,
        );
    }
  }
  return { cases, faults };
}

/** Milliseconds of every operation, or what it throws. With `only`, no more than what that one needs. */
function measured(
  language: Language,
  text: string,
  most: number,
  only?: string,
): Map<string, number | string> {
  const results = new Map<string, number | string>();
  const timed = <Value>(what: string, work: () => Value): Value | undefined => {
    const start = performance.now();
    try {
      const value = work();
      if (only === undefined || only === what) results.set(what, performance.now() - start);
      return value;
    } catch (error) {
      if (only === undefined || only === what)
        results.set(
          what,
          error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 60) : 'something',
        );
      return undefined;
    }
  };
  const tree = timed('parse', () => language.parse(text));
  if (tree === undefined || tooLong(results, most)) return results;
  const view = timed('model', () => viewOf(language, tree));
  if (view === undefined || tooLong(results, most)) return results;
  timed('check', () => language.check(view));
  if (tooLong(results, most)) return results;
  for (const [what, work] of operations(language, view, text)) {
    if (only !== undefined && only !== what) continue;
    timed(what, work);
    if (tooLong(results, most)) break;
  }
  return results;
}

function tooLong(results: ReadonlyMap<string, number | string>, most: number): boolean {
  return [...results.values()].some(result => typeof result === 'number' && result > most);
}

function viewOf(language: Language, tree: object): View<object, object> {
  const uri = 'file:///etc/x/main.conf';
  const project: Project<object> = {
    root: uri,
    trees: new Map([[uri, tree]]),
    resolve: () => [],
    companions: new Map(),
  };
  return { uri, tree, model: language.model(project, defaultSettings.language, undefined) };
}

function operations(language: Language, view: View<object, object>, text: string): [string, () => unknown][] {
  const lines = splitLines(text);
  const middle = lines.length >> 1;
  const range = {
    start: { line: Math.max(0, middle - 30), character: 0 },
    end: { line: middle + 30, character: 0 },
  };
  const whole = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
  const formatting = { tabSize: 4, insertSpaces: true };
  const found: [string, () => unknown][] = [
    ['edit', () => language.edit(view.tree, { line: middle, removed: 1, lines: ['x\n'] })],
    ['print', () => language.print(view.tree)],
    ['includes', () => language.includes(view.tree)],
    ['symbols', () => language.symbols?.(view)],
    ['workspace symbols', () => language.workspaceSymbols?.(view.model, 'a')],
    ['folding', () => language.folding?.(view)],
    ['links', () => language.links?.(view)],
    ['lenses', () => language.lenses?.(view)],
    ['tokens', () => language.tokens?.(view)],
    ['hints', () => language.hints?.(view, whole)],
    ['format', () => language.format?.(view, formatting)],
    ['actions', () => language.actions?.(view, range, [], undefined)],
    ['status', () => language.status?.(view)],
  ];
  for (const [where, position] of places(lines)) {
    found.push(
      [`hover ${where}`, () => language.hover?.(view, position)],
      [`completion ${where}`, () => language.complete?.(view, position)],
      [`signature ${where}`, () => language.signatureHelp?.(view, position)],
      [`highlights ${where}`, () => language.highlights?.(view, position)],
      [`definition ${where}`, () => language.definition?.(view, position)],
      [`references ${where}`, () => language.references?.(view, position, true)],
      [`prepare rename ${where}`, () => language.prepareRename?.(view, position)],
      [`selection ${where}`, () => language.selectionRanges?.(view, [position])],
      [`digest ${where}`, () => language.digestSettings?.(view, position)],
      [`type hierarchy ${where}`, () => language.prepareTypeHierarchy?.(view, position)],
      [`call hierarchy ${where}`, () => language.prepareCallHierarchy?.(view, position)],
      [`on type ${where}`, () => language.formatOnType?.(view, position, '\n', formatting)],
    );
  }
  if (language.id === 'sip-trace') {
    found.push(['redact', () => redactTrace(traceOf(parseTrace(text)))]);
    found.push(['ladder', () => ladderText(traceOf(parseTrace(text)), { foldPorts: true })]);
  }
  return found;
}

function places(lines: readonly string[]): [string, Position][] {
  const last = lines.length - 1;
  const middle = last >> 1;
  const end = (line: number): Position => ({
    line,
    character: (lines[line] ?? '').replace(/[\r\n]+$/, '').length,
  });
  return [
    ['at the end', end(last)],
    ['in the middle', { line: middle, character: (lines[middle]?.length ?? 0) >> 1 }],
  ];
}
