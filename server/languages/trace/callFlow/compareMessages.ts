import { headerText } from '../../../sip/message.ts';
import type { MessageComparison } from '../../callFlow.ts';
import { arrowLabel } from '../model/describe.ts';
import { sipMessage, type Trace } from '../model/model.ts';

/** Compares start line, header fields by name, and body line by line; undefined if a message does not exist. */
export function compareMessages(trace: Trace, first: number, second: number): MessageComparison | undefined {
  const [a, b] = [trace.entries[first], trace.entries[second]];
  if (a === undefined || b === undefined) return undefined;
  const left = partsOf(trace, first);
  const right = partsOf(trace, second);
  const names = [...new Set([...left.keys(), ...right.keys()])];
  const rows = names
    .map(name => ({ name, first: left.get(name) ?? null, second: right.get(name) ?? null }))
    .filter(row => row.first !== row.second);
  return {
    first: `#${first} ${arrowLabel(a)}`,
    second: `#${second} ${arrowLabel(b)}`,
    rows: rows.slice(0, MOST_ROWS),
    same: names.length - rows.length,
  };
}

const MOST_ROWS = 500;
const MOST_LINES = 400;

/** The parts of a message by name; the second Via is `Via 2`, the third body line `Body line 3`. */
function partsOf(trace: Trace, index: number): Map<string, string> {
  const parts = new Map<string, string>();
  const entry = trace.entries[index];
  if (entry === undefined) return parts;
  const message = sipMessage(entry.message);
  const add = (name: string, value: string) => {
    let number = 1;
    let key = name;
    while (parts.has(key) && number < MOST_LINES) key = `${name} ${++number}`;
    parts.set(key, value);
  };
  add('Start line', message.startLine.source.text);
  for (const header of message.headers.slice(0, MOST_LINES)) add(header.canonical, headerText(header) ?? '');
  const lines = message.body.text.split(/\r\n|\r|\n/).slice(0, MOST_LINES);
  lines.forEach((line, number) => {
    if (line !== '') parts.set(`Body line ${number + 1}`, line);
  });
  return parts;
}
