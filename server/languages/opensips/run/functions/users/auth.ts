import { parseAuthentications } from '../../../../../sip/authentication.ts';
import {
  computeDigest,
  computeHa1,
  digestAlgorithm,
  hashOfAlgorithm,
} from '../../../../../sip/digest/digest.ts';
import { wholePiece } from '../../../../../sip/piece.ts';
import type { HeaderField } from '../../messages/message.ts';
import { parseServerUri } from '../../messages/uri.ts';
import { type Execution, stateKey } from '../../server.ts';
import { isNull, nullValue, optionalText, printed } from '../../values/value.ts';
import { getVariable, variableOf } from '../../values/variables.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { signalingReply } from '../transactions/signaling.ts';

/** The return codes of the authorize functions. */
export const ERROR = -5;
export const NO_CREDENTIALS = -4;
export const STALE_NONCE = -3;
export const INVALID_PASSWORD = -2;
export const USER_UNKNOWN = -1;
export const AUTHORIZED = 1;

/** Realms that were challenged, so that a well-formed nonce counts as issued by the server. */
const challenged = stateKey(() => new Set<string>());
const usedNonces = stateKey(() => new Set<string>());

export const auth: ModuleModel = {
  name: 'auth',
  functions: {
    www_challenge: (x, args) => challenge(x, args, 401),
    proxy_challenge: (x, args) => challenge(x, args, 407),
    pv_www_authorize: (x, args) => authorizeWithVariables(x, args, 'authorization'),
    pv_proxy_authorize: (x, args) => authorizeWithVariables(x, args, 'proxy-authorization'),
    consume_credentials: x => {
      const header = authorized(x, 'authorization') ?? authorized(x, 'proxy-authorization');
      if (header === undefined) return -1;
      x.message.removeHeader(header);
      return 1;
    },
    is_rpid_user_e164: x => (/^\+?\d+$/.test(printed(rpid(x))) ? 1 : -1),
    append_rpid_hf: x => {
      const value = rpid(x);
      if (isNull(value)) return -1;
      x.message.edit({
        at: x.message.headersEnd,
        remove: 0,
        insert: `Remote-Party-ID: ${printed(value)}\r\n`,
      });
      return 1;
    },
  },
};

function rpid(x: Execution) {
  const spec = x.server.parameter('auth', 'rpid_avp');
  const variable = variableOf(x, spec ?? '$avp(rpid)');
  return variable === undefined ? nullValue : getVariable(x, variable);
}

export interface Credentials {
  readonly header: HeaderField;
  readonly values: ReadonlyMap<string, string>;
}

/** The realm of a request (get_realm): the domain of To for REGISTER, else that of From; for proxies that of From. */
export function realmOf(x: Execution, type: string): string | undefined {
  const { message } = x;
  const uri =
    message.method === 'REGISTER' || (type === 'authorization' && false)
      ? message.to?.uri
      : message.from?.uri;
  const prefix = x.server.parameter('auth', 'realm_prefix') ?? '';
  const host = parseServerUri(uri ?? '')?.host;
  return host?.startsWith(prefix) === true ? host.slice(prefix.length) : host;
}

function readCredentials(header: HeaderField): Credentials | undefined {
  const [first] = parseAuthentications(wholePiece(header.value));
  if (first === undefined || first.scheme.text.toLowerCase() !== 'digest') return undefined;
  const values = new Map<string, string>();
  for (const parameter of first.parameters)
    values.set(parameter.name.text.toLowerCase(), (parameter.value?.text ?? '').replace(/^"(.*)"$/s, '$1'));
  return { header, values };
}

export type PreAuthentication =
  | { readonly code: number }
  | { readonly credentials: Credentials; readonly realm: string };

