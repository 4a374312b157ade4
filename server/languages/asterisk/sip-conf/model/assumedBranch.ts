import { versionIn } from '../../../serverVersions.ts';
import { compareVersions } from '../../config/branch.ts';
import { asteriskVersions } from '../../config/versions.ts';
import type { SipConf } from './model.ts';

/** A version between two branches is assumed to behave like the older one; undefined for a known version. */
export function assumedBranch({ settings, branch }: SipConf): string | undefined {
  const version = versionIn(settings, asteriskVersions);
  if (version === branch || version.startsWith(`${branch}.`)) return undefined;
  const which = compareVersions(version, branch) < 0 ? 'the oldest branch' : 'the nearest earlier branch';
  return `Asterisk ${version} is treated as branch ${branch}, ${which} known here.`;
}
