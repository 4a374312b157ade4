import { existsIn, type OptionFacts, optionFacts, type Release } from '../facts/facts.ts';

/**
 * What a reload of the file does with a change of an option, without a subject; undefined when the reload applies it. Transports keep what
 * transport_apply copies from the running one, and system objects are read once.
 */
export function describeReload({ type, name }: OptionFacts, release: Release): string | undefined {
  if (type === 'system') return 'does not apply a change: restart Asterisk';
  if (type !== 'transport' || !kept.has(name)) return undefined;
  const allow = optionFacts('transport', 'allow_reload');
  const isRestartOnly = allow === undefined || !existsIn(allow, release);
  const way = isRestartOnly ? 'restart Asterisk' : 'restart Asterisk, or set `allow_reload=yes` beforehand';
  const renewed =
    renewable.has(name) && renewsCertificates(release)
      ? '; a renewed file with the same name is read again'
      : '';
  return `does not apply a change: ${way}${renewed}`;
}

const kept: ReadonlySet<string> = new Set([
  'protocol',
  'bind',
  'tos',
  'cos',
  'cert_file',
  'priv_key_file',
  'password',
  'ca_list_file',
  'ca_list_path',
  'cipher',
  'method',
  'verify_client',
  'verify_server',
  'require_client_cert',
  'allow_wildcard_certs',
  'tcp_keepalive_enable',
  'tcp_keepalive_idle_time',
  'tcp_keepalive_interval_time',
  'tcp_keepalive_probe_count',
]);

const renewable: ReadonlySet<string> = new Set(['cert_file', 'priv_key_file']);

/** Since 16.29, 18.15 and 20.0, with the bundled pjproject. */
function renewsCertificates({ branch, version }: Release): boolean {
  const minor = version.includes('.') ? Number(version.split('.')[1]) : Number.POSITIVE_INFINITY;
  if (branch === 16) return minor >= 29;
  if (branch === 18) return minor >= 15;
  return branch >= 20;
}
