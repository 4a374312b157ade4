/** The first line of a redacted copy. */
export const REDACTION_NOTE =
  '# Redacted by SIP Workbench: other words stand for names, numbers and addresses, and digests no longer verify.';
