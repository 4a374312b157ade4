import { firstHeader, headerText, viaHops } from '../../../sip/message.ts';
import { findParameter, parameterValue } from '../../../sip/parameters.ts';
import { parseUriText, type SipUri } from '../../../sip/uri.ts';
import { isSince } from '../facts/facts.ts';
import { companionFile } from '../model/companionFiles.ts';
import { registrarDomain } from '../model/domains.ts';
import { effective, isKnown, list } from '../model/model.ts';
import { hostKey, isAddress, ownershipOf } from '../model/ownUris.ts';
import { conditionalRoute } from './conditionalRoutes.ts';
import { isInDialog } from './explainInterceptors.ts';
import { balancedRoute } from './explainLoadBalancer.ts';
import { ownAddresses } from './explainRouter.ts';
import type { FlexisipQuestion, FlexisipTrail } from './explanation.ts';
import { withRequestUri } from './rewrittenRequest.ts';
import { instanceWanted, shownUri, storedContacts } from './storedContacts.ts';

export interface Forwarded {
  /** Undefined when nothing is sent. */
  readonly nextHop: SipUri | undefined;
  readonly byRoute: boolean;
  /** The status of the reply that is sent instead; null for no reply. */
  readonly code: 404 | 482 | 483 | 485 | null;
  readonly certain: boolean;
}

const section = 'module::Forward';

/** Are there too many hops? Forward compares `Max-Forwards` with the number of Via headers and replies 483. */
export function hasTooManyHops({ message }: FlexisipQuestion, trail: FlexisipTrail): boolean {
  const most = Number.parseInt(headerText(firstHeader(message, 'Max-Forwards')) ?? '', 10);
  const hops = viaHops(message).length;
  if (Number.isNaN(most) || most > hops) return false;
  const detail = `Max-Forwards is ${most}, and the message has ${hops} Via headers: the reply is 483 Too Many Hops.`;
  trail.add('Forward module', 'decided', detail, { header: 'Max-Forwards' });
  return true;
}

/** Where Forward sends one branch: to a conditional route, the remaining Route, or the Request-URI. */
export function forward(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  { uri, route }: { readonly uri: SipUri; readonly route: SipUri | undefined },
): Forwarded {
  const { model, message } = question;
  const conditional = isInDialog(message) ? undefined : conditionalFor(question, trail, uri);
  const balanced = balancedRoute(question, trail);
  const routes = [conditional, balanced, route].filter(candidate => candidate !== undefined);
  const chosen = firstForeign(question, trail, routes);
  const nextHop = chosen === undefined ? uri : receivedAt(chosen, trail);
  const byRoute = chosen !== undefined;
  const certain = conditional !== undefined || !isRouteFileMissing(question);
  const device = deviceInDialog(question, trail, nextHop);
  if (device !== undefined) return { ...device, certain: certain && device.certain };
  const ownership = ownershipOf(model, nextHop, ownAddresses(question));
  if (ownership === 'own') return loop(question, trail, nextHop);
  const transport = transportFor(question, nextHop);
  const setting = effective(model, section, 'default-transport').setting;
  trail.add('Forward module', 'decided', `The request is sent to ${shownUri(nextHop)}${transport}.`, {
    settings: transport === '' ? [] : [setting],
    header: byRoute ? (chosen === route ? 'Route' : undefined) : 'Request-URI',
  });
  if (ownership === 'unknown') {
    trail.assume(
      `The file does not show whether ${nextHop.host?.text ?? ''} is an address of this server. It is assumed to be another machine.`,
    );
  }
  return { nextHop, byRoute, code: null, certain: certain && ownership === 'foreign' };
}

/** A request in a dialog to a GRUU of this server: Forward looks up the device, because the Router does not. */
function deviceInDialog(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  destination: SipUri,
): Forwarded | undefined {
  const { model, message, contacts } = question;
  if (!isInDialog(message) || instanceWanted(destination) === undefined) return undefined;
  const domains = list(model, 'module::Registrar', 'reg-domains').map(({ text }) => text);
  if (registrarDomain(domains, destination.host?.text ?? '') === undefined) return undefined;
  const nothing = { nextHop: undefined, byRoute: false, code: null } as const;
  if (contacts === undefined) {
    trail.assume(
      'The registrar database, not the file, has the device that the `gr` parameter means. Enter its contact.',
    );
    return { ...nothing, certain: false };
  }
  const [device, ...others] = storedContacts(question, destination);
  if (device === undefined || others.length > 0) {
    const reply = device === undefined ? '404 Not Found' : '485 Ambiguous';
    const detail = `${device === undefined ? 'No contact has' : 'Several contacts have'} the \`+sip.instance\` of the \`gr\` parameter: the reply is ${reply}.`;
    trail.add('GRUU', 'decided', detail, { header: 'Request-URI' });
    return { ...nothing, code: device === undefined ? 404 : 485, certain: true };
  }
  const detail = `The \`gr\` parameter means the device at ${shownUri(device.uri)}: the request is sent there.`;
  trail.add('GRUU', 'decided', detail, {
    header: 'Request-URI',
    config: device.line === undefined ? [] : [device.line],
  });
  return { ...nothing, nextHop: device.uri, certain: true };
}

