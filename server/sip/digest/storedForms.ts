import { computeHa1, type HashName } from './digest.ts';

/** An account whose stored forms are requested. */
export interface Account {
  readonly username: string;
  readonly realm: string;
  /** The plain password, or the known HA1s instead. */
  readonly secret: { readonly password: string } | { readonly ha1: Partial<Record<HashName, string>> };
  /** The domain of the account; by default the realm. */
  readonly domain?: string | undefined;
}

/** HA1 by hash; null if only another hash is known. */
export type Ha1Forms = Readonly<Record<HashName, string | null>>;

export interface StoredForms {
  readonly ha1: Ha1Forms;
  readonly asterisk: AsteriskForms;
  readonly opensips: OpenSipsForms;
  readonly flexisip: FlexisipForms;
}

export interface AsteriskForms {
  /** Value of `md5secret`. */
  readonly md5secret: string | null;
  /** Line of a device, instead of `secret`. */
  readonly line: string | null;
  /** Line for Asterisk's own credentials; null if the grammar does not allow them. */
  readonly auth: string | null;
}

export interface OpenSipsForms {
  readonly ha1: string | null;
  readonly ha1_sha256: string | null;
  readonly ha1_sha512t256: string | null;
  /** Up to 3.1: for phones whose user name contains the domain; null if the password is unknown. */
  readonly ha1b: string | null;
  readonly sql: {
    /** Table version 7, OpenSIPS up to 3.1. */
    readonly until31: string | null;
    /** Table version 8, OpenSIPS from 3.2. */
    readonly since32: string | null;
  };
}

export interface FlexisipForms {
  /** Lines of the users file (`file-path`), below `version:1`; empty if its grammar does not allow the user name. */
  readonly userdb: readonly string[];
  /** Rows of a SQL query with two columns: the value, and the exact word of the algorithm. */
  readonly sql: readonly { readonly password: string; readonly algorithm: 'MD5' | 'SHA-256' }[];
}

/** Everything that the three servers store for one account. Facts: docs/digest.md. */
export function storedForms(account: Account): StoredForms {
  const ha1 = ha1Forms(account);
  return {
    ha1,
    asterisk: asteriskForms(account, ha1),
    opensips: openSipsForms(account, ha1),
    flexisip: flexisipForms(account, ha1),
  };
}

function ha1Forms({ username, realm, secret }: Account): Ha1Forms {
  const form = (hash: HashName) =>
    'password' in secret ? computeHa1(hash, username, realm, secret.password) : (secret.ha1[hash] ?? null);
  return { MD5: form('MD5'), 'SHA-256': form('SHA-256'), 'SHA-512-256': form('SHA-512-256') };
}

function asteriskForms({ username, realm }: Account, ha1: Ha1Forms): AsteriskForms {
  const value = ha1.MD5;
  // The realm is what follows the last `@`, and a `:` before it would start a plain secret.
  const fits = !/[:#;]/.test(username) && !/[@;]/.test(realm) && realm !== '';
  return {
    md5secret: value,
    line: value === null ? null : `md5secret = ${value}`,
    auth: value === null || !fits ? null : `auth = ${username}#${value}@${realm}`,
  };
}

function openSipsForms(account: Account, ha1: Ha1Forms): OpenSipsForms {
  const { user, domain } = userAndDomain(account);
  const { realm, secret } = account;
  const ha1b = 'password' in secret ? computeHa1('MD5', `${user}@${domain}`, realm, secret.password) : null;
  const since32: Column[] = [
    ['ha1', ha1.MD5],
    ['ha1_sha256', ha1['SHA-256']],
    ['ha1_sha512t256', ha1['SHA-512-256']],
  ];
  const until31: Column[] = [
    ['ha1', ha1.MD5],
    ['ha1b', ha1b],
  ];
  return {
    ha1: ha1.MD5,
    ha1_sha256: ha1['SHA-256'],
    ha1_sha512t256: ha1['SHA-512-256'],
    ha1b,
    sql: { until31: insertStatement(user, domain, until31), since32: insertStatement(user, domain, since32) },
  };
}

type Column = readonly [name: string, value: string | null];

function insertStatement(user: string, domain: string, columns: readonly Column[]): string | null {
  const known = columns.filter(([, value]) => value !== null);
  // MySQL reads a backslash as an escape, PostgreSQL does not: no literal is correct for both.
  if (known.length === 0 || /[\\\0]/.test(user + domain)) return null;
  const names = ['username', 'domain', 'password', ...known.map(([name]) => name)];
  const values = [user, domain, '', ...known.map(([, value]) => value ?? '')].map(sqlText);
  return `INSERT INTO subscriber (${names.join(', ')}) VALUES (${values.join(', ')});`;
}

function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function flexisipForms(account: Account, ha1: Ha1Forms): FlexisipForms {
  const { user, domain } = userAndDomain(account);
  const md5 = ha1.MD5;
  const sha256 = ha1['SHA-256'];
  const hashes = [...(md5 === null ? [] : [`md5:${md5}`]), ...(sha256 === null ? [] : [`sha256:${sha256}`])];
  const fits = user !== '' && isFlexisipToken(domain) && hashes.length > 0;
  return {
    userdb: fits ? [`${escapedUser(user)}@${domain} ${hashes.join(' ')} ;`] : [],
    sql: [
      ...(md5 === null ? [] : [{ password: md5, algorithm: 'MD5' as const }]),
      ...(sha256 === null ? [] : [{ password: sha256, algorithm: 'SHA-256' as const }]),
    ],
  };
}

/** The server decodes escapes in the user, so any user can be written (`AuthDbBackend::createPasswordKey`). */
function escapedUser(user: string): string {
  const escaped = (character: string): string =>
    [...new TextEncoder().encode(character)]
      .map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join('');
  return user.replace(/[^A-Za-z0-9\-.!*_+`'~:]/gu, escaped);
}

/** Does the text have only characters that Flexisip's users file accepts in names and values? */
export function isFlexisipToken(text: string): boolean {
  return /^[A-Za-z0-9\-.!%*_+`'~:]+$/.test(text);
}

function userAndDomain({ username, realm, domain }: Account): { user: string; domain: string } {
  const at = username.indexOf('@');
  if (at < 0) return { user: username, domain: domain ?? realm };
  return { user: username.slice(0, at), domain: domain ?? username.slice(at + 1) };
}
