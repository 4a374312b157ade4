import { firstHeader, messageMethod, requestUri, viaHops } from '../../../sip/message.ts';
import { parseUriText, type SipUri } from '../../../sip/uri.ts';
import { parseExpression } from '../expressions/expression.ts';
import { evaluate } from '../expressions/expressionEvaluation.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { entranceOf } from '../expressions/moduleFilter.ts';
import { isSince } from '../facts/facts.ts';
import { registrarDomain } from '../model/domains.ts';
import { effective, flag, isKnown, list } from '../model/model.ts';
import { hostKey, isAddress, ownershipOf } from '../model/ownUris.ts';
import { isInDialog } from './explainInterceptors.ts';
import type { FlexisipQuestion, FlexisipTrail } from './explanation.ts';
import {
  type ForkContact,
  instanceWanted,
  shownUri,
  staticTargets,
  storedContacts,
} from './storedContacts.ts';

export type RouterResult =
  /** Left to Forward as it is. */
  | { readonly kind: 'forward'; readonly certain: boolean }
  | { readonly kind: 'fork'; readonly contacts: readonly ForkContact[]; readonly certain: boolean }
  | { readonly kind: 'answer'; readonly code: 404 | 480 }
  | { readonly kind: 'crash' }
  /** The module handles the request and forwards nothing. */
  | { readonly kind: 'end' };

const section = 'module::Router';

/** What the Router does with a request (`ModuleRouter::onRequest`); `route` is the topmost Route. */
export function routeInRouter(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  route: SipUri | undefined,
): RouterResult {
  const outside = atEntrance(question, trail);
  if (outside !== undefined) return outside;
  if (route !== undefined) {
    const uri = requestUri(question.message);
    if (flag(question.model, section, 'resolve-routes') && uri !== undefined) {
      const setting = effective(question.model, section, 'resolve-routes').setting;
      if (!isSince(question.model.version, ROUTES_SKIPPED_FIRST)) {
        const detail = `The Route leads to ${shownUri(route)}; with \`resolve-routes\`, the Request-URI is looked up anyway.`;
        trail.add('Router module', 'passed', detail, { settings: [setting], header: 'Route' });
        return lookUp(question, trail, uri, uri.host?.text ?? '');
      }
      const detail =
        'It has no effect: the module passes on a request with a Route to another server before it checks the option.';
      trail.add('resolve-routes', 'skipped', detail, { settings: [setting], header: 'Route' });
    }
    return pass(
      trail,
      `The Route leads to ${shownUri(route)}, which is not this server: Forward sends it there.`,
      'Route',
    );
  }
  return routeByUri(question, trail);
}

/**
 * From this release on, `onRequest` checks the next hop first, and never reads `resolve-routes` if a Route leads
 * elsewhere.
 */
const ROUTES_SKIPPED_FIRST = '2.1.0-beta';

/** Leaves the request to Forward, with the reason. */
function pass(trail: FlexisipTrail, detail: string, header: string, certain = true): RouterResult {
  trail.add('Router module', 'skipped', detail, { header });
  return { kind: 'forward', certain };
}

/** What happens to a request that does not enter the module; undefined if it does. */
function atEntrance({ model, message }: FlexisipQuestion, trail: FlexisipTrail): RouterResult | undefined {
  const entrance = entranceOf(model, section, messageVariables(message));
  if (entrance.reason === 'broken') {
    const detail = 'The server crashes when it evaluates this filter.';
    trail.add('Filter of the Router module', 'decided', detail, { settings: entrance.settings });
    return { kind: 'crash' };
  }
  if (!entrance.enters) {
    const why = entrance.reason === 'off' ? 'The module is disabled' : 'Its filter is false for this message';
    trail.add('Router module', 'skipped', `${why}: the request is not routed to contacts.`, {
      settings: entrance.settings,
    });
    return { kind: 'forward', certain: true };
  }
  return undefined;
}

