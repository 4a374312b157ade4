import { inlineCode } from '../../../../text/markdown.ts';
import { optionOf } from '../matching/input.ts';
import { answerRegistrar, outboundRegister } from '../matching/outboundRegistration.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';

/** The REGISTER that Asterisk sends for a registration, and how it answers the challenge. */
export function describeRegistration(model: PjsipConf, registration: PjsipObject): string {
  const { requestUri, account, contactUser, hasLine, expires, proxy } = outboundRegister(registration);
  const through = proxy === undefined ? '' : ` through ${inlineCode(proxy)}`;
  const sent = `Asterisk sends ${inlineCode(`REGISTER ${requestUri}`)}${through} for ${inlineCode(account)}, for ${expires} seconds.`;
  const calls = hasLine
    ? 'Incoming calls are recognized by the `line` parameter that it adds to its Contact.'
    : `Incoming calls arrive at the extension ${inlineCode(contactUser)}, from an address that an identify must cover.`;
  // The realm of the registrar is not known: that of the auth fits.
  const answer = answerRegistrar(model, registration, [
    { realm: realmAsked(model, registration), algorithm: 'MD5' },
  ]);
  const challenged =
    answer.kind === 'answer'
      ? `It answers a challenge as ${inlineCode(answer.username)}.`
      : `It does not answer a challenge: ${answer.reason}.`;
  return `${sent} ${calls} ${challenged}`;
}

function realmAsked(model: PjsipConf, { references }: PjsipObject): string {
  const name = references.find(({ type }) => type === 'auth')?.name;
  const auth = name === undefined ? undefined : model.object('auth', name);
  return auth === undefined ? '' : optionOf(auth, 'realm', '');
}
