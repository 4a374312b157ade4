import type { Harvest, HarvestFile } from '../../serverVersions.ts';
import { functionOf, moduleFacts, parameterFacts } from './facts.ts';

/** True for a text in which something may be found. */
export function hasTables(text: string): boolean {
  return tableStart.test(text) || exportsStart.test(text);
}

const tableStart = /\b(a?cmd|param)_export_t\s+\w+\s*\[\s*\]\s*=\s*\{/;
const exportsStart = /\bmodule_exports(?:_t)?\s+exports\s*=\s*\{/;

/** The source of one module: the files of its folder. */
interface Source {
  name: string | undefined;
  readonly functions: Set<string>;
  readonly parameters: Set<string>;
}

/** Private modules, functions and parameters of an OpenSIPS, by the tables that each module exports. */
export function harvest(files: readonly HarvestFile[]): Harvest {
  const sources = new Map<string, Source>();
  const modules = new Set<string>();
  for (const { path, text } of files) {
    const installed = /([^/]+)\.so$/.exec(path)?.[1];
    if (installed !== undefined) modules.add(installed);
    if (text === undefined) continue;
    const folder = path.replace(/\/?[^/]*$/, '');
    const source = sources.get(folder) ?? { name: undefined, functions: new Set(), parameters: new Set() };
    sources.set(folder, source);
    readTables(withoutComments(text), folder.replace(/^.*\//, ''), source);
  }
  const functions: string[] = [];
  const parameters: string[] = [];
  for (const source of sources.values()) {
    const { name } = source;
    if (name === undefined) continue;
    modules.add(name);
    const facts = moduleFacts(name);
    for (const own of source.functions)
      if (facts === undefined || functionOf(facts, own) === undefined) functions.push(`${name}.${own}`);
    for (const own of source.parameters)
      if (facts === undefined || parameterFacts(facts, own) === undefined) parameters.push(`${name}.${own}`);
  }
  return {
    options: {
      'opensips.modules': [...modules].filter(name => moduleFacts(name) === undefined).sort(),
      'opensips.functions': functions.sort(),
      'opensips.parameters': parameters.sort(),
    },
    found: modules.size,
  };
}

function readTables(text: string, folder: string, source: Source): void {
  const exported = exportsStart.exec(text);
  if (exported !== null) {
    const from = exported.index + exported[0].length;
    // A macro before the name stands for a part of it.
    source.name ??= /^\s*(?:\.name\s*=\s*)?"([\w-]+)"/.exec(text.slice(from, from + 200))?.[1] ?? folder;
  }
  for (const { 0: whole, 1: kind, index } of text.matchAll(new RegExp(tableStart, 'g'))) {
    const names = kind === 'param' ? source.parameters : source.functions;
    for (const row of rowsOf(text, index + whole.length)) {
      const name = /^\s*(?:\.name\s*=\s*)?"(\w+)"/.exec(row)?.[1];
      // A function that no kind of route may call is for other modules.
      if (name !== undefined && !(kind === 'cmd' && /,\s*0\s*,?\s*$/.test(row))) names.add(name);
    }
  }
}

/** The rows of a table whose opening brace is before `from`, without their braces. */
function* rowsOf(text: string, from: number): Generator<string> {
  let depth = 1;
  let start = from;
  const sign = /[{}]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'/g;
  sign.lastIndex = from;
  for (let found = sign.exec(text); found !== null && depth > 0; found = sign.exec(text)) {
    if (found[0] === '{' && ++depth === 2) start = found.index + 1;
    if (found[0] === '}' && --depth === 1) yield text.slice(start, found.index);
  }
}

/** The text with a space for each comment, also one without an end, so that what is commented out is not found. */
function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*/g, part =>
    part.startsWith('/') ? ' ' : part,
  );
}
