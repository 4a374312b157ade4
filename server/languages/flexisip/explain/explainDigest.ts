import {
  type AuthenticationHeader,
  credentialsUsername,
  digestParameter,
  isDigest,
  messageCredentials,
} from '../../../sip/authentication.ts';
import { computeHa1 } from '../../../sip/digest/digest.ts';
import { type Secret, verifyMessage } from '../../../sip/digest/verify.ts';
import type { ConfigurationLine } from '../../../sip/explanation.ts';
import { messageMethod } from '../../../sip/message.ts';
import { parseExpression } from '../expressions/expression.ts';
import { evaluate } from '../expressions/expressionEvaluation.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import type { Setting } from '../model/groups.ts';
import { effective, flag, lineOf, list } from '../model/model.ts';
import type { FlexisipExplanation, FlexisipQuestion, FlexisipTrail } from './explanation.ts';
import { type FlexisipAlgorithm, hasUser, type StoredPassword, storedPassword } from './passwords.ts';

type DigestOutcome = Pick<FlexisipExplanation, 'authenticatedBy' | 'lookup' | 'challenge' | 'finalCode'> & {
  readonly outcome: 'challenged' | 'challenged-again' | 'rejected' | 'passed' | 'cannot-check';
  /** Status of the challenge that the client is assumed to have answered. */
  readonly firstCode?: number;
};

interface Identity {
  readonly user: string;
  readonly domain: string;
  readonly realm: string;
}

const section = 'module::Authentication';

/** The value of `opaque` that the server sends and expects back. */
const OPAQUE = '+GNywA==';

/** The digest part of the module: the challenge, or the check of the credentials. */
export function checkDigest(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  identity: Identity,
): DigestOutcome {
  const { model, message } = question;
  const isRegister = messageMethod(message) === 'REGISTER';
  const headerName = isRegister ? 'Authorization' : 'Proxy-Authorization';
  const all = messageCredentials(message).filter(one => one.header.canonical === headerName && isDigest(one));
  const credentials = chosenCredentials(all, identity.realm);
  const authid = credentials === undefined ? identity.user : (credentialsUsername(credentials) ?? '');
  const lookup = { user: identity.user, domain: identity.domain, authid };
  const stored =
    question.users === undefined || !isFileUsed(question)
      ? undefined
      : storedPassword(question.users, challengedDomains(question), lookup);
  const challenge = challengeOf(question, isRegister, identity.realm, stored);
  const base = { authenticatedBy: null, lookup, challenge, finalCode: challenge.status };
  if (credentials === undefined && all.length === 0 && question.answer !== undefined) {
    const judged = judgeAnswer(question, trail, question.answer, identity, base, headerName);
    return { ...judged, challenge, firstCode: challenge.status };
  }
  if (credentials === undefined) {
    const detail =
      all.length === 0
        ? `There is no ${headerName}: the reply is ${challenge.status}, and ${words(challenge.algorithms)} ${challenge.algorithms.length > 1 ? 'are' : 'is'} offered.`
        : `No ${headerName} is for this realm: the reply is ${challenge.status}.`;
    trail.add('Credentials', 'decided', detail, {
      settings: [algorithmSetting(question)],
      header: headerName,
    });
    return { ...base, outcome: 'challenged' };
  }
  const opaque = digestParameter(credentials, 'opaque');
  const doubt =
    opaque === undefined
      ? ' It lacks the `opaque` value that the server sends: a real server would send a new challenge.'
      : '';
  trail.add('Credentials', 'passed', `${headerName} is for this realm.${doubt}`, { header: headerName });
  const missing = missingParameter(credentials, flag(model, section, 'disable-qop-auth'));
  if (missing !== undefined) {
    const because = missing === 'nc' ? [effective(model, section, 'disable-qop-auth').setting] : [];
    trail.add('Parameters', 'decided', `${headerName} has no \`${missing}\`: the reply is 400.`, {
      settings: because,
      header: headerName,
    });
    return { ...base, challenge: null, finalCode: 400, outcome: 'rejected' };
  }
  trail.add(
    'Nonce',
    'skipped',
    'Cannot be checked here: if the nonce is unknown or expired, or its count did not increase, the server sends a new challenge.',
    { settings: [effective(model, section, 'nonce-expires').setting], header: headerName },
  );
  return judge(question, trail, { credentials, headerName, identity, lookup, stored, base });
}

