import { addressesNamed } from '../../../sip/message.ts';
import { canonicalAddress, viaSource } from '../../../sip/packetSource.ts';
import { findParameter } from '../../../sip/parameters.ts';
import { parseUriText, type SipUri } from '../../../sip/uri.ts';
import { parseExpression } from '../expressions/expression.ts';
import { evaluate } from '../expressions/expressionEvaluation.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { effective, isKnown } from '../model/model.ts';
import { ownershipOf } from '../model/ownUris.ts';
import { ownAddresses } from './explainRouter.ts';
import type { FlexisipQuestion, FlexisipTrail } from './explanation.ts';

const section = 'module::NatHelper';

/**
 * Where the flow token of the last Route to this server leads: to the client at the other end of a connection
 * (`FlowTokenStrategy::getDestinationUrl`). Undefined if the message is forwarded as usual.
 */
export function flowDestination(question: FlexisipQuestion, trail: FlexisipTrail): SipUri | undefined {
  const { model, message } = question;
  if (!isKnown(model, section, 'nat-traversal-strategy')) return undefined;
  const { value, setting } = effective(model, section, 'nat-traversal-strategy');
  const route = lastOwnRoute(question);
  const flow =
    value === 'flow-token' && route !== undefined ? readFlowToken(route.user?.text ?? '') : undefined;
  if (route === undefined || flow === undefined) return undefined;
  const [contact] = addressesNamed(message, 'Contact');
  const force = effective(model, section, 'force-flow-token');
  const isForced = (): boolean => evaluate(parseExpression(force.value), messageVariables(message)) === true;
  if (contact !== undefined && findParameter(contact.uri.parameters, 'ob') === undefined && !isForced()) {
    const detail =
      'The flow token in the Route is not used: Contact has no `ob` parameter, and `force-flow-token` is false for this message.';
    trail.add('Flow token', 'skipped', detail, { settings: [setting, force.setting], header: 'Contact' });
    return undefined;
  }
  const place = `${flow.address.includes(':') ? `[${flow.address}]` : flow.address}:${flow.port}`;
  if (isFromThere(question, flow)) {
    const detail = `The flow token in the Route is that of the connection to ${place}, from which the request comes: it is sent on as usual.`;
    trail.add('Flow token', 'passed', detail, { settings: [setting], header: 'Route' });
    return undefined;
  }
  trail.assume('The flow token in the Route is assumed to be signed with the key in `flow-token-path`.');
  const detail = `The flow token in the Route leads over the connection to ${place} (${flow.transport}), whatever the Request-URI.`;
  trail.add('Flow token', 'decided', detail, { settings: [setting], header: 'Route' });
  return parseUriText(`sip:${place};transport=${flow.transport}`);
}

/** The last of the Routes that Forward removes because they lead to this server. */
function lastOwnRoute(question: FlexisipQuestion): SipUri | undefined {
  let last: SipUri | undefined;
  for (const { uri } of addressesNamed(question.message, 'Route')) {
    if (ownershipOf(question.model, uri, ownAddresses(question)) === 'foreign') break;
    last = uri;
  }
  return last;
}

interface Flow {
  readonly address: string;
  readonly port: number;
  readonly transport: string;
}

const TRANSPORTS = ['unknown', 'udp', 'tcp', 'tls'];
const SIGNATURE_BYTES = 10;

/** The client end of a token: signature, transport, then address and port of the server and of the client, as Base64. */
function readFlowToken(token: string): Flow | undefined {
  const addressBytes = token.length === 32 ? 4 : token.length === 64 ? 16 : undefined;
  const bytes = addressBytes === undefined ? undefined : decodedBase64(token);
  if (addressBytes === undefined || bytes?.length !== SIGNATURE_BYTES + 1 + 2 * (addressBytes + 2))
    return undefined;
  const transport = TRANSPORTS[bytes[SIGNATURE_BYTES] ?? 0] ?? 'unknown';
  const client = bytes.slice(-addressBytes - 2);
  const [high = 0, low = 0] = client.slice(-2);
  const text =
    addressBytes === 4
      ? client.slice(0, 4).join('.')
      : Array.from({ length: 8 }, (_, word) =>
          (((client[2 * word] ?? 0) << 8) | (client[2 * word + 1] ?? 0)).toString(16),
        ).join(':');
  const address = canonicalAddress(text);
  return address === undefined || transport === 'unknown'
    ? undefined
    : { address, port: high * 256 + low, transport };
}

function decodedBase64(text: string): readonly number[] | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return [...atob(text)].map(character => character.charCodeAt(0));
}

function isFromThere({ message, source }: FlexisipQuestion, flow: Flow): boolean {
  const via = viaSource(message);
  return canonicalAddress(source ?? via?.address ?? '') === flow.address && via?.port === flow.port;
}
