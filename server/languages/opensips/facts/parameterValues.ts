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
  | { readonly kind: 'profile-names' };

interface Entry {
  readonly module: string;
  readonly names: readonly string[];
  readonly since?: Version;
  readonly until?: Version;
  /** The value follows the name of a TLS domain in brackets. */
  readonly inDomain?: boolean;
  readonly values: ParameterValues;
}

function words(list: string, ignoresCase = true): ParameterValues {
  return { kind: 'words', words: list.split(' '), ignoresCase };
}

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
];

/** What a module requires of a parameter in a version; undefined if any value is accepted or the rule is unknown. */
export function parameterValuesOf(
  module: string,
  name: string,
  version: Version,
): { readonly values: ParameterValues; readonly inDomain: boolean } | undefined {
  const entry = entries.find(
    one =>
      one.module === module &&
      one.names.includes(name) &&
      (one.since === undefined || isAtLeast(version, one.since)) &&
      (one.until === undefined || !isAtLeast(version, one.until)),
  );
  return entry === undefined ? undefined : { values: entry.values, inDomain: entry.inDomain === true };
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

/** The refused part of a value, with the allowed values; undefined when the module accepts the value. */
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