/** The topmost Routes are removed as long as they lead to this server. */
function firstForeign(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  routes: readonly SipUri[],
): SipUri | undefined {
  for (const route of routes) {
    if (ownershipOf(question.model, route, ownAddresses(question)) !== 'own') return route;
    trail.add(
      'Forward module',
      'passed',
      `The Route to ${shownUri(route)} leads to this server and is removed.`,
    );
  }
  return undefined;
}

/** `fs-received` and `fs-rport` of a Route are the address that a proxy of the cluster saw. */
function receivedAt(uri: SipUri, trail: FlexisipTrail): SipUri {
  const received = parameterValue(uri.parameters, 'fs-received') ?? '';
  const port = parameterValue(uri.parameters, 'fs-rport') ?? '';
  if (received === '' && port === '') return uri;
  const host = received === '' ? (uri.host?.text ?? '') : received.includes(':') ? `[${received}]` : received;
  const written = port === '' ? (uri.port?.text ?? '') : port;
  const transport = parameterValue(uri.parameters, 'transport');
  const place = `${uri.scheme}:${host}${written === '' ? '' : `:${written}`}`;
  trail.add(
    'Forward module',
    'passed',
    `\`fs-received\` and \`fs-rport\` of the Route give the address ${place}.`,
    {
      header: 'Route',
    },
  );
  return parseUriText(transport === undefined ? place : `${place};transport=${transport}`);
}

function loop({ model }: FlexisipQuestion, trail: FlexisipTrail, nextHop: SipUri): Forwarded {
  const answers = answersLoops(model.version);
  const detail = `${shownUri(nextHop)} is this server itself: ${answers ? 'the reply is 482 Loop Detected.' : 'the request is dropped without a reply.'}`;
  const settings = ['transports', 'aliases'].map(key => effective(model, 'global', key).setting);
  trail.add('Forward module', 'decided', detail, { settings });
  return { nextHop: undefined, byRoute: false, code: answers ? 482 : null, certain: true };
}

/** 2.4.2 and 2.5.0 answer a request to the server itself; the pre-releases of 2.5 do not. */
function answersLoops(version: FlexisipQuestion['model']['version']): boolean {
  return isSince(version, '2.4.2') && !version.tag.startsWith('2.5.0-');
}

function conditionalFor(question: FlexisipQuestion, trail: FlexisipTrail, uri: SipUri): SipUri | undefined {
  const { model, message } = question;
  const { value, setting } = effective(model, section, 'routes-config-path');
  if (!isKnown(model, section, 'routes-config-path') || value === '') return undefined;
  const file = companionFile(model, section, 'routes-config-path');
  if (file === undefined) {
    trail.assume(
      'The file of `routes-config-path` could not be read. A route in it may change the destination.',
    );
    return undefined;
  }
  const found = conditionalRoute(file, withRequestUri(message, uri.source.text));
  if (found === undefined) {
    trail.add('Conditional routes', 'skipped', 'No condition in the file is true for this message.', {
      settings: [setting],
    });
    return undefined;
  }
  trail.add(
    'Conditional routes',
    'passed',
    `The condition of ${shownUri(found.uri)} is true: it becomes the topmost Route.`,
    {
      settings: [setting],
      config: [{ file: file.file, line: found.line }],
    },
  );
  return found.uri;
}

function isRouteFileMissing({ model }: FlexisipQuestion): boolean {
  return (
    isKnown(model, section, 'routes-config-path') &&
    effective(model, section, 'routes-config-path').value !== '' &&
    companionFile(model, section, 'routes-config-path') === undefined
  );
}

/** The transport that Forward adds to a URI that has neither a transport nor a port. */
function transportFor({ model }: FlexisipQuestion, uri: SipUri): string {
  const wanted = effective(model, section, 'default-transport').value;
  const isOpen =
    uri.scheme === 'sip' &&
    uri.port === undefined &&
    findParameter(uri.parameters, 'transport') === undefined &&
    !isAddress(hostKey(uri.host?.text ?? ''));
  return isOpen && wanted !== '' && wanted !== 'udp' ? ` over ${wanted}` : '';
}
