import { message } from '../../../../rules/rule.ts';
import { type ItemFacts, isSince, releaseOf, type Version } from '../../facts/facts.ts';
import { booleanOf, withoutCarriageReturn } from '../../facts/values.ts';
import { type KnownSetting, perSetting } from '../../model/groups.ts';
import type { FlexisipModel } from '../../model/model.ts';
import { atKey, type FileRule, type Finding, removingLine } from '../rule.ts';

export const keyWithoutEffect: FileRule = {
  code: 'flexisip-conf/key-without-effect',
  severity: 'information',
  family: 'keys',
  title: 'Key that the server reads but does not use',
  why: 'Some keys are still accepted so that old files load, but have no effect in newer releases. The server does not warn about them.',
  fix: 'Remove the line.',
  bad: '[global]\nauto-respawn=true\ntransports=sip:*\n[module::Registrar]\nreg-domains=example.org\n',
  good: '[global]\ntransports=sip:*\n[module::Registrar]\nreg-domains=example.org\n',
  exampleVersion: '2.6',
  on: 'file',
  *check(model) {
    for (const setting of idleSettings(model)) {
      const finding = idle(setting, model.version) ?? idleLater(setting, model);
      if (finding !== undefined) yield finding;
    }
  },
};

/** Settings that some release reads and does not use. */
const idleSettings = perSetting(setting => (setting.item.idleSince === undefined ? undefined : setting));

function idle(setting: KnownSetting, version: Version): Finding | undefined {
  const idleSince = setting.item.idleSince;
  if (idleSince === undefined || !isSince(version, idleSince) || isSaidElsewhere(setting, version))
    return undefined;
  return {
    ...atKey(setting),
    message: message(
      `"${setting.item.key}" has had no effect since ${releaseOf(idleSince)}.`,
      'The server reads the value but does not use it.',
      'Remove the line.',
    ),
    tag: 'unnecessary',
    fixes: [removingLine('Remove the line', setting)],
  };
}

/** The release was only detected, and the line has no effect in a later one that matches as well. */
function idleLater(setting: KnownSetting, { version, detection }: FlexisipModel): Finding | undefined {
  const { item } = setting;
  const later = detection.alsoFitting.findLast(other => other.rank > version.rank);
  if (later === undefined || item.idleSince === undefined || isSaidElsewhere(setting, version))
    return undefined;
  if (isSince(version, item.idleSince) || !isSince(later, item.idleSince)) return undefined;
  return {
    ...atKey(setting),
    severity: 'hint',
    message: message(
      `"${item.key}" has no effect from ${releaseOf(item.idleSince)} on.`,
      'The file does not show whether the server is older.',
      'Remove the line when you upgrade, or select your release in the settings.',
    ),
  };
}

function isSaidElsewhere({ item, entry }: KnownSetting, version: Version): boolean {
  // A key that is off by default and stays off does not mislead anyone.
  if (item.default === 'false' && booleanOf(withoutCarriageReturn(entry.value)) === false) return true;
  // The rule for deprecated keys reports it then.
  return isDeprecated(item, version);
}

function isDeprecated({ deprecated }: ItemFacts, version: Version): boolean {
  return deprecated !== null && isSince(version, deprecated.firstTag);
}