/** The check of the credentials that the client would send in answer to the challenge. */
function judgeAnswer(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  { username, password }: NonNullable<FlexisipQuestion['answer']>,
  identity: Identity,
  base: Omit<DigestOutcome, 'outcome'>,
  headerName: string,
): DigestOutcome {
  const { challenge } = base;
  const lookup = { user: identity.user, domain: identity.domain, authid: username };
  const [algorithm = 'MD5'] = challenge?.algorithms ?? [];
  const detail = `There is no ${headerName}: the reply is ${challenge?.status ?? 401}, and the client answers as "${username}" with ${algorithm}.`;
  trail.add('Credentials', 'passed', detail, { settings: [algorithmSetting(question)], header: headerName });
  const stored =
    question.users === undefined || !isFileUsed(question)
      ? undefined
      : storedPassword(question.users, challengedDomains(question), lookup);
  describeLookup(question, trail, { lookup, stored, identity });
  const known = { ...base, lookup };
  const answer = { base: known, headerName };
  if (stored === undefined && question.users !== undefined && isFileUsed(question)) {
    return refuse(question, trail, answer, 'The user is unknown.');
  }
  const secret = question.secret ?? storedSecret(stored, algorithm);
  const hash = algorithm === 'SHA-256' ? 'SHA-256' : 'MD5';
  if (secret === undefined) {
    trail.add('Response', 'skipped', 'The password that the server has stored is not known here.', {
      header: headerName,
    });
    return { ...known, challenge: null, finalCode: null, outcome: 'cannot-check' };
  }
  const expected =
    'ha1' in secret
      ? secret.ha1.toLowerCase()
      : computeHa1(hash, identity.user, identity.domain, secret.password);
  const because = stored === undefined ? [] : [stored.line];
  if (computeHa1(hash, username, identity.realm, password) === expected) {
    trail.add('Response', 'decided', `The response is correct: "${username}" is authenticated.`, {
      config: because,
      header: headerName,
    });
    return { ...known, challenge: null, finalCode: null, authenticatedBy: 'digest', outcome: 'passed' };
  }
  const why = mismatchText({ identity, lookup }, stored, [
    'The stored hash does not match the user, realm and password.',
  ]);
  trail.add('Response', 'failed', `The response is wrong. ${why}`, { config: because, header: headerName });
  return refuse(question, trail, answer, 'The response is wrong.');
}

interface Answer {
  readonly credentials: AuthenticationHeader;
  readonly headerName: string;
  readonly identity: Identity;
  readonly lookup: { readonly user: string; readonly domain: string; readonly authid: string };
  readonly stored: StoredPassword | undefined;
  readonly base: Omit<DigestOutcome, 'outcome'>;
}

