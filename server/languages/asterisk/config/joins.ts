import type { AsteriskConf } from './conf.ts';
import type { Entry, SectionPlace, Setting } from './entry.ts';
import { type OptionLine, valueColumn } from './line.ts';

/** For each line that `+=` affects, by number: the line as the server holds it, or undefined when it became part of another one. */
export type JoinedLines = ReadonlyMap<number, OptionLine | undefined>;

/**
 * The lines that `+=` joins in the sections with one name. The server puts the joined value at the position of the first line and
 * reports its number; when that line was inherited, we show it where the rest was added. Undefined when nothing is joined.
 */
export function joinsOf(
  conf: AsteriskConf,
  entries: readonly Entry[],
): ReadonlyMap<SectionPlace, JoinedLines> | undefined {
  if (!entries.some(({ pieces }) => pieces.some(({ place }) => place.section.hasJoin))) return undefined;
  const joins = new Map<SectionPlace, Map<number, OptionLine | undefined>>();
  for (const { pieces } of entries) for (const { place } of pieces) joins.set(place, new Map());
  for (const entry of entries) {
    for (const setting of entry.isAppend ? [] : conf.settingsOf(entry)) {
      if (setting.joined !== undefined) enter(setting, setting.joined, joins);
    }
  }
  return joins;
}

function enter(
  setting: Setting,
  joined: readonly Setting[],
  joins: ReadonlyMap<SectionPlace, Map<number, OptionLine | undefined>>,
): void {
  const own = joined.filter(({ place }) => joins.has(place));
  const shown = own[0] === joined[0] ? joined[0] : own.at(-1);
  for (const { place, line } of own) joins.get(place)?.set(line, undefined);
  if (shown === undefined) return;
  const before = shown === joined[0] ? 0 : setting.value.length - shown.option.value.length;
  joins.get(shown.place)?.set(shown.line, withValue(shown.option, setting.value, before));
}

/** The line with a longer value: text that is not written in it maps to the start or end of its own part. */
function withValue(option: OptionLine, value: string, before: number): OptionLine {
  const last = Math.max(option.valueStart, option.valueEnd - 1);
  const map = Array.from(value, (_unit, index) => {
    if (index < before) return option.valueStart;
    return index - before < option.value.length ? valueColumn(option, index - before) : last;
  });
  return { ...option, value, map };
}