/** Finds the credentials of a realm and checks their nonce (pre_auth). */
export function preAuthenticate(x: Execution, wanted: string, type: string): PreAuthentication {
  const { message, server } = x;
  if (message.method === 'ACK' || message.method === 'CANCEL') return { code: AUTHORIZED };
  const realm = wanted === '' ? realmOf(x, type) : wanted;
  if (realm === undefined) {
    signalingReply(x, 400, 'Bad Request');
    return { code: ERROR };
  }
  let found: Credentials | undefined;
  for (const header of message.all(type)) {
    const credentials = readCredentials(header);
    if (credentials === undefined) continue;
    if (credentials.values.get('realm') === realm) {
      found = credentials;
      break;
    }
  }
  if (found === undefined) return { code: NO_CREDENTIALS };
  const { values } = found;
  if (['username', 'nonce', 'uri', 'response'].some(name => (values.get(name) ?? '') === '')) {
    signalingReply(x, 400, 'Bad Request');
    return { code: ERROR };
  }
  const length = digestAlgorithm(values.get('algorithm')) === undefined ? 0 : values.get('response')?.length;
  if (length !== 32 && length !== 64) {
    signalingReply(x, 400, 'Bad Request');
    return { code: ERROR };
  }
  message.notes.set(`authorized ${type}`, String(found.header.start));
  if (!isNonceValid(x, values, realm)) {
    message.notes.set(`stale ${type}`, 'yes');
    return { code: STALE_NONCE };
  }
  server.state(usedNonces).add(values.get('nonce') ?? '');
  return { credentials: found, realm };
}

/** A nonce cannot be predicted: a well-formed one is accepted after a challenge, otherwise it is a question. */
function isNonceValid(x: Execution, values: ReadonlyMap<string, string>, realm: string): boolean {
  const nonce = values.get('nonce') ?? '';
  const { server } = x;
  if (!/^[A-Za-z0-9+/]{32,88}[=-]{0,2}$|^[0-9a-f]{40,88}$/.test(nonce)) return false;
  const disables = server.parameterNumber('auth', 'disable_nonce_check', 1) !== 0;
  if (!disables && server.state(usedNonces).has(nonce)) return false;
  if (!server.state(challenged).has(realm))
    return server.questions.askYes(
      `Did the server issue the nonce in the credentials for ${realm}, and is it still valid?`,
    );
  const expire = server.parameterNumber('auth', 'nonce_expire', 30);
  const issued = server.noncesFrom.get(realm) ?? 0;
  return server.clock.now - issued <= expire;
}

export function authorized(x: Execution, type: string): HeaderField | undefined {
  const start = x.message.notes.get(`authorized ${type}`);
  return start === undefined ? undefined : x.message.all(type).find(header => String(header.start) === start);
}

/** Compares the response with the one computed from a stored HA1. */
export function responseFits(x: Execution, { values }: Credentials, ha1: string): boolean {
  const algorithm = digestAlgorithm(values.get('algorithm')) ?? 'MD5';
  const qop = values.get('qop');
  const digest = computeDigest(ha1, {
    algorithm,
    method: x.message.method,
    uri: values.get('uri') ?? '',
    nonce: values.get('nonce') ?? '',
    ...(qop === undefined || qop === ''
      ? {}
      : {
          qop: qop === 'auth-int' ? 'auth-int' : 'auth',
          nc: values.get('nc') ?? '',
          cnonce: values.get('cnonce') ?? '',
        }),
    ...(qop === 'auth-int' ? { body: x.message.body } : {}),
  } as Parameters<typeof computeDigest>[1]);
  return digest.response.toLowerCase() === (values.get('response') ?? '').toLowerCase();
}

/** The HA1 of a password for the algorithm of the credentials. */
export function ha1Of({ values }: Credentials, user: string, realm: string, password: string): string {
  const algorithm = digestAlgorithm(values.get('algorithm')) ?? 'MD5';
  return computeHa1(hashOfAlgorithm(algorithm), user, realm, password);
}

