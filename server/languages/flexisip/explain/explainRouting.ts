import { addressesNamed, messageMethod, requestUri } from '../../../sip/message.ts';
import { parseUriText, type SipUri } from '../../../sip/uri.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { entranceOf } from '../expressions/moduleFilter.ts';
import { effective, flag, isKnown } from '../model/model.ts';
import { ownershipOf } from '../model/ownUris.ts';
import { insertContactRoute } from './explainAdapters.ts';
import { flowDestination } from './explainFlowToken.ts';
import { forward, hasTooManyHops } from './explainForward.ts';
import { intercept } from './explainInterceptors.ts';
import { pushTo } from './explainPush.ts';
import { ownAddresses, type RouterResult, routeInRouter } from './explainRouter.ts';
import type { FlexisipQuestion, FlexisipRouting, FlexisipTarget, FlexisipTrail } from './explanation.ts';
import { type ForkContact, shownUri } from './storedContacts.ts';

export interface RoutingResult {
  readonly routing: FlexisipRouting;
  /** Status of this server's reply; null when the request is forwarded. */
  readonly finalCode: 404 | 480 | 482 | 483 | 485 | null;
  readonly crashes: boolean;
}

/** The modules after Authentication and Registrar: companion servers, Router, PushNotification, MediaRelay, Forward. */
export function routeRequest(question: FlexisipQuestion, trail: FlexisipTrail): RoutingResult {
  const interception = intercept(question, trail);
  if (interception.crashes) return crashed;
  const route = interception.route ?? foreignRoute(question, trail);
  const adapted = insertContactRoute(question, trail);
  return adapted === undefined
    ? crashed
    : routeAdapted(adapted, trail, route, interception.route !== undefined);
}

/** The Router and the modules after it, with the Request-URI from the modules before it. */
function routeAdapted(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  route: SipUri | undefined,
  isByModule: boolean,
): RoutingResult {
  const routed = routeInRouter(question, trail, route);
  switch (routed.kind) {
    case 'crash':
      return crashed;
    case 'end':
      return { routing: { by: null, targets: [], certain: true }, finalCode: null, crashes: false };
    case 'answer':
      return { routing: { by: null, targets: [], certain: true }, finalCode: routed.code, crashes: false };
    case 'fork':
      return fork(question, trail, routed);
    case 'forward':
      return sendOn(question, trail, { route, isByModule, certain: routed.certain });
  }
}

const crashed: RoutingResult = {
  routing: { by: null, targets: [], certain: true },
  finalCode: null,
  crashes: true,
};

/** The first Route that does not lead to this server. */
function foreignRoute(question: FlexisipQuestion, trail: FlexisipTrail): SipUri | undefined {
  for (const { uri } of addressesNamed(question.message, 'Route')) {
    const ownership = ownershipOf(question.model, uri, ownAddresses(question));
    if (ownership === 'foreign') return uri;
    if (ownership === 'unknown') {
      trail.assume(
        `The Route to ${uri.host?.text ?? ''} is assumed to lead to this server, which listens on all addresses.`,
      );
    }
    trail.add('Route', 'passed', `The Route to ${shownUri(uri)} leads to this server and is removed.`, {
      header: 'Route',
    });
  }
  return undefined;
}

function sendOn(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  { route, isByModule, certain }: { route: SipUri | undefined; isByModule: boolean; certain: boolean },
): RoutingResult {
  noteMediaRelay(question, trail);
  if (hasTooManyHops(question, trail)) return answered(483);
  const uri = requestUri(question.message);
  if (uri === undefined) return answered(null);
  const flow = isByModule ? undefined : flowDestination(question, trail);
  if (flow !== undefined) {
    const target = {
      uri: shownUri(uri),
      nextHop: shownUri(flow),
      q: 1,
      origin: 'request',
      push: null,
    } as const;
    return { routing: { by: 'route', targets: [target], certain: false }, finalCode: null, crashes: false };
  }
  const sent = forward(question, trail, { uri, route });
  if (sent.nextHop === undefined) return answered(sent.code, sent.certain);
  const target: FlexisipTarget = {
    uri: shownUri(uri),
    nextHop: shownUri(sent.nextHop),
    q: 1,
    origin: 'request',
    push: null,
  };
  const by = isByModule ? 'module' : sent.byRoute ? 'route' : 'request-uri';
  const routing = { by, targets: [target], certain: certain && sent.certain } as const;
  return { routing, finalCode: null, crashes: false };
}

