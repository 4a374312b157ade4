import type { Entry, Piece, Setting } from './entry.ts';

/** What the sections of a file have to do with each other. */
export interface Inheritance {
  /** What a name between the parentheses of `entry` stands for at that place. */
  parentOf(entry: Entry, name: string): Entry | undefined;
  /** The `(+)` sections that add to an entry, in reading order. */
  appendedTo(entry: Entry): readonly Entry[];
}

/** The lines that count for a section, in order. `isCutShort`: it copies so much that not all of it was followed. */
export interface Gathered {
  readonly settings: readonly Setting[];
  readonly isCutShort: boolean;
}

/** The lines of an entry's parents as they stood there, its own, and those appended later. */
export function gatherSettings(entry: Entry, sections: Inheritance): Gathered {
  const gathering: Gathering = { settings: [], sections: 0, isCutShort: false };
  gather(sections, entry, Number.POSITIVE_INFINITY, gathering);
  return gathering;
}

/** The server copies without a bound, also when every copy doubles; we stop here and say so. */
const MAX_SETTINGS = 20_000;
const MAX_SECTIONS_COPIED = 20_000;
/** Templates of templates: so many are followed one into the other. */
const MAX_DEPTH = 1000;

interface Gathering {
  readonly settings: Setting[];
  sections: number;
  isCutShort: boolean;
}

/** Adds the lines that `entry` has at the point in reading order where section number `before` begins. */
function gather(sections: Inheritance, entry: Entry, before: number, gathering: Gathering, depth = 0): void {
  if (
    depth > MAX_DEPTH ||
    ++gathering.sections > MAX_SECTIONS_COPIED ||
    gathering.settings.length > MAX_SETTINGS
  ) {
    gathering.isCutShort = true;
    return;
  }
  for (const name of entry.parents) {
    const parent = sections.parentOf(entry, name);
    if (parent !== undefined) gather(sections, parent, entry.ordinal, gathering, depth + 1);
  }
  for (const piece of entry.pieces) gatherPiece(piece, entry, gathering.settings);
  if (entry.isAppend) return;
  for (const other of sections.appendedTo(entry)) {
    if (other.ordinal < before) gather(sections, other, other.ordinal, gathering, depth + 1);
  }
}

function gatherPiece(piece: Piece, entry: Entry, settings: Setting[]): void {
  const { lines } = piece.place.section;
  for (let line = piece.from; line < piece.until; line++) {
    const option = lines[line];
    if (option?.kind !== 'option' || option.name === '') continue;
    const setting: Setting = { place: piece.place, line, option, value: option.value, entry };
    const earlier =
      option.operator === '+=' ? settings.findLastIndex(old => old.option.name === option.name) : -1;
    const old = settings[earlier];
    if (old === undefined) settings.push(setting);
    else {
      const glue = option.text.slice(option.operatorStart + 2, option.valueStart);
      const value = `${old.value}${glue}${option.value}`.trim();
      settings[earlier] = { ...setting, value, joined: [...(old.joined ?? [old]), setting] };
    }
  }
}
