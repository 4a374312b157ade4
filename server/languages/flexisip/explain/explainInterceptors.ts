import { firstAddress, firstHeader, headersNamed, headerText, messageMethod } from '../../../sip/message.ts';
import { parameterValue } from '../../../sip/parameters.ts';
import { parseUriText, type SipUri } from '../../../sip/uri.ts';
import { parseExpression } from '../expressions/expression.ts';
import { evaluate } from '../expressions/expressionEvaluation.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { entranceOf } from '../expressions/moduleFilter.ts';
import { moduleOrder } from '../facts/facts.ts';
import { effective, isKnown, isModuleOn } from '../model/model.ts';
import type { FlexisipQuestion, FlexisipTrail } from './explanation.ts';
import { shownUri } from './storedContacts.ts';

export interface Interception {
  /** The Route that was added on top; the last module that adds one wins. */
  readonly route: SipUri | undefined;
  readonly crashes: boolean;
}

/** The modules before the Router that send a request to a companion server by adding a Route on top. */
export function intercept(question: FlexisipQuestion, trail: FlexisipTrail): Interception {
  const { model, message } = question;
  let route: SipUri | undefined;
  for (const name of moduleOrder(model.version)) {
    if (name === 'Router') break;
    const wants = interceptors[name];
    const section = `module::${name}`;
    if (wants === undefined) {
      if (notFollowed.has(name) && isModuleOn(model, section)) {
        trail.assume(`${section} is enabled; what it does is not simulated here.`);
      }
      continue;
    }
    const entrance = entranceOf(model, section, messageVariables(message));
    if (entrance.reason === 'broken') {
      const detail = 'The server crashes when it evaluates this filter.';
      trail.add(`Filter of the ${name} module`, 'decided', detail, { settings: entrance.settings });
      return { route, crashes: true };
    }
    if (!entrance.enters || !wants.takes(question)) continue;
    const target = effective(model, section, wants.key);
    route = parseUriText(target.value);
    trail.add(
      `${name} module`,
      'passed',
      `${wants.what} are sent to ${shownUri(route)}: the module adds a Route on top, and the Router leaves the request alone.`,
      { settings: [target.setting, ...entrance.settings] },
    );
  }
  return { route, crashes: false };
}

interface Interceptor {
  readonly key: string;
  /** The requests, as a plural noun. */
  readonly what: string;
  takes(question: FlexisipQuestion): boolean;
}

const interceptors: Readonly<Record<string, Interceptor | undefined>> = {
  B2bua: {
    key: 'b2bua-server',
    what: 'INVITE and CANCEL requests that do not come from the B2BUA',
    takes: question => {
      const method = messageMethod(question.message);
      return (method === 'INVITE' || method === 'CANCEL') && !isFromB2bua(question);
    },
  },
  RegEvent: {
    key: 'regevent-server',
    what: 'New subscriptions to the event `reg`',
    takes: ({ message }) =>
      messageMethod(message) === 'SUBSCRIBE' && eventOf(message) === 'reg' && !isInDialog(message),
  },
  Presence: {
    key: 'presence-server',
    what: 'Presence requests',
    takes: isPresence,
  },
};

const notFollowed: ReadonlySet<string> = new Set(['JweAuth']);

/** Does the To header have a tag? */
export function isInDialog(message: FlexisipQuestion['message']): boolean {
  const to = firstAddress(message, 'To');
  return to !== undefined && parameterValue(to.parameters, 'tag') !== undefined;
}

/** By the User-Agent in `b2bua-server/user-agent`; earlier releases look for a private header. */
function isFromB2bua({ model, message }: FlexisipQuestion): boolean {
  if (!isKnown(model, 'b2bua-server', 'user-agent'))
    return headersNamed(message, 'flexisip-b2bua').length > 0;
  const own = effective(model, 'b2bua-server', 'user-agent').value;
  const agent = headerText(firstHeader(message, 'User-Agent')) ?? '';
  const [before = '', after] = own.split('{version}');
  return after === undefined ? agent === own : agent.startsWith(before);
}

function isPresence({ model, message }: FlexisipQuestion): boolean {
  if (eventOf(message) !== 'presence') return false;
  const method = messageMethod(message);
  if (method === 'PUBLISH') return true;
  if (method !== 'SUBSCRIBE') return false;
  const only = effective(model, 'module::Presence', 'only-list-subscription').value;
  const isListOnly = evaluate(parseExpression(only), messageVariables(message)) === true;
  const supported = headersNamed(message, 'Supported').flatMap(header =>
    (headerText(header) ?? '').split(','),
  );
  return !isListOnly || supported.some(word => word.trim().toLowerCase() === 'eventlist');
}

function eventOf(message: FlexisipQuestion['message']): string {
  return (headerText(firstHeader(message, 'Event')) ?? '').replace(/;.*/s, '').trim().toLowerCase();
}
