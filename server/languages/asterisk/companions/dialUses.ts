import type { Location } from 'vscode-languageserver-types';
import { lineRange, valueColumns } from '../config/columns.ts';
import type { AsteriskConf } from '../config/conf.ts';
import { type CompanionConf, companionConf } from './companionConf.ts';

/** A line of extensions.conf that names a device as `SIP/alice` or `PJSIP/alice`: a call, a hint. */
export interface DialUse {
  /** The context of the line. */
  readonly context: string;
  readonly place: Location;
}

/** Device names in the dialplan are compared case-insensitively. */
export function dialUses(
  owner: AsteriskConf,
  technology: 'SIP' | 'PJSIP',
  device: string,
): readonly DialUse[] {
  const conf = companionConf(owner, 'extensions.conf');
  if (conf === undefined || conf === null) return [];
  let uses = usesOf.get(conf);
  if (uses === undefined) {
    uses = readUses(conf);
    usesOf.set(conf, uses);
  }
  return uses.get(`${technology}/${device}`.toLowerCase()) ?? [];
}

/** The lines are looked through once for all devices. */
const usesOf = new WeakMap<CompanionConf, ReadonlyMap<string, readonly DialUse[]>>();

function readUses(conf: CompanionConf): ReadonlyMap<string, readonly DialUse[]> {
  const uses = new Map<string, DialUse[]>();
  for (const { name: context, settings } of conf.sections.values())
    for (const setting of settings)
      for (const match of setting.value.matchAll(/(?<![\w.-])(?:PJ)?SIP\/[\w.-]+/gi)) {
        const [name] = match;
        const { start, end } = valueColumns(setting.option, match.index, match.index + name.length);
        const range = lineRange(conf.lineOf(setting), start, end);
        const found = uses.get(name.toLowerCase()) ?? [];
        uses.set(name.toLowerCase(), found);
        found.push({ context, place: { uri: conf.uri, range } });
      }
  return uses;
}
