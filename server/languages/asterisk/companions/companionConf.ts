import type { Setting } from '../config/entry.ts';
import { parseConfig } from '../config/parser.ts';
import { SipConf } from '../sip-conf/model/model.ts';

/** A file beside sip.conf, read by the same reader: templates and `(+)` work there too. */
export interface CompanionConf {
  readonly uri: string;
  /** False when it includes or runs something that was not read. */
  readonly isComplete: boolean;
  /** Sections that count, by exact name, in the order of the file; lines of equal names joined. */
  readonly sections: ReadonlyMap<string, CompanionSection>;
  lineOf(setting: Setting): number;
}

export interface CompanionSection {
  readonly name: string;
  /** Line of its first header, from 0. */
  readonly line: number;
  readonly settings: readonly Setting[];
}

/** The companion of a model by its base name; null when it does not exist, undefined when nobody looked. */
export function companionConf(model: SipConf, name: string): CompanionConf | null | undefined {
  const text = model.project.companions.get(name);
  if (typeof text !== 'string') return text;
  const known = read.get(name);
  const uri = besideRoot(model.project.root, name);
  if (known?.text === text && known.conf.uri === uri) return known.conf;
  const conf = readCompanion(uri, text, model);
  read.set(name, { text, conf });
  return conf;
}

/** The latest reading of each name: the same files are asked for again and again. */
const read = new Map<string, { readonly text: string; readonly conf: CompanionConf }>();

function readCompanion(uri: string, text: string, owner: SipConf): CompanionConf {
  const tree = parseConfig(text);
  const model = new SipConf(
    { root: uri, trees: new Map([[uri, tree]]), resolve: () => undefined, companions: new Map() },
    owner.settings,
  );
  const sections = new Map<string, { name: string; line: number; settings: Setting[] }>();
  for (const bucket of model.names.values()) {
    for (const entry of bucket) {
      if (entry.isTemplate || entry.isAppend) continue;
      const { name } = entry.header;
      const section = sections.get(name);
      const settings = model.settingsOf(entry);
      if (section !== undefined) section.settings.push(...settings);
      else
        sections.set(name, {
          name,
          line: model.lineOf({ place: entry.place, line: 0 }),
          settings: [...settings],
        });
    }
  }
  return {
    uri,
    isComplete: !tree.sections.some(
      section =>
        section.hasDirectives &&
        section.lines.some(
          line => line.kind === 'directive' && /^(include|tryinclude|exec)$/.test(line.word),
        ),
    ),
    sections,
    lineOf: setting => model.lineOf(setting),
  };
}

function besideRoot(root: string, name: string): string {
  return `${root.slice(0, root.lastIndexOf('/') + 1)}${name}`;
}