/** With both kinds of qop, the server names them in the other order than the script. */
function bothQops(wanted: string): string {
  const names = wanted.split(',').map(name => name.trim());
  if (!names.includes('auth')) return 'auth-int';
  return names.indexOf('auth') < names.indexOf('auth-int') ? 'auth-int,auth' : 'auth,auth-int';
}

/** Sends 401 or 407 with a challenge and ends the script. */
function challenge(x: Execution, args: Arguments, code: 401 | 407): number {
  const { message, server } = x;
  const type = code === 401 ? 'authorization' : 'proxy-authorization';
  const given = args.text(0) ?? '';
  const realm = given === '' ? realmOf(x, type) : given;
  if (realm === undefined) {
    signalingReply(x, 400, 'Bad Request');
    return 0;
  }
  const isOld = !server.isSince('3.0');
  const wantsQop = args.text(1) ?? '';
  let qop: string | undefined;
  if (isOld || /^\d$/.test(wantsQop))
    qop =
      wantsQop === '0' || wantsQop === ''
        ? undefined
        : wantsQop === '2'
          ? 'auth-int'
          : wantsQop === '3'
            ? 'auth,auth-int'
            : 'auth';
  else if (wantsQop !== '') qop = wantsQop.includes('auth-int') ? bothQops(wantsQop) : 'auth';
  const algorithms = (args.text(2) ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
  const name = code === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
  const stale = message.notes.has(`stale ${type}`) ? ', stale=true' : '';
  // Several algorithms are offered, strongest first.
  const order = ['SHA-512-256-sess', 'SHA-512-256', 'SHA-256-sess', 'SHA-256', 'MD5-sess', 'MD5'];
  const offered = order.filter(one => algorithms.includes(one));
  for (const algorithm of offered.length === 0 ? [undefined] : offered) {
    const effective = qop ?? (algorithm !== undefined && algorithm !== 'MD5' ? 'auth' : undefined);
    const parts = [
      `Digest realm="${realm}", nonce="${'0'.repeat(44)}"`,
      effective === undefined ? '' : `, qop="${effective}"`,
      stale,
      algorithm === undefined ? '' : `, algorithm=${algorithm}`,
    ];
    message.replyHeaders.push(`${name}: ${parts.join('')}\r\n`);
  }
  server.state(challenged).add(realm);
  server.noncesFrom.set(realm, server.clock.now);
  const reason = code === 401 ? 'Unauthorized' : 'Proxy Authentication Required';
  return signalingReply(x, code, reason) < 0 ? -1 : 0;
}

/** The script variables hold the account (username_spec, password_spec). */
function authorizeWithVariables(x: Execution, args: Arguments, type: string): number {
  const before = preAuthenticate(x, args.text(0) ?? '', type);
  if ('code' in before) return before.code;
  const { credentials, realm } = before;
  const read = (name: string): string | undefined => {
    const spec = x.server.parameter('auth', name);
    const variable = spec === undefined ? undefined : variableOf(x, spec);
    return variable === undefined
      ? undefined
      : optionalText(printedOrUndefined(getVariable(x, variable))).text;
  };
  const user = read('username_spec');
  if (user === undefined) return USER_UNKNOWN;
  const written = credentials.values.get('username') ?? '';
  const name =
    written.includes('@') && !user.includes('@') ? written.slice(0, written.indexOf('@')) : written;
  if (name !== user) return USER_UNKNOWN;
  const password = read('password_spec');
  if (password === undefined) return USER_UNKNOWN;
  const calculates = x.server.parameterNumber('auth', 'calculate_ha1', 0) !== 0;
  const ha1 = calculates ? ha1Of(credentials, written, realm, password) : password;
  return responseFits(x, credentials, ha1) ? AUTHORIZED : INVALID_PASSWORD;
}

function printedOrUndefined(value: ReturnType<typeof getVariable>): string | undefined {
  return isNull(value) ? undefined : printed(value);
}
