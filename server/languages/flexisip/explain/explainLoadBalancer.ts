import { firstHeader, headerText } from '../../../sip/message.ts';
import { parseUriText, type SipUri } from '../../../sip/uri.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { entranceOf } from '../expressions/moduleFilter.ts';
import { effective, list } from '../model/model.ts';
import type { FlexisipQuestion, FlexisipTrail } from './explanation.ts';
import { shownUri } from './storedContacts.ts';

const section = 'module::LoadBalancer';

/**
 * The Route that LoadBalancer adds before the remaining ones: one of `routes`, by Sofia's hash of the
 * Call-ID, so that the requests of a call go to the same server. Undefined if the module does not change the request.
 */
export function balancedRoute(question: FlexisipQuestion, trail: FlexisipTrail): SipUri | undefined {
  const { model, message } = question;
  const entrance = entranceOf(model, section, messageVariables(message));
  if (!entrance.enters) return undefined;
  const routes = list(model, section, 'routes').map(({ text }) => text);
  const callId = headerText(firstHeader(message, 'Call-ID'))?.trim() ?? '';
  if (routes.length === 0 || callId === '') return undefined;
  const number = hashOf(callId) % routes.length;
  const uri = parseUriText((routes[number] ?? '').replace(/^<|>.*$/g, ''));
  trail.add(
    'LoadBalancer module',
    'passed',
    `The Call-ID selects route ${number + 1} of ${routes.length}: ${shownUri(uri)} becomes the topmost Route.`,
    { settings: [effective(model, section, 'routes').setting, ...entrance.settings], header: 'Call-ID' },
  );
  return uri;
}

/** The lower 32 bits of Sofia's msg_hash_string. */
function hashOf(text: string): number {
  let hash = 0;
  // The server adds signed bytes.
  for (const byte of new TextEncoder().encode(text))
    hash = Math.imul(hash + ((byte << 24) >> 24), 38501) >>> 0;
  return hash;
}
