/**
 * True for the name of a file that another one includes, such as sip_custom.conf or pjsip.endpoint.conf: Asterisk opens only
 * sip.conf, pjsip.conf and pjsip_wizard.conf by themselves.
 */
export function isPartName(uri: string): boolean {
  return /(^|\/)(sip|pjsip)[_.-][^/]+\.conf$/i.test(uri) && !/(^|\/)pjsip_wizard\.conf$/i.test(uri);
}