function judge(question: FlexisipQuestion, trail: FlexisipTrail, answer: Answer): DigestOutcome {
  const { credentials, headerName, lookup, stored, base } = answer;
  const algorithm = digestParameter(credentials, 'algorithm') ?? 'MD5';
  const isFile = isFileUsed(question);
  describeLookup(question, trail, answer);
  if (isFile && question.users !== undefined && stored === undefined)
    return refuse(question, trail, answer, 'The user is unknown.');
  if (!allowsAlgorithm(question, trail, algorithm, headerName))
    return refuse(question, trail, answer, 'The algorithm is not allowed.');
  const secret = question.secret ?? storedSecret(stored, algorithm);
  const because = stored === undefined || question.secret !== undefined ? [] : [stored.line];
  if (secret === undefined) {
    if (stored !== undefined) {
      trail.add('Response', 'failed', `No ${algorithm} hash is stored for the user.`, {
        config: because,
        header: headerName,
      });
      return refuse(question, trail, answer, 'No hash is stored for the algorithm.');
    }
    trail.add('Response', 'skipped', "The response cannot be checked without the user's password.", {
      header: headerName,
    });
    return { ...base, challenge: null, finalCode: null, outcome: 'cannot-check' };
  }
  const checked = verifyMessage(question.message, { secret }).find(
    one => one.header === headerName && one.start === credentials.header.start,
  );
  if (checked === undefined || checked.verdict === 'cannot-check') {
    trail.add(
      'Response',
      'skipped',
      `The response cannot be checked: ${(checked?.reasons ?? []).join(' ')}`,
      { config: because, header: headerName },
    );
    return { ...base, challenge: null, finalCode: null, outcome: 'cannot-check' };
  }
  if (checked.verdict === 'match') {
    trail.add('Response', 'decided', `The response is correct: "${lookup.authid}" is authenticated.`, {
      config: because,
      header: headerName,
    });
    return { ...base, challenge: null, finalCode: null, authenticatedBy: 'digest', outcome: 'passed' };
  }
  trail.add('Response', 'failed', `The response is wrong. ${mismatchText(answer, stored, checked.reasons)}`, {
    config: because,
    header: headerName,
  });
  return refuse(question, trail, answer, 'The response is wrong.');
}

function allowsAlgorithm(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  algorithm: string,
  headerName: string,
): boolean {
  const allowed = availableAlgorithms(question);
  const isAllowed = isAvailable(allowed, algorithm);
  const detail = isAllowed
    ? `${algorithm} is allowed.`
    : `"${algorithm}" is not allowed; it must be spelled exactly like ${words(allowed)}.`;
  trail.add('Algorithm', isAllowed ? 'passed' : 'failed', detail, {
    settings: [algorithmSetting(question)],
    header: headerName,
  });
  return isAllowed;
}

function refuse(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  { base, headerName }: Pick<Answer, 'base' | 'headerName'>,
  why: string,
): DigestOutcome {
  const { model, message } = question;
  const { value, setting } = effective(model, section, 'no-403');
  const again = evaluate(parseExpression(value), messageVariables(message)) === true;
  if (again) {
    trail.add(
      'Answer',
      'decided',
      `${why} \`no-403\` is true for this message: the server sends a new challenge.`,
      {
        settings: [setting],
        header: headerName,
      },
    );
    return { ...base, outcome: 'challenged-again' };
  }
  trail.add('Answer', 'decided', `${why} The reply is 403 Forbidden.`, {
    settings: [setting],
    header: headerName,
  });
  return { ...base, challenge: null, finalCode: 403, outcome: 'rejected' };
}

/**
 * Credentials for the realm. If the second of two uses MD5, it is chosen, for old clients that answer both the same
 * way.
 */
function chosenCredentials(
  all: readonly AuthenticationHeader[],
  realm: string,
): AuthenticationHeader | undefined {
  const second = all[1];
  const algorithm = second === undefined ? undefined : digestParameter(second, 'algorithm');
  const isOldClient = second !== undefined && (algorithm === undefined || algorithm.toLowerCase() === 'md5');
  const candidates = isOldClient ? all.slice(1) : all;
  return candidates.find(one => {
    const opaque = digestParameter(one, 'opaque');
    return digestParameter(one, 'realm') === realm && (opaque === undefined || opaque === OPAQUE);
  });
}

function missingParameter(credentials: AuthenticationHeader, isQopDisabled: boolean): string | undefined {
  const needed = ['nonce', ...(isQopDisabled ? [] : ['nc']), 'uri', 'response'];
  if (credentialsUsername(credentials) === undefined) return 'username';
  return needed.find(name => digestParameter(credentials, name) === undefined);
}

function challengeOf(
  question: FlexisipQuestion,
  isRegister: boolean,
  realm: string,
  stored: StoredPassword | undefined,
): NonNullable<FlexisipExplanation['challenge']> {
  const available = availableAlgorithms(question);
  const ofUser = available.filter(
    algorithm => stored === undefined || stored.hashes[algorithm] !== undefined,
  );
  const algorithms = ofUser.length === 0 ? available : ofUser;
  return {
    status: isRegister ? 401 : 407,
    header: isRegister ? 'WWW-Authenticate' : 'Proxy-Authenticate',
    scheme: 'Digest',
    realm,
    algorithm: algorithms[0] ?? 'MD5',
    algorithms,
    qop: flag(question.model, section, 'disable-qop-auth') ? null : 'auth',
  };
}