/** A request without a Route to follow: its Request-URI is looked up, depending on its domain and method. */
function routeByUri(question: FlexisipQuestion, trail: FlexisipTrail): RouterResult {
  const { model, message } = question;
  const uri = requestUri(message);
  const host = uri?.host?.text ?? '';
  if (uri === undefined || host === '')
    return pass(trail, 'The Request-URI cannot be looked up.', 'Request-URI');
  const domains = effective(model, 'module::Registrar', 'reg-domains');
  const word = registrarDomain(
    list(model, 'module::Registrar', 'reg-domains').map(({ text }) => text),
    host,
  );
  if (word === undefined) {
    trail.add(
      'Router module',
      'skipped',
      `"${host}" does not match any word of \`reg-domains\`: the Request-URI is not looked up.`,
      {
        settings: [domains.setting],
        header: 'Request-URI',
      },
    );
    return { kind: 'forward', certain: true };
  }
  if (isAddress(hostKey(host))) {
    const ownership = ownershipOf(model, uri, ownAddresses(question));
    const detail = `"${host}" is not an address of this server: the request is treated as already routed.`;
    if (ownership === 'foreign') return pass(trail, detail, 'Request-URI');
    if (ownership === 'unknown') {
      trail.assume(
        `The file does not show whether ${host} is an address of this server. It is assumed to be another machine.`,
      );
      return pass(trail, detail, 'Request-URI', false);
    }
  }
  const method = messageMethod(message) ?? '';
  if (method === 'CANCEL') {
    trail.add('Router module', 'decided', 'The CANCEL ends the branches of its INVITE.');
    return { kind: 'end' };
  }
  if (method === 'REGISTER') return pass(trail, 'A REGISTER is not routed to contacts.', 'CSeq');
  if (method === 'ACK' || isInDialog(message)) {
    return pass(
      trail,
      'A request inside a dialog is sent to its Request-URI.',
      method === 'ACK' ? 'CSeq' : 'To',
    );
  }
  if (firstHeader(message, 'X-Target-Uris') !== undefined) {
    trail.assume('The request lists its targets in X-Target-Uris. Only the Request-URI is looked up here.');
  }
  return lookUp(question, trail, uri, word);
}

/** The addresses of the server that are part of the question. */
export function ownAddresses({ ownAddress }: FlexisipQuestion): ReadonlySet<string> {
  return new Set(ownAddress === undefined ? [] : [hostKey(ownAddress)]);
}

function lookUp(question: FlexisipQuestion, trail: FlexisipTrail, uri: SipUri, word: string): RouterResult {
  const { model } = question;
  const key = flag(model, section, 'use-global-domain')
    ? 'whatever its domain (`use-global-domain`)'
    : `because its domain matches "${word}"`;
  const database = effective(model, 'module::Registrar', 'db-implementation');
  trail.add('Registrar lookup', 'passed', `The contacts of ${shownUri(uri)} are looked up, ${key}.`, {
    settings: [
      effective(model, 'module::Registrar', 'reg-domains').setting,
      effective(model, section, 'use-global-domain').setting,
      database.setting,
    ],
    header: 'Request-URI',
  });
  if (instanceWanted(uri) !== undefined) {
    const detail = 'The `gr` parameter selects the one device whose `+sip.instance` it is.';
    trail.add('GRUU', 'passed', detail, { header: 'Request-URI' });
  }
  const isKnownRecord = question.contacts !== undefined;
  if (!isKnownRecord) {
    trail.assume(
      `The registrar database (\`db-implementation=${database.value}\`), not the file, has the registered devices. Enter their contacts.`,
    );
  }
  const fixed = isKnown(model, section, 'static-targets') ? staticTargets(question) : [];
  let found = [...storedContacts(question, uri), ...fixed];
  const fallback = fallbackContact(question, trail, uri);
  if (fallback !== undefined) found.push(fallback);
  if (found.length === 0 && flag(model, section, 'parent-domain-fallback')) {
    found = [...parentContacts(question, trail, uri)];
  }
  for (const { origin, uri: contact, q, line } of found) {
    trail.add('Contact', 'passed', `${ORIGINS[origin]}: ${shownUri(contact)}, priority ${q}.`, {
      config: line === undefined ? [] : [line],
      settings: [settingOf(question, origin)],
    });
  }
  const isSips = uri.scheme === 'sips';
  const usable = isSips ? found.filter(({ uri: contact }) => contact.scheme === 'sips') : found;
  if (usable.length < found.length) {
    trail.add('SIPS', 'failed', 'The Request-URI is `sips:`, so `sip:` contacts are skipped (RFC 5630).', {
      header: 'Request-URI',
    });
  }
  if (usable.length > 0) return { kind: 'fork', contacts: usable, certain: isKnownRecord };
  return isKnownRecord
    ? nobody(question, trail, isSips && found.length > 0)
    : { kind: 'fork', contacts: [], certain: false };
}

