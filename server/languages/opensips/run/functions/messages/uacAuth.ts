import { parseAuthentications } from '../../../../../sip/authentication.ts';
import { readChallenge } from '../../../../../sip/digest/answer.ts';
import { wholePiece } from '../../../../../sip/piece.ts';
import type { Execution, Server } from '../../server.ts';
import { avpName, avpText } from '../../values/scriptVariables.ts';
import type { Arguments } from '../arguments.ts';
import { askFunction } from '../unknown.ts';

/**
 * Answers the challenge of a next hop (uac_auth): it fails without a reply of 401 or 407, and without credentials for its
 * realm. Whether the next hop accepts the answer, which contains a random number, is not known.
 */
export function authenticate(x: Execution, args: Arguments): number {
  const { reply, server } = x;
  if (x.transaction === undefined || reply === undefined) return -1;
  const header = { 401: 'www-authenticate', 407: 'proxy-authenticate' }[reply.code];
  if (header === undefined) return -1;
  const realms = reply
    .all(header)
    .flatMap(({ value }) => parseAuthentications(wholePiece(value)))
    .map(readChallenge)
    .flatMap(challenge => challenge?.realm ?? []);
  return realms.some(realm => hasCredentials(x, server, realm)) ? askFunction(x, 'uac_auth', args) : -1;
}

/** Credentials of `credential=user:realm:password`, or those in the AVPs that the parameters name. */
function hasCredentials(x: Execution, server: Server, realm: string): boolean {
  const avp = server.parameter('uac_auth', 'auth_realm_avp');
  if (avp !== undefined && avpText(x, avpName(avp)) === realm) return true;
  return server.parameters('uac_auth', 'credential').some(one => one.split(':')[1] === realm);
}