function describeLookup(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  { lookup, stored, identity }: Pick<Answer, 'lookup' | 'stored' | 'identity'>,
): void {
  const { model, users } = question;
  const key = `user "${lookup.user}", domain "${lookup.domain}", digest user name "${lookup.authid}"`;
  const storage = effective(model, section, 'db-implementation');
  if (storage.value === 'soci') {
    const request = effective(model, section, 'soci-password-request');
    const detail = `The database is queried for ${key}: \`:id\`, \`:domain\` and \`:authid\` in the query.`;
    trail.add('Password lookup', 'passed', detail, {
      settings: [request.setting, storage.setting],
      header: 'From',
    });
    return;
  }
  const path = effective(model, section, 'file-path').setting;
  if (users === undefined || !isFileUsed(question)) {
    trail.add(
      'Password lookup',
      'passed',
      `The server looks up ${key} in the users file, which was not read here.`,
      {
        settings: [path],
        header: 'From',
      },
    );
    return;
  }
  if (stored !== undefined) {
    const lines: ConfigurationLine[] = [...settingLines(question, path), stored.line];
    trail.add('Password lookup', 'passed', `The users file has an entry for ${key}.`, {
      config: lines,
      header: 'From',
    });
    return;
  }
  const hint =
    lookup.authid !== identity.user && hasUser(users.tree, lookup.user, lookup.domain)
      ? ' The digest user name differs from the From user: the entry needs it as the user ID after `;`.'
      : '';
  trail.add('Password lookup', 'failed', `The users file has no entry for ${key}.${hint}`, {
    config: settingLines(question, path),
    header: 'From',
  });
}

function mismatchText(
  answer: Pick<Answer, 'identity' | 'lookup'>,
  stored: StoredPassword | undefined,
  reasons: readonly string[],
): string {
  const { identity, lookup } = answer;
  if (stored?.isClearText === true && identity.realm !== identity.domain) {
    return 'The server hashes a clear-text password with the From domain, the client uses the realm, and the two differ.';
  }
  if (stored?.isClearText === true && lookup.authid !== identity.user) {
    return 'The server hashes a clear-text password with the From user, the client uses its digest user name, and the two differ.';
  }
  return reasons.join(' ');
}

function storedSecret(stored: StoredPassword | undefined, algorithm: string): Secret | undefined {
  const ha1 = algorithm === 'MD5' || algorithm === 'SHA-256' ? stored?.hashes[algorithm] : undefined;
  return ha1 === undefined ? undefined : { ha1 };
}

function availableAlgorithms({ model }: FlexisipQuestion): FlexisipAlgorithm[] {
  const found = list(model, section, 'available-algorithms')
    .map(word => word.text)
    .filter(word => word === 'MD5' || word === 'SHA-256');
  return found.length === 0 ? ['MD5', 'SHA-256'] : found;
}

function isAvailable(available: readonly FlexisipAlgorithm[], algorithm: string): boolean {
  return available.some(known => known === algorithm);
}

function isFileUsed({ model }: FlexisipQuestion): boolean {
  return effective(model, section, 'db-implementation').value === 'file';
}

function challengedDomains({ model }: FlexisipQuestion): string[] {
  return list(model, section, 'auth-domains').map(word => word.text);
}

function algorithmSetting({ model }: FlexisipQuestion): Setting | undefined {
  return effective(model, section, 'available-algorithms').setting;
}

function settingLines({ model, file }: FlexisipQuestion, setting: Setting | undefined): ConfigurationLine[] {
  return setting === undefined ? [] : [{ file, line: lineOf(model, setting) }];
}

function words(list: readonly string[]): string {
  return list.length > 1 ? `${list.slice(0, -1).join(', ')} and ${list.at(-1)}` : (list[0] ?? 'nothing');
}
