import type { LanguageStatus } from '../../../project.ts';
import { versionIn } from '../../../serverVersions.ts';
import { asteriskVersions } from '../../config/versions.ts';
import type { PjsipConf } from '../model/model.ts';

/** The release that the file is checked for, and limits that were reached. */
export function statusOf(model: PjsipConf): LanguageStatus {
  const chosen = versionIn(model.settings, asteriskVersions);
  const { branch, version } = model.release;
  const label = `Asterisk ${version}`;
  if (model.conf.isCutShort) {
    const detail = 'Sections copy from each other so often that some of their lines were not followed.';
    return { label, detail, severity: 'warning' };
  }
  if (Number.parseInt(chosen, 10) < branch) {
    const detail = `Asterisk ${chosen} has no chan_pjsip; the file is checked for Asterisk ${branch}.`;
    return { label, detail, severity: 'warning' };
  }
  return { label, detail: `The file is checked for Asterisk ${version}.`, severity: 'information' };
}
