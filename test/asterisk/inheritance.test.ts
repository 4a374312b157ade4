import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AsteriskConf } from '../../server/languages/asterisk/config/conf.ts';
import { parseConfig } from '../../server/languages/asterisk/config/parser.ts';

function confOf(text: string): AsteriskConf {
  const uri = 'file:///etc/asterisk/x.conf';
  const project = {
    root: uri,
    trees: new Map([[uri, parseConfig(text)]]),
    resolve: () => undefined,
    companions: new Map(),
  };
  return new AsteriskConf(project, '20');
}

/** The sections of a file with the lines that count for each, as `name=value`. */
function counted(text: string): readonly (readonly string[])[] {
  const conf = confOf(text);
  const plain = conf.reading.entries.filter(({ isAppend }) => !isAppend);
  return plain.map(entry => conf.settingsOf(entry).map(({ option, value }) => `${option.name}=${value}`));
}

interface Part {
  readonly name: string;
  readonly parents: readonly string[];
  readonly isAppend: boolean;
  readonly lines: readonly string[];
}

/** What the server does: lists of lines, copied as they stand at each header (inherit_category, process_text_line). */
function copied(parts: readonly Part[]): readonly (readonly string[])[] {
  const categories: { readonly name: string; readonly lines: string[] }[] = [];
  for (const { name, parents, isAppend, lines } of parts) {
    const first = (wanted: string) => categories.find(category => category.name === wanted);
    const target = isAppend ? first(name) : undefined;
    const copies = parents.flatMap(parent => [...(first(parent)?.lines ?? [])]);
    const category = target ?? { name, lines: [] };
    category.lines.push(...copies);
    for (const line of lines) {
      const [key = '', value = ''] = line.split(/\+?=/);
      const at = line.includes('+=') ? category.lines.findLastIndex(old => old.startsWith(`${key}=`)) : -1;
      if (at < 0) category.lines.push(`${key}=${value}`);
      else category.lines[at] += value;
    }
    if (target === undefined) categories.push(category);
  }
  return categories.map(({ lines }) => lines);
}

const names = ['a', 'b', 'c', 'd'];
const part: fc.Arbitrary<Part> = fc.record({
  name: fc.constantFrom(...names),
  parents: fc.array(fc.constantFrom(...names), { maxLength: 3 }),
  isAppend: fc.boolean(),
  lines: fc.array(fc.constantFrom('x=1', 'y=2', 'x+=3', 'y+=4', 'z=5'), { maxLength: 4 }),
});

/** Leaves out what makes the server stop: parents and targets that are not there yet. */
function readable(parts: readonly Part[]): readonly Part[] {
  const seen = new Set<string>();
  return parts.map(({ parents, isAppend, ...rest }) => {
    const known = {
      ...rest,
      isAppend: isAppend && seen.has(rest.name),
      parents: parents.filter(name => seen.has(name)),
    };
    seen.add(rest.name);
    return known;
  });
}

function written({ name, parents, isAppend, lines }: Part): string {
  const options = [...(isAppend ? ['+'] : []), ...parents];
  return `[${name}]${options.length === 0 ? '' : `(${options.join(',')})`}\n${lines.map(line => `${line}\n`).join('')}`;
}

describe('the lines that count for a section', () => {
  it('are those of the list that the server copies together', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), parts => {
        const known = readable(parts);
        expect(counted(known.map(written).join(''))).toEqual(copied(known));
      }),
      { numRuns: 500 },
    );
  });

  it('are copied with what += made of them, not joined to lines of other parents', () => {
    expect(counted('[a]\nx=1\n[b]\nx+=2\n[c](a,b)\n').at(-1)).toEqual(['x=1', 'x=2']);
  });

  it('are followed through 8,000 sections that copy one from the other', () => {
    const header = (at: number) => `[t${at}]${at === 0 ? '' : `(t${at - 1})`}\n`;
    const conf = confOf(Array.from({ length: 8000 }, (_, at) => `${header(at)}x=${at}\n`).join(''));
    const last = conf.reading.entries.at(-1);
    const settings = last === undefined ? [] : conf.settingsOf(last);
    expect(settings.map(({ value }) => Number(value))).toEqual(Array.from({ length: 8000 }, (_, at) => at));
  });

  it('are found without the list when every copy doubles it, and the list has each line once', () => {
    const header = (at: number) => `[t${at}]${at === 0 ? '' : `(t${at - 1},t${at - 1})`}\n`;
    const conf = confOf(Array.from({ length: 2500 }, (_, at) => `${header(at)}x=${at}\n`).join(''));
    const last = conf.reading.entries.at(-1);
    if (last === undefined) throw new Error('no section');
    const asked = (which: 'first' | 'last') => conf.lineFor(last, { which, fits: () => true })?.value;
    expect([asked('first'), asked('last')]).toEqual(['0', '2499']);
    expect(conf.isCutShort).toBe(false);
    expect(conf.settingsOf(last).length).toBe(2500);
    expect(conf.isCutShort).toBe(true);
  });
});
