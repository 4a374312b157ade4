import type { LanguageStatus } from '../../project.ts';
import { versionIn } from '../../serverVersions.ts';
import { isPreRelease, type Version } from '../facts/facts.ts';
import { flexisipVersions } from '../facts/serverVersions.ts';
import type { FlexisipModel } from '../model/model.ts';

/** The release that the file is judged for, and how it was found. */
export function statusOf(model: FlexisipModel): LanguageStatus {
  const { version, detection } = model;
  const unknown =
    detection.unknownKeys === 0 ? '' : ` ${detection.unknownKeys} of the keys are unknown to it.`;
  const preRelease = isPreRelease(version) ? ' There is only a pre-release of this version so far.' : '';
  const reason = reasonOf(model);
  const isGuessed = detection.by !== 'settings' || !version.tag.startsWith(version.label);
  return {
    label: `Flexisip ${shown(version)}`,
    detail: `${reason} Keys of ${version.tag} are taken.${preRelease}${unknown}`,
    severity: detection.unknownKeys === 0 ? 'information' : 'warning',
    ...(isGuessed ? { versionNote: `Judged as Flexisip ${shown(version)}. ${reason}` } : {}),
  };
}

function reasonOf({ version, detection, settings }: FlexisipModel): string {
  if (detection.by === 'header') return 'The first comment of the file names this release, and its keys fit.';
  if (detection.by === 'settings') {
    const asked = versionIn(settings, flexisipVersions);
    return version.tag.startsWith(version.label)
      ? 'The version comes from the settings.'
      : `Version ${asked} is not known here; ${version.tag} is the nearest one that is.`;
  }
  const [oldest] = detection.alsoFitting;
  if (oldest === undefined) return 'No version is chosen, and no other release knows these keys.';
  const which = isPreRelease(version) ? 'the newest release' : 'the newest stable release';
  const others = ` Others fit as well, the oldest of them ${oldest.label}.`;
  return `No version is chosen; this is ${which} that knows the keys of the file.${others}`;
}

function shown(version: Version): string {
  return `${version.label}${isPreRelease(version) ? ' (pre-release)' : ''}`;
}
