import type { DigestValues } from './digest.ts';
import type { DigestServer } from './digestServers.ts';
import type { StoredForms } from './storedForms.ts';

/** A result that the user can copy or insert into a file. */
export interface DigestResult {
  readonly label: string;
  /** Where it belongs. */
  readonly detail: string;
  readonly value: string;
  /** True if it is a complete line. */
  readonly isLine: boolean;
  readonly server?: DigestServer;
  /** Heading of results that do not belong to a server; by default `Hashes`. */
  readonly group?: string;
}

/** The stored forms as a list; those of `first`, the server whose file is open, on top. */
export function storedResults(forms: StoredForms, first: DigestServer | undefined): DigestResult[] {
  const results = [...asteriskResults(forms), ...openSipsResults(forms), ...flexisipResults(forms)];
  const rank = (result: DigestResult) => (result.server === first ? 0 : 1);
  return [...results.sort((a, b) => rank(a) - rank(b)), ...hashResults(forms)];
}

function asteriskResults({ asterisk }: StoredForms): DigestResult[] {
  const server = 'asterisk';
  return [
    ...line(asterisk.line, 'md5secret', 'Asterisk: line of the device, instead of secret', server),
    ...line(asterisk.auth, 'auth', 'Asterisk: its own credentials, in [authentication] or a peer', server),
  ];
}

function openSipsResults({ opensips }: StoredForms): DigestResult[] {
  const server = 'opensips';
  return [
    ...line(opensips.sql.since32, 'SQL for OpenSIPS from 3.2', 'table subscriber, version 8', server),
    ...line(opensips.sql.until31, 'SQL for OpenSIPS up to 3.1', 'table subscriber, version 7', server),
    ...text(opensips.ha1, 'ha1', 'OpenSIPS: column of subscriber', server),
    ...text(opensips.ha1_sha256, 'ha1_sha256', 'OpenSIPS from 3.2: column of subscriber', server),
    ...text(opensips.ha1_sha512t256, 'ha1_sha512t256', 'OpenSIPS from 3.2: column of subscriber', server),
    ...text(opensips.ha1b, 'ha1b', 'OpenSIPS up to 3.1: user names with domain', server),
  ];
}

function flexisipResults({ flexisip }: StoredForms): DigestResult[] {
  const server = 'flexisip';
  return [
    ...flexisip.userdb.flatMap(value => line(value, 'Users file', 'Flexisip: line below version:1', server)),
    ...flexisip.sql.flatMap(row =>
      text(
        row.password,
        `SQL value, ${row.algorithm}`,
        `Flexisip: row with the algorithm ${row.algorithm}`,
        server,
      ),
    ),
  ];
}

function hashResults({ ha1 }: StoredForms): DigestResult[] {
  return (['MD5', 'SHA-256', 'SHA-512-256'] as const).flatMap(hash =>
    text(ha1[hash], `HA1, ${hash}`, 'hash of user name, realm and password', undefined),
  );
}

function line(value: string | null, label: string, detail: string, server: DigestServer): DigestResult[] {
  return value === null ? [] : [{ label, detail, value, isLine: true, server }];
}

function text(
  value: string | null,
  label: string,
  detail: string,
  server: DigestServer | undefined,
): DigestResult[] {
  if (value === null) return [];
  const result = { label, detail, value, isLine: false };
  return [server === undefined ? result : { ...result, server }];
}

/** The header of an answer and the hashes in it. */
export function answerResults(
  headerName: string,
  answer: { header: string; values: DigestValues },
): DigestResult[] {
  const group = 'Answer';
  const value = (label: string, detail: string, found: string): DigestResult => ({
    label,
    detail,
    value: found,
    isLine: false,
    group,
  });
  return [
    { ...value(headerName, 'the complete header field', `${headerName}: ${answer.header}`), isLine: true },
    value('response', 'hash in the header', answer.values.response),
    value('rspauth', "the server's proof in Authentication-Info", answer.values.rspauth),
  ];
}
