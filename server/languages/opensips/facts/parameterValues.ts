import { isAtLeast, type Version } from './versions.ts';

/** The values that a module accepts for one of its parameters; it refuses to start with any other. */
export type ParameterValues =
  /** One of these words, compared without case if the module does so. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly ignoresCase: boolean }
  /** Whole numbers between two bounds; `most` is open when absent. */
  | { readonly kind: 'range'; readonly least: number; readonly most?: number }
  /** One of these numbers, with its meaning. */
  | { readonly kind: 'numbers'; readonly meanings: Readonly<Record<number, string>> }
  /** One protocol version or a range such as `TLSv1_2-TLSv1_3`. */
  | { readonly kind: 'span-of-words'; readonly words: readonly string[] }
  /** Names separated by semicolons, each with an optional `/s` or `/b`. */
  | { readonly kind: 'profile-names' }
  /** A text of this form. */
  | { readonly kind: 'form'; readonly form: RegExp; readonly allowed: string };

/** What another value leads to. */
export interface Consequence {
  readonly text: string;
  readonly isWarning?: true;
}

const atStart: Consequence = {
  text: '`opensips -C` does not report this, but OpenSIPS does not start.',
};

/** The value is read together with its line. */
const atOnce: Consequence = { text: 'OpenSIPS does not start.' };

const whenProbing: Consequence = {
  text: 'OpenSIPS does not start if it probes destinations.',
  isWarning: true,
};

const asPath: Consequence = {
  text: 'OpenSIPS reads it as the path of a Unix socket, so the media relay is never reached.',
  isWarning: true,
};

interface Entry {
  readonly module: string;
  readonly names: readonly string[];
  readonly since?: Version;
  readonly until?: Version;
  /** The value follows the name of a TLS domain in brackets. */
  readonly inDomain?: boolean;
  readonly values: ParameterValues;
  readonly consequence?: Consequence;
}

function words(list: string, ignoresCase = true): ParameterValues {
  return { kind: 'words', words: list.split(' '), ignoresCase };
}

function form(pattern: RegExp, allowed: string): ParameterValues {
  return { kind: 'form', form: pattern, allowed };
}

const oneAvp = form(/^\s*(?:\$.*avp\b.*)?$/s, 'an AVP such as `$avp(name)`');
const replyCodes = form(
  /^ *(?:[1-6]\d\d|700) *(?:, *(?:[1-6]\d\d|700) *)*$/,
  'reply codes from 100 to 700, separated by commas',
);
const fieldsOfAccounting = form(
  /^\s*(?:log|db|aaa|evi|diameter)\s*:/i,
  '`log:`, `db:`, `aaa:` or `evi:`, followed by the fields, such as "db:caller->caller_column"',
);
const mediaRelay = form(
  /^(?!.*(?:^|[\s=])[\w.-]+:\d+(?:$|[\s=]))/s,
  'a socket with its protocol, such as "udp:127.0.0.1:2223"',
);
const facilities =
  'LOG_AUTH LOG_CRON LOG_DAEMON LOG_KERN LOG_LOCAL0 LOG_LOCAL1 LOG_LOCAL2 LOG_LOCAL3 LOG_LOCAL4 LOG_LOCAL5 LOG_LOCAL6 LOG_LOCAL7 LOG_LPR LOG_MAIL LOG_NEWS LOG_USER LOG_UUCP LOG_AUTHPRIV LOG_FTP LOG_SYSLOG';

