import { AsteriskConf } from '../config/conf.ts';
import type { Entry, LinePlace, Setting } from '../config/entry.ts';
import { parseConfig } from '../config/parser.ts';
import { isReadWhole } from '../config/unread.ts';

/** A file next to a configuration, read by the same reader: templates, `(+)` and `+=` work there too. */
export interface CompanionConf {
  readonly uri: string;
  /** False when it includes or runs something that was not read. */
  readonly isComplete: boolean;
  /** Sections that count, by exact name, in the order of the file; lines of equal names joined. */
  readonly sections: ReadonlyMap<string, CompanionSection>;
  /** The lines of the first section with a lowercase name, in upper or lower case. */
  settingsIn(key: string): readonly Setting[];
  lineOf(place: LinePlace): number;
}

export interface CompanionSection {
  readonly name: string;
  /** The first section of the name. */
  readonly entry: Entry;
  /** Line of its first header, from 0. */
  readonly line: number;
  /** The lines of all sections with the name, computed on demand. */
  readonly settings: readonly Setting[];
}

/** The companion of a configuration by its base name; null when it does not exist, undefined when it was not looked for. */
export function companionConf(owner: AsteriskConf, name: string): CompanionConf | null | undefined {
  const text = owner.project.companions.get(name);
  if (typeof text !== 'string') return text;
  let known = readings.get(owner);
  if (known === undefined) {
    known = new Map();
    readings.set(owner, known);
  }
  let reading = known.get(name);
  if (reading?.text !== text) {
    reading = { text, conf: readCompanion(besideRoot(owner.project.root, name), text, owner) };
    known.set(name, reading);
  }
  return reading.conf;
}

interface CompanionReading {
  readonly text: string;
  readonly conf: CompanionConf;
}

/** The companions of each model: the same files are requested again and again, and most edits leave them unchanged. */
const readings = new WeakMap<AsteriskConf, Map<string, CompanionReading>>();

function readCompanion(uri: string, text: string, owner: AsteriskConf): CompanionConf {
  const conf = new AsteriskConf(
    {
      root: uri,
      trees: new Map([[uri, parseConfig(text)]]),
      resolve: () => undefined,
      companions: new Map(),
    },
    owner.branch,
  );
  const sections = sectionsOf(conf);
  return {
    uri,
    isComplete: isReadWhole(conf),
    sections,
    settingsIn: key =>
      (sections.get(key) ?? [...sections.values()].find(({ entry }) => entry.key === key))?.settings ?? [],
    lineOf: place => conf.lineOf(place),
  };
}

function sectionsOf(conf: AsteriskConf): ReadonlyMap<string, CompanionSection> {
  const sections = new Map<string, CompanionSection>();
  for (const entry of conf.reading.entries) {
    const { name } = entry.header;
    if (sections.has(name) || !conf.isVisible(entry)) continue;
    sections.set(name, {
      name,
      entry,
      line: conf.lineOf({ place: entry.place, line: 0 }),
      get settings() {
        const named = conf.names.get(entry.key) ?? [];
        return named
          .filter(other => other.header.name === name && conf.isVisible(other))
          .flatMap(other => conf.settingsOf(other));
      },
    });
  }
  return sections;
}

export function besideRoot(root: string, name: string): string {
  return `${root.slice(0, root.lastIndexOf('/') + 1)}${name}`;
}
