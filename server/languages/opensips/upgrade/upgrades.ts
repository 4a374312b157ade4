import type { Upgrades } from '../../upgrade.ts';
import { versionOf, versions } from '../facts/versions.ts';
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
  upgrade: (model, from, to) => {
    const target = versionOf(to);
    return target && upgradeModel(model, from === undefined ? undefined : versionOf(from), target);
  },
  report: upgradeReport,
};