/** Without certainty, the request goes to contacts that are unknown here. */
function answered(finalCode: RoutingResult['finalCode'], certain = true): RoutingResult {
  return { routing: { by: certain ? null : 'contacts', targets: [], certain }, finalCode, crashes: false };
}

/** Only this many branches are described; the others are counted. */
const SHOWN_BRANCHES = 20;

function fork(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  { contacts, certain }: Extract<RouterResult, { kind: 'fork' }>,
): RoutingResult {
  noteFork(question, trail, contacts);
  noteMediaRelay(question, trail);
  if (contacts.length > 0 && hasTooManyHops(question, trail)) return answered(483);
  const ordered = [...contacts].sort((a, b) => b.q - a.q);
  let isCertain = certain;
  const targets = ordered.slice(0, SHOWN_BRANCHES).flatMap(({ uri, q, origin, route }): FlexisipTarget[] => {
    const push = pushTo(question, trail, uri);
    const sent = forward(question, trail, {
      uri,
      route: route === undefined ? undefined : parseUriText(route),
    });
    if (!sent.certain) isCertain = false;
    if (sent.nextHop === undefined) return [];
    return [{ uri: shownUri(uri), nextHop: shownUri(sent.nextHop), q, origin, push }];
  });
  if (ordered.length > SHOWN_BRANCHES) {
    trail.assume(`${ordered.length - SHOWN_BRANCHES} more branches are not shown.`);
    isCertain = false;
  }
  return { routing: { by: 'contacts', targets, certain: isCertain }, finalCode: null, crashes: false };
}

/** How the branches are tried, depending on the kind of request. */
function noteFork(
  { model, message }: FlexisipQuestion,
  trail: FlexisipTrail,
  contacts: readonly ForkContact[],
): void {
  const section = 'module::Router';
  const value = (key: string): string => {
    const written = effective(model, section, key).value;
    return /^\d+$/.test(written) ? `${written} seconds` : written;
  };
  const add = (detail: string, keys: readonly string[]): void =>
    trail.add('Fork', 'passed', detail, {
      settings: keys.map(key => effective(model, section, key).setting),
    });
  const method = messageMethod(message) ?? '';
  if (method === 'INVITE') {
    const priorities = new Set(contacts.map(({ q }) => q)).size;
    const groups =
      priorities > 1 && isKnown(model, section, 'call-fork-current-branches-timeout')
        ? ` Lower priorities follow after ${value('call-fork-current-branches-timeout')}.`
        : '';
    const late = flag(model, section, 'fork-late')
      ? ' Devices that register in the meantime are called as well.'
      : '';
    add(
      `The server replies 100 Trying, and the call rings for at most ${value('call-fork-timeout')}.${groups}${late}`,
      ['call-fork-timeout', 'call-fork-current-branches-timeout', 'fork-late'],
    );
  } else if (
    method === 'MESSAGE' &&
    isKnown(model, section, 'message-fork-late') &&
    flag(model, section, 'message-fork-late')
  ) {
    add(
      `If no device replies within ${value('message-accept-timeout')}, the server replies 202 Accepted and keeps the message for ${value('message-delivery-timeout')} for devices that register later.`,
      ['message-fork-late', 'message-accept-timeout', 'message-delivery-timeout'],
    );
  }
}

function noteMediaRelay({ model, message }: FlexisipQuestion, trail: FlexisipTrail): void {
  if (messageMethod(message) !== 'INVITE') return;
  const entrance = entranceOf(model, 'module::MediaRelay', messageVariables(message));
  if (!entrance.enters) return;
  trail.add(
    'MediaRelay module',
    'passed',
    'The media of the call go through this server, unless the offer rules it out.',
    {
      settings: [effective(model, 'module::MediaRelay', 'enabled').setting, ...entrance.settings],
    },
  );
}
