import type { AsteriskConf } from './conf.ts';
import type { Entry, SectionPlace, Setting } from './entry.ts';
import { type OptionLine, valueColumn } from './line.ts';

/** For each line that `+=` affects: the line as the server holds it, or undefined when it became part of another one. */
export type Joins = ReadonlyMap<OptionLine, OptionLine | undefined>;

/**
 * The lines that `+=` joins in the sections with one name. The server puts the joined value at the position of the first line and
 * reports its number; when that line was inherited, we show it where the rest was added. Undefined when nothing is joined.
 */
export function joinsOf(conf: AsteriskConf, entries: readonly Entry[]): Joins | undefined {
  if (!entries.some(({ pieces }) => pieces.some(({ place }) => place.section.hasJoin))) return undefined;
  const places = new Set(entries.flatMap(({ pieces }) => pieces.map(({ place }) => place)));
  const joins = new Map<OptionLine, OptionLine | undefined>();
  for (const entry of entries) {
    for (const setting of entry.isAppend ? [] : conf.settingsOf(entry)) {
      if (setting.joined !== undefined) enter(setting, setting.joined, places, joins);
    }
  }
  return joins;
}

function enter(
  setting: Setting,
  joined: readonly Setting[],
  places: ReadonlySet<SectionPlace>,
  joins: Map<OptionLine, OptionLine | undefined>,
): void {
  const own = joined.filter(({ place }) => places.has(place));
  const shown = own[0] === joined[0] ? joined[0] : own.at(-1);
  for (const { option } of own) joins.set(option, undefined);
  if (shown === undefined) return;
  const before = shown === joined[0] ? 0 : setting.value.length - shown.option.value.length;
  joins.set(shown.option, withValue(shown.option, setting.value, before));
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