/** There are no contacts: the reply is 480 or 404, or the call goes to the voicemail server. */
function nobody(
  { model, message }: FlexisipQuestion,
  trail: FlexisipTrail,
  isSipsOnly: boolean,
): RouterResult {
  if (isSipsOnly) {
    trail.add(
      'Router module',
      'decided',
      'No contact is `sips:`: the reply is 480 with the warning "SIPS not allowed".',
    );
    return { kind: 'answer', code: 480 };
  }
  const voicemail = effective(model, section, 'voicemail-server');
  if (
    messageMethod(message) === 'INVITE' &&
    isKnown(model, section, 'voicemail-server') &&
    voicemail.value !== ''
  ) {
    const uri = parseUriText(voicemail.value);
    trail.add(
      'Router module',
      'decided',
      `No contact is registered: the call is diverted to the voicemail server ${shownUri(uri)}.`,
      {
        settings: [voicemail.setting],
      },
    );
    return { kind: 'fork', contacts: [{ uri, q: 1, origin: 'static-target' }], certain: true };
  }
  trail.add(
    'Router module',
    'decided',
    'No contact is stored for the Request-URI: the reply is 404 Not Found.',
    {
      header: 'Request-URI',
    },
  );
  return { kind: 'answer', code: 404 };
}

/** The branch that is tried last, unless the request comes from there. */
function fallbackContact(
  { model, message }: FlexisipQuestion,
  trail: FlexisipTrail,
  uri: SipUri,
): ForkContact | undefined {
  const route = effective(model, section, 'fallback-route');
  if (!isKnown(model, section, 'fallback-route') || route.value === '') return undefined;
  const filter = effective(model, section, 'fallback-route-filter');
  const isWanted =
    filter.value === '' || evaluate(parseExpression(filter.value), messageVariables(message)) === true;
  const target = parseUriText(route.value.replace(/^<|>.*$/g, ''));
  const shown = shownUri(target);
  if (!isWanted) {
    trail.add(
      'Fallback route',
      'skipped',
      `\`fallback-route-filter\` is false for this message: ${shown} is not used.`,
      {
        settings: [filter.setting, route.setting],
      },
    );
    return undefined;
  }
  if (viaHops(message).some(({ host, port }) => isSamePlace(target, host.text, port?.text))) {
    trail.add('Fallback route', 'skipped', `The request comes from ${shown}: it is not sent back there.`, {
      settings: [route.setting],
      header: 'Via',
    });
    return undefined;
  }
  return { uri, q: 0, origin: 'fallback-route', route: target.source.text };
}

function isSamePlace(uri: SipUri, host: string, port: string | undefined): boolean {
  return uri.port !== undefined && hostKey(uri.host?.text ?? '') === hostKey(host) && uri.port.text === port;
}

/** Looks up `bob@a.b.com` as `bob@b.com`. */
function parentContacts(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  uri: SipUri,
): readonly ForkContact[] {
  const host = uri.host?.text ?? '';
  const parent = host.slice(host.indexOf('.') + 1);
  if (parent === host) return [];
  trail.add('Parent domain', 'passed', `Nothing was found: the user is looked up in "${parent}".`, {
    settings: [effective(question.model, section, 'parent-domain-fallback').setting],
  });
  return storedContacts(question, parseUriText(`sip:${uri.user?.text ?? ''}@${parent}`));
}

const ORIGINS: Readonly<Record<ForkContact['origin'], string>> = {
  registrar: 'Stored',
  'static-record': 'Static record',
  'static-target': 'Static target',
  'fallback-route': 'Fallback, tried last',
};

function settingOf({ model }: FlexisipQuestion, origin: ForkContact['origin']) {
  switch (origin) {
    case 'registrar':
      return undefined;
    case 'static-record':
      return effective(model, 'module::Registrar', 'static-records-file').setting;
    case 'static-target':
      return effective(model, section, 'static-targets').setting;
    case 'fallback-route':
      return effective(model, section, 'fallback-route').setting;
  }
}
