/** The settings of a TLS domain, which split_param_val of `tls_mgm` reads with the domain name in brackets. */
export const tlsDomainSettings: ReadonlySet<string> = new Set([
  'tls_method',
  'verify_cert',
  'require_cert',
  'certificate',
  'private_key',
  'crl_check_all',
  'crl_dir',
  'ca_list',
  'ca_dir',
  'ciphers_list',
  'dh_params',
  'ec_curve',
]);

/** The settings that select the domain of a connection, written the same way. */
export const tlsDomainMatches: ReadonlySet<string> = new Set(['match_ip_address', 'match_sip_domain']);