/** Read from the checks in mod_init of each module, in all versions since the given one. */
const entries: readonly Entry[] = [
  {
    module: 'usrloc',
    names: ['working_mode_preset'],
    since: '2.4',
    values: words(
      'single-instance-no-db single-instance-sql-write-through single-instance-sql-write-back full-sharing-cluster full-sharing-cachedb-cluster federation-cachedb-cluster sql-only',
    ),
  },
  {
    module: 'usrloc',
    names: ['cluster_mode'],
    since: '2.4',
    values: words('none full-sharing full-sharing-cachedb federation-cachedb sql-only'),
  },
  {
    module: 'usrloc',
    names: ['restart_persistency'],
    since: '2.4',
    values: words('none load-from-sql sync-from-cluster'),
  },
  {
    module: 'usrloc',
    names: ['sql_write_mode'],
    since: '2.4',
    values: words('none write-through write-back'),
  },
  { module: 'usrloc', names: ['pinging_mode'], since: '3.0', values: words('ownership cooperation') },
  {
    module: 'usrloc',
    names: ['matching_mode'],
    values: { kind: 'numbers', meanings: { 0: 'same contact URI', 1: 'same contact URI and Call-ID' } },
  },
  { module: 'usrloc', names: ['hash_size'], values: { kind: 'range', least: 0, most: 16 } },
  {
    module: 'dialog',
    names: ['dlg_match_mode'],
    values: {
      kind: 'numbers',
      meanings: {
        0: 'only by the dialog ID',
        1: 'by the dialog ID, else by the SIP fields',
        2: 'only by the SIP fields',
      },
    },
  },
  {
    module: 'dialog',
    names: ['db_mode'],
    values: {
      kind: 'numbers',
      meanings: {
        0: 'no database',
        1: 'write immediately',
        2: 'write periodically',
        3: 'write when the server stops',
      },
    },
  },
  {
    module: 'dialog',
    names: ['log_profile_hash_size'],
    since: '3.0',
    values: { kind: 'range', least: 1 },
  },
  {
    module: 'dialog',
    names: ['profiles_with_value', 'profiles_no_value'],
    values: { kind: 'profile-names' },
  },
  { module: 'uac', names: ['restore_mode'], values: words('none manual auto') },
  {
    module: 'presence',
    names: ['cluster_federation_mode'],
    since: '3.0',
    values: words('disabled on-demand-sharing full-sharing'),
  },
  {
    module: 'tm',
    names: ['fr_timeout', 'fr_inv_timeout', 'wt_timer', 'delete_timer'],
    values: { kind: 'range', least: 2 },
  },
  { module: 'tm', names: ['fr_timer', 'fr_inv_timer'], until: '3.0', values: { kind: 'range', least: 2 } },
  {
    module: 'tls_mgm',
    names: ['tls_method'],
    since: '3.2',
    inDomain: true,
    values: { kind: 'span-of-words', words: ['SSLv23', 'TLSany', 'TLSv1', 'TLSv1_2', 'TLSv1_3'] },
  },
  {
    module: 'tls_mgm',
    names: ['tls_method'],
    since: '3.0',
    until: '3.2',
    inDomain: true,
    values: { kind: 'span-of-words', words: ['SSLv23', 'TLSany', 'TLSv1', 'TLSv1_2', 'TLSv1_3'] },
  },
  {
    module: 'tls_mgm',
    names: ['verify_cert', 'require_cert', 'crl_check_all'],
    since: '2.4',
    inDomain: true,
    values: form(/^\s*\d+\s*$/, '0 or 1, after the name of the domain'),
    consequence: atOnce,
  },
  {
    module: 'tls_mgm',
    names: ['match_ip_address'],
    since: '3.0',
    inDomain: true,
    values: form(
      /^\s*(?:\*|"?\s*(?:[\d.]+|\[?[\da-f:]+\]?):\d+\s*"?(?:\s*,\s*"?\s*(?:[\d.]+|\[?[\da-f:]+\]?):\d+\s*"?)*$)/i,
      '`*`, or addresses with their ports, such as "[domain]192.0.2.1:5061"',
    ),
    consequence: atOnce,
  },
  { module: 'registrar', names: ['received_avp', 'mct_avp', 'attr_avp'], since: '2.4', values: oneAvp },
  { module: 'mid_registrar', names: ['received_avp', 'attr_avp'], since: '2.4', values: oneAvp },
  { module: 'nathelper', names: ['received_avp'], since: '2.4', values: oneAvp },
  { module: 'rtpengine', names: ['setid_avp'], since: '2.4', values: oneAvp },
  { module: 'auth', names: ['rpid_avp'], since: '2.4', values: oneAvp },
  {
    module: 'dispatcher',
    names: ['dst_avp', 'grp_avp', 'cnt_avp', 'sock_avp', 'attrs_avp', 'script_attrs_avp'],
    since: '2.4',
    values: oneAvp,
  },
  {
    module: 'dispatcher',
    names: ['options_reply_codes'],
    since: '2.4',
    values: replyCodes,
    consequence: whenProbing,
  },
  {
    module: 'drouting',
    names: ['probing_reply_codes'],
    since: '2.4',
    values: replyCodes,
    consequence: whenProbing,
  },
  {
    module: 'load_balancer',
    names: ['probing_reply_codes'],
    since: '2.4',
    values: replyCodes,
    consequence: whenProbing,
  },
  {
    module: 'uac_auth',
    names: ['credential'],
    since: '2.4',
    values: form(
      /^\s*[^:\s]+\s*:\s*[^:\s]+\s*:\s*\S+\s*$/,
      'user, realm and password, such as "user:realm:password", without spaces inside',
    ),
    consequence: atOnce,
  },
  {
    module: 'uac_auth',
    names: ['auth_realm_avp', 'auth_username_avp', 'auth_password_avp'],
    since: '2.4',
    values: form(/^\$/, 'an AVP such as `$avp(name)`'),
  },
  { module: 'acc', names: ['log_facility'], since: '2.4', values: words(facilities) },
  {
    module: 'acc',
    names: ['extra_fields', 'leg_fields'],
    since: '2.4',
    values: fieldsOfAccounting,
    consequence: atOnce,
  },
  {
    module: 'dialog',
    names: ['default_timeout', 'options_ping_interval', 'reinvite_ping_interval'],
    since: '2.4',
    values: { kind: 'range', least: 1 },
  },
  {
    module: 'topology_hiding',
    names: ['th_contact_encode_scheme'],
    values: words('base64 base32', false),
  },
  { module: 'ratelimit', names: ['hash_size'], since: '2.4', values: { kind: 'range', least: 1 } },
  {
    module: 'mi_datagram',
    names: ['socket_name'],
    since: '2.4',
    values: form(/^(?!udp:)|^udp:.+:\d{4,5}$/s, 'a path, or "udp:address:port" with a port from 1024 on'),
  },
  {
    module: 'cfgutils',
    names: ['varset', 'shvset'],
    since: '2.4',
    values: form(/^[^=]+=(?:s:|i:[-+]?[\da-fx]+$)/i, '"name=i:number" or "name=s:text"'),
    consequence: atOnce,
  },
  {
    module: 'tracer',
    names: ['trace_id'],
    values: form(
      /^\s*\[[^\]]+\]\s*(?:uri|table)[^=]*=/,
      '"[name]uri=...", with the destination after `uri=`',
    ),
    consequence: atOnce,
  },
  {
    module: 'siptrace',
    names: ['trace_id'],
    since: '2.4',
    values: form(
      /^\s*\[[^\]]+\]\s*(?:uri|table)[^=]*=/,
      '"[name]uri=...", with the destination after `uri=`',
    ),
    consequence: atOnce,
  },
  {
    module: 'proto_hep',
    names: ['hep_id'],
    since: '2.4',
    values: form(/^\s*\[[^\]]+\]/, '"[name]address:port;version=3"'),
    consequence: atOnce,
  },
  {
    module: 'httpd',
    names: ['ip'],
    since: '2.4',
    values: form(/^(?:\*|[\d.]+|[\da-f:.]*:[\da-f:.]*)?$/i, 'an IP address'),
  },
  {
    module: 'rtpproxy',
    names: ['rtpproxy_sock'],
    since: '2.4',
    values: mediaRelay,
    consequence: asPath,
  },
  {
    module: 'rtpengine',
    names: ['rtpengine_sock'],
    since: '2.4',
    values: mediaRelay,
    consequence: asPath,
  },
];

