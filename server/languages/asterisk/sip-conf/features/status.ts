import type { LanguageStatus } from '../../../project.ts';
import { versionIn } from '../../../serverVersions.ts';
import { asteriskVersions } from '../../config/versions.ts';
import { assumedBranch } from '../model/assumedBranch.ts';
import type { SipConf } from '../model/model.ts';

/** What the editor shows about the target version. */
export function statusOf(model: SipConf): LanguageStatus {
  const versionNote = model.hasChanSip ? assumedBranch(model) : undefined;
  return { ...versionStatus(model), ...(versionNote === undefined ? {} : { versionNote }) };
}

function versionStatus(model: SipConf): LanguageStatus {
  const asteriskVersion = versionIn(model.settings, asteriskVersions);
  if (!model.hasChanSip) {
    const detail =
      'chan_sip was removed in Asterisk 21. The file is checked for Asterisk 20. Move to pjsip.conf.';
    return { label: `Asterisk ${asteriskVersion}`, detail, severity: 'warning' };
  }
  if (model.isCutShort) {
    const detail = 'Templates copy from each other so often that some of their lines were not followed.';
    return { label: `Asterisk ${asteriskVersion}`, detail, severity: 'warning' };
  }
  const detail = assumedBranch(model) ?? 'Target version for checks, hovers and completions.';
  return { label: `Asterisk ${asteriskVersion}`, detail, severity: 'information' };
}
