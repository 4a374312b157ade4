/** The two files that chan_pjsip reads, next to each other. */
export const MAIN_FILE = 'pjsip.conf';
export const WIZARD_FILE = 'pjsip_wizard.conf';

/** True for pjsip.conf itself and copies of it, such as pjsip.conf.sample. */
export function isMainName(uri: string): boolean {
  return /(^|\/)pjsip\.conf(\.[^/]*)?$/i.test(uri);
}

/** True for the file that contains wizards. */
export function isWizardName(uri: string): boolean {
  return /(^|\/)pjsip_wizard\.conf$/i.test(uri);
}
