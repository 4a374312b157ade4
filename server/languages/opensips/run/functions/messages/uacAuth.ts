import { parseAuthentications } from '../../../../../sip/authentication.ts';
import {
  answerQop,
  type Challenge,
  preferredChallenge,
  readChallenge,
} from '../../../../../sip/digest/answer.ts';
import { computeDigest, computeHa1, hashOfAlgorithm } from '../../../../../sip/digest/digest.ts';
import { wholePiece } from '../../../../../sip/piece.ts';
import { countOn } from '../../dialogs/cseq.ts';
import { dialogOf } from '../../dialogs/dialogs.ts';
import type { Message } from '../../messages/message.ts';
import { addRouteParameter } from '../../messages/routeParameters.ts';
import { uriParameter } from '../../messages/uri.ts';
import type { Execution, Server } from '../../server.ts';
import { hasToTag } from '../../tm/relay.ts';
import { avpName, avpText } from '../../values/scriptVariables.ts';
import { directionOf } from '../transactions/rr.ts';

/** The headers of a challenge and of its answer, by the code of the reply. */
const headers: Readonly<Record<number, readonly [string, string]>> = {
  401: ['www-authenticate', 'Authorization'],
  407: ['proxy-authenticate', 'Proxy-Authorization'],
};

/**
 * Answers the challenge of a next hop (uac_auth): the answer becomes a header of the request, which counts on its CSeq, and
 * whose Request-URI is again that of the challenged branch.
 */
export function authenticate(x: Execution): number {
  const { reply, transaction, message } = x;
  const branch = transaction?.branches[x.branchIndex];
  const [asked, answered] = headers[reply?.code ?? 0] ?? [];
  if (reply === undefined || branch === undefined || asked === undefined) return -1;
  const challenge = preferredChallenge(challengesIn(reply, asked));
  const credential = challenge === undefined ? undefined : credentialFor(x, x.server, challenge.realm);
  if (challenge === undefined || credential === undefined) return -1;
  message.newUri = branch.uri;
  const header = `${answered}: Digest ${answer(challenge, credential, message, branch.uri)}\r\n`;
  message.edit({ at: message.headersEnd, remove: 0, insert: header, kind: 'append' });
  countOn(x);
  if (hasToTag(message)) return 1;
  const dialog = dialogOf(x);
  if (dialog === undefined) addRouteParameter(message, `;${parameterName(x.server)}=1`);
  else dialog.notes.add('answered challenge');
  return 1;
}

function challengesIn(reply: Message, name: string): readonly Challenge[] {
  return reply
    .all(name)
    .flatMap(({ value }) => parseAuthentications(wholePiece(value)))
    .flatMap(authentication => readChallenge(authentication) ?? []);
}

interface Credential {
  readonly username: string;
  readonly password: string;
}

/** Those in the AVPs that the parameters name, else those of `credential=user:realm:password`. */
function credentialFor(x: Execution, server: Server, realm: string): Credential | undefined {
  const kept = (name: string): string | undefined => {
    const avp = server.parameter('uac_auth', `auth_${name}_avp`);
    return avp === undefined ? undefined : avpText(x, avpName(avp));
  };
  const username = kept('username');
  if (kept('realm') === realm && username !== undefined)
    return { username, password: kept('password') ?? '' };
  for (const one of server.parameters('uac_auth', 'credential')) {
    const [, user = '', of, password = ''] = /^([^:]*):([^:]*):(.*)$/s.exec(one) ?? [];
    if (of === realm) return { username: user, password };
  }
  return undefined;
}

/** The number that the client chooses is random on the server. */
const cnonce = '00000000';

function answer(
  challenge: Challenge,
  { username, password }: Credential,
  request: Message,
  uri: string,
): string {
  const { realm, nonce, opaque, algorithm = 'MD5' } = challenge;
  const qop = answerQop(challenge) ?? undefined;
  const ha1 = computeHa1(hashOfAlgorithm(algorithm), username, realm, password);
  const nc = '00000001';
  const { method, body } = request;
  const { response } = computeDigest(ha1, { algorithm, method, uri, nonce, qop, nc, cnonce, body });
  return [
    `username="${username}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
    ...(qop === undefined ? [] : [`qop=${qop}`, `nc=${nc}`, `cnonce="${cnonce}"`]),
    `response="${response}"`,
    `algorithm=${algorithm}`,
  ].join(', ');
}

/** The parameter of Record-Route that marks calls whose later requests have to count on, too. */
function parameterName(server: Server): string {
  return server.parameter('uac', 'rr_uac_cseq_param') ?? 'aci';
}

/** Later requests of the caller count on as the first one did (rr_uac_auth_checker). */
export function renumberAnswered(x: Execution, params: string | undefined): void {
  if (uriParameter(params, parameterName(x.server)) === undefined || directionOf(x.message) === 'upstream')
    return;
  countOn(x);
}
