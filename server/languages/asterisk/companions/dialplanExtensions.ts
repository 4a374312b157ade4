import type { Setting } from '../config/entry.ts';

/** An extension with its first priority. */
export interface WrittenExtension {
  readonly pattern: string;
  /** What the caller's number must match; undefined: anything. */
  readonly callerId: string | undefined;
  readonly setting: Setting;
}

/**
 * The extensions of a context that have a priority 1, or a hint, as pbx_load_config numbers them: `n` is one more than the priority of
 * the line above, whatever its extension, and `s` is the same priority.
 */
export function extensionsOf(
  settings: readonly Setting[],
  globals: ReadonlyMap<string, string>,
  wanted: 'priority 1' | 'hint' = 'priority 1',
): WrittenExtension[] {
  const extensions: WrittenExtension[] = [];
  let name = '';
  let last = NONE;
  let section: Setting['entry'] | undefined;
  for (const setting of settings) {
    const isContinued = setting.option.key.startsWith('same');
    if (setting.option.key !== 'exten' && !isContinued) continue;
    if (setting.entry !== section) {
      section = setting.entry;
      name = '';
      last = NONE;
    }
    const [first = '', second = ''] = setting.value.split(',');
    if (!isContinued) name = withVariables(first.trim(), globals);
    const priority = priorityOf((isContinued ? first : second).trim(), last);
    if (priority === undefined || priority === 0 || name === '') continue;
    last = priority;
    if (priority !== (wanted === 'hint' ? HINT : 1)) continue;
    const slash = name.indexOf('/');
    const pattern = withoutBlanks(slash < 0 ? name : name.slice(0, slash));
    if (pattern === '') continue;
    extensions.push({ pattern, callerId: slash < 0 ? undefined : name.slice(slash + 1), setting });
  }
  return extensions;
}

/** Before the first line with a priority. */
const NONE = -2;

/** PRIORITY_HINT. */
const HINT = -1;

/** Undefined for what the server refuses. */
function priorityOf(text: string, last: number): number | undefined {
  const [labelled = '', label] = text.split('(', 2);
  if (label?.includes(')') === false) return undefined;
  const plus = labelled.indexOf('+');
  const word = plus < 0 ? labelled : labelled.slice(0, plus);
  const base = baseOf(word, last);
  if (base === undefined || base === 0 || plus < 0) return base;
  return base + (Number.parseInt(labelled.slice(plus + 1), 10) || 0);
}

function baseOf(word: string, last: number): number | undefined {
  if (word === 'hint') return HINT;
  if (word === 'n' || word === 'next') return last === NONE ? undefined : last + 1;
  if (word === 's' || word === 'same') return last === NONE ? undefined : last;
  const number = Number.parseInt(word, 10);
  return number >= 1 ? number : undefined;
}

/** ext_strncpy removes spaces, except inside a character set of a pattern. */
function withoutBlanks(name: string): string {
  return name.startsWith('_') ? name.replace(/(\[[^\]]*\]?)| /g, '$1') : name.replaceAll(' ', '');
}

/** The variables of [globals]. */
export function globalVariables(settings: readonly Setting[]): ReadonlyMap<string, string> {
  return new Map(settings.map(({ option, value }) => [option.name, value]));
}

/** Plain `${NAME}` only; anything else in a name is known only at run time. */
function withVariables(text: string, globals: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (_all, name: string) => globals.get(name) ?? '');
}
