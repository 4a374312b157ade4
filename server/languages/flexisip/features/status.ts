import type { LanguageStatus } from '../../project.ts';
import { versionIn } from '../../serverVersions.ts';
import { isPreRelease, type Version } from '../facts/facts.ts';
import { flexisipVersions } from '../facts/serverVersions.ts';
import type { FlexisipModel } from '../model/model.ts';

/** The release that the file is checked for, and how it was detected. */
export function statusOf(model: FlexisipModel): LanguageStatus {
  const { version, detection } = model;
  const unknown =
    detection.unknownKeys === 0 ? '' : ` It does not know ${detection.unknownKeys} of the keys.`;
  const preRelease = isPreRelease(version) ? ' This version has only pre-releases so far.' : '';
  const reason = reasonOf(model);
  const isGuessed = detection.by !== 'settings' || !version.tag.startsWith(version.label);
  return {
    label: `Flexisip ${shown(version)}`,
    detail: `${reason} Uses the keys of ${version.tag}.${preRelease}${unknown}`,
    severity: detection.unknownKeys === 0 ? 'information' : 'warning',
    ...(isGuessed ? { versionNote: `Checked as Flexisip ${shown(version)}. ${reason}` } : {}),
  };
}

function reasonOf({ version, detection, settings }: FlexisipModel): string {
  if (detection.by === 'header')
    return 'The first comment of the file contains this release, and its keys match.';
  if (detection.by === 'settings') {
    const asked = versionIn(settings, flexisipVersions);
    return version.tag.startsWith(version.label)
      ? 'The version comes from the settings.'
      : `Version ${asked} is unknown; ${version.tag} is the nearest known one.`;
  }
  const [oldest] = detection.alsoFitting;
  if (oldest === undefined) return 'No version is selected, and no other release knows these keys.';
  const which = isPreRelease(version) ? 'the newest release' : 'the newest stable release';
  const others = ` Other releases match as well, the oldest of which is ${oldest.label}.`;
  return `No version is selected; this is ${which} that knows the keys of the file.${others}`;
}

function shown(version: Version): string {
  return `${version.label}${isPreRelease(version) ? ' (pre-release)' : ''}`;
}
