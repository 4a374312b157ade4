import type { Upgrades } from '../../upgrade.ts';
import {
  isAtLeast,
  longTermNote,
  longTermVersion,
  type Version,
  versionOf,
  versions,
} from '../facts/versions.ts';
import type { ScriptModel } from '../model/model.ts';
import { upgradeReport } from './report.ts';
import { upgradeModel } from './upgrade.ts';

/** The upgrade of a script to a later version of OpenSIPS. */
export const upgrades: Upgrades<ScriptModel> = {
  versions,
  versionOf: text => {
    const version = /^\d+\.\d+/.test(text) ? versionOf(text) : undefined;
    return version !== undefined && text.startsWith(version) ? version : undefined;
  },
  targets: model => ({ from: model.version, versions: laterThan(model.version) }),
  upgrade: (model, from, to) => {
    const target = versionOf(to);
    return target && upgradeModel(model, from === undefined ? undefined : versionOf(from), target);
  },
  report: upgradeReport,
};

/** The version with long-term support comes first, then the others from new to old. */
function laterThan(from: Version): { readonly version: Version; readonly note?: string }[] {
  const later = versions.filter(version => !isAtLeast(from, version)).reverse();
  const isLongTerm = (version: Version): boolean => version === longTermVersion;
  return [...later.filter(isLongTerm), ...later.filter(version => !isLongTerm(version))].map(version =>
    isLongTerm(version) ? { version, note: longTermNote } : { version },
  );
}