/** What a module requires of a parameter in a version; undefined if any value is accepted or the rule is unknown. */
export function parameterValuesOf(
  module: string,
  name: string,
  version: Version,
):
  | { readonly values: ParameterValues; readonly inDomain: boolean; readonly consequence: Consequence }
  | undefined {
  const entry = entries.find(
    one =>
      one.module === module &&
      one.names.includes(name) &&
      (one.since === undefined || isAtLeast(version, one.since)) &&
      (one.until === undefined || !isAtLeast(version, one.until)),
  );
  if (entry === undefined) return undefined;
  const { values, inDomain, consequence } = entry;
  return { values, inDomain: inDomain === true, consequence: consequence ?? atStart };
}

/** The values that can be listed one by one, for completion and hover. */
export function namedValuesOf(
  values: ParameterValues,
): readonly { readonly value: string; readonly meaning?: string }[] {
  switch (values.kind) {
    case 'words':
    case 'span-of-words':
      return values.words.map(value => ({ value }));
    case 'numbers':
      return Object.entries(values.meanings).map(([value, meaning]) => ({ value, meaning }));
    default:
      return [];
  }
}

/** The refused part of a value, empty for a value as a whole, with the allowed values; undefined when the module accepts it. */
export function parameterFault(
  values: ParameterValues,
  value: string | number,
): { readonly wrong: string; readonly allowed: string } | undefined {
  const text = String(value).trim();
  switch (values.kind) {
    case 'words': {
      const fold = (word: string) => (values.ignoresCase ? word.toLowerCase() : word);
      return values.words.some(word => fold(word) === fold(text))
        ? undefined
        : { wrong: text, allowed: values.words.join(', ') };
    }
    case 'range': {
      const number = Number(text);
      if (number >= values.least && (values.most === undefined || number <= values.most)) return undefined;
      return {
        wrong: text,
        allowed: values.most === undefined ? `${values.least} or more` : `${values.least} to ${values.most}`,
      };
    }
    case 'numbers':
      return Object.hasOwn(values.meanings, text)
        ? undefined
        : { wrong: text, allowed: Object.keys(values.meanings).join(', ') };
    case 'span-of-words': {
      const known = new Set(values.words.map(word => word.toLowerCase()));
      const wrong = text.split('-').find(word => !known.has(word.trim().toLowerCase()));
      return wrong === undefined
        ? undefined
        : { wrong: wrong.trim(), allowed: `${values.words.join(', ')}, or two of them joined by \`-\`` };
    }
    case 'form':
      return values.form.test(String(value)) ? undefined : { wrong: '', allowed: values.allowed };
    default: {
      for (const part of text.split(';')) {
        const name = part.replace(/\/.*$/s, '').trim();
        const wrong = /[^\w-]/.exec(name)?.[0];
        if (wrong !== undefined)
          return { wrong: name, allowed: 'names of letters, digits, `_` and `-`, separated by `;`' };
      }
      return undefined;
    }
  }
}
