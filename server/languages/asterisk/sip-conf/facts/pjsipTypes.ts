/** What `type` says in sections of pjsip.conf, which end up in sip.conf by mistake. The server skips them. */
export const pjsipTypes: ReadonlySet<string> = new Set([
  'acl',
  'aor',
  'auth',
  'domain_alias',
  'endpoint',
  'global',
  'identify',
  'registration',
  'system',
  'transport',
  'wizard',
]);
