import type { LanguageStatus } from '../../../project.ts';
import { versionIn } from '../../../serverVersions.ts';
import { asteriskVersions } from '../../config/versions.ts';
import type { PjsipConf } from '../model/model.ts';

/** The release that the file is judged for, and bounds that were reached. */
export function statusOf(model: PjsipConf): LanguageStatus {
  const chosen = versionIn(model.settings, asteriskVersions);
  const { branch, version } = model.release;
  const label = `Asterisk ${version}`;
  if (model.conf.isCutShort) {
    const detail = 'Sections copy from each other so often that not all of their lines are followed.';
    return { label, detail, severity: 'warning' };
  }
  if (Number.parseInt(chosen, 10) < branch) {
    const detail = `Asterisk ${chosen} has no chan_pjsip; the file is judged as Asterisk ${branch} reads it.`;
    return { label, detail, severity: 'warning' };
  }
  return { label, detail: `Judged as Asterisk ${version} reads it.`, severity: 'information' };
}
