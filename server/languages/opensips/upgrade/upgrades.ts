import type { Upgrade, UpgradeTargets } from '../../upgrade.ts';
import {
  isAtLeast,
  longTermNote,
  longTermVersion,
  type Version,
  versionOf,
  versions,
} from '../facts/versions.ts';
import type { ScriptModel } from '../model/model.ts';
import { upgradeModel } from './upgrade.ts';

/** The version that a text such as `3.6` or `3.6.2` means. */
export function upgradeVersion(text: string): Version | undefined {
  const version = /^\d+\.\d+/.test(text) ? versionOf(text) : undefined;
  return version !== undefined && text.startsWith(version) ? version : undefined;
}

export function upgradeTargets({ version }: ScriptModel): UpgradeTargets {
  return { from: version, versions: laterThan(version) };
}

/** Rewrites a script for a later version of OpenSIPS. */
export function upgradeTo(model: ScriptModel, from: string | undefined, to: string): Upgrade | undefined {
  const target = versionOf(to);
  return target && upgradeModel(model, from === undefined ? undefined : versionOf(from), target);
}

/** The version with long-term support comes first, then the others from new to old. */
function laterThan(from: Version): { readonly version: Version; readonly note?: string }[] {
  const later = versions.filter(version => !isAtLeast(from, version)).reverse();
  const isLongTerm = (version: Version): boolean => version === longTermVersion;
  return [...later.filter(isLongTerm), ...later.filter(version => !isLongTerm(version))].map(version =>
    isLongTerm(version) ? { version, note: longTermNote } : { version },
  );
}
