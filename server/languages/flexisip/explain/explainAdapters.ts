import { firstAddress, messageMethod, requestUri } from '../../../sip/message.ts';
import { parameterValue } from '../../../sip/parameters.ts';
import { parseUriText, type SipUri } from '../../../sip/uri.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { entranceOf } from '../expressions/moduleFilter.ts';
import { effective, flag, isKnown } from '../model/model.ts';
import type { FlexisipQuestion, FlexisipTrail } from './explanation.ts';
import { withRequestUri } from './rewrittenRequest.ts';
import { shownUri } from './storedContacts.ts';

/** The question after a module that changes the request; undefined if its filter crashes the server. */
type Adapted = FlexisipQuestion | undefined;

/**
 * Redirect replies 302 to every request that enters it, including registrations; undefined if its filter crashes the
 * server.
 */
export function isRedirected(
  { model, message }: FlexisipQuestion,
  trail: FlexisipTrail,
): boolean | undefined {
  const section = 'module::Redirect';
  const entrance = entranceOf(model, section, messageVariables(message));
  if (entrance.reason === 'broken') return crash('Redirect', entrance.settings, trail);
  if (!entrance.enters) return false;
  const contact = effective(model, section, 'contact');
  const where =
    contact.value === '' ? 'without a Contact' : `with the Contact ${shownUri(contactUri(contact.value))}`;
  trail.add('Redirect module', 'decided', `The module replies 302 Moved Temporarily ${where}.`, {
    settings: [effective(model, section, 'enabled').setting, contact.setting, ...entrance.settings],
  });
  return true;
}

function contactUri(text: string): SipUri {
  return parseUriText(text.replace(/^[^<]*<|>.*$/g, ''));
}

/** GatewayAdapter: adds the gateway to the contacts of a REGISTER; a call from the gateway gets its domain back. */
export function adaptForGateway(question: FlexisipQuestion, trail: FlexisipTrail): Adapted {
  const { model, message } = question;
  const section = 'module::GatewayAdapter';
  const entrance = entranceOf(model, section, messageVariables(message));
  if (entrance.reason === 'broken') return crash('GatewayAdapter', entrance.settings, trail);
  if (!entrance.enters) return question;
  const contact = firstAddress(message, 'Contact');
  if (messageMethod(message) === 'REGISTER' && contact !== undefined) {
    noteGateway(question, trail, contact.uri.user?.text ?? '');
    return question;
  }
  const parameter = effective(model, section, 'routing-param');
  const uri = requestUri(message);
  const domain = uri === undefined ? undefined : parameterValue(uri.parameters, parameter.value);
  if (uri?.host === undefined || domain === undefined || domain === '') return question;
  trail.add(
    'GatewayAdapter module',
    'passed',
    `The Request-URI contains \`${parameter.value}\`: "${domain}" becomes its domain, and that of To.`,
    { settings: [parameter.setting, ...entrance.settings], header: 'Request-URI' },
  );
  const start = uri.host.start - uri.source.start;
  const { text } = uri.source;
  const written = text.slice(0, start) + domain + text.slice(start + uri.host.text.length);
  return { ...question, message: withRequestUri(message, written) };
}

function noteGateway({ model }: FlexisipQuestion, trail: FlexisipTrail, user: string): void {
  const section = 'module::GatewayAdapter';
  const gateway = effective(model, section, 'gateway');
  const { host, port } = parseUriText(gateway.value);
  const place = `${host?.text ?? ''}${port === undefined ? '' : `:${port.text}`}`;
  const fork = flag(model, section, 'fork-to-gateway');
  const registers = flag(model, section, 'register-on-gateway');
  const parts = [
    ...(fork
      ? [
          `The contact sip:${user}@${place} is added to those of the REGISTER, so that calls are also sent to the gateway.`,
        ]
      : []),
    ...(registers
      ? ['Unless the user is already registered, the server registers the user with the gateway.']
      : []),
  ];
  if (parts.length === 0) return;
  trail.add('GatewayAdapter module', 'passed', parts.join(' '), {
    settings: ['gateway', 'fork-to-gateway', 'register-on-gateway'].map(
      key => effective(model, section, key).setting,
    ),
    header: 'Contact',
  });
}

/** ContactRouteInserter: the proxy replaces contacts by itself, and finds the device in the Request-URI of later requests. */
export function insertContactRoute(question: FlexisipQuestion, trail: FlexisipTrail): Adapted {
  const { model, message } = question;
  const section = 'module::ContactRouteInserter';
  const entrance = entranceOf(model, section, messageVariables(message));
  if (entrance.reason === 'broken') return crash('ContactRouteInserter', entrance.settings, trail);
  if (!entrance.enters) return question;
  const method = messageMethod(message);
  const key = masqueradeKeys.find(candidate => candidate.method === method)?.key;
  // Up to 0.6 the Contact of a REGISTER is always replaced.
  if (key !== undefined && (!isKnown(model, section, key) || flag(model, section, key))) {
    const detail = `When the ${method ?? ''} is forwarded, its Contact is replaced by the address of the proxy, with a parameter that leads back to the device.`;
    const settings = [effective(model, section, key).setting, ...entrance.settings];
    trail.add('ContactRouteInserter module', 'passed', detail, { settings, header: 'Contact' });
  }
  return method === 'REGISTER' ? question : restored(question, trail);
}

const masqueradeKeys = [
  { method: 'REGISTER', key: 'masquerade-contacts-on-registers' },
  { method: 'INVITE', key: 'masquerade-contacts-for-invites' },
];

/** contact_masquerader::restore: `CtRt<id>=transport:host:port` becomes the target of the Request-URI. */
function restored(question: FlexisipQuestion, trail: FlexisipTrail): FlexisipQuestion {
  const uri = requestUri(question.message);
  const parameter = uri?.parameters.find(({ name }) => /^ctrt/i.test(name.text));
  if (uri === undefined || parameter === undefined) return question;
  const parts = (parameterValue(uri.parameters, parameter.name.text) ?? '').split(':');
  const [transport = '', host = '', port = ''] = parts;
  if (parts.length !== 3 || host === '') return question;
  trail.assume('The contact parameter of the Request-URI is assumed to be one that this server wrote.');
  const user = uri.user === undefined ? '' : `${uri.user.text}@`;
  const kept = uri.parameters
    .map(({ name }) => name.text)
    .filter(name => !/^(ctrt.*|maddr|transport)$/i.test(name))
    .map(name => {
      const value = parameterValue(uri.parameters, name);
      return value === undefined || value === '' ? `;${name}` : `;${name}=${value}`;
    });
  const via = transport.toLowerCase() === 'udp' ? '' : `;transport=${transport}`;
  const written = `${uri.scheme}:${user}${host}:${port}${kept.join('')}${via}`;
  trail.add(
    'ContactRouteInserter module',
    'passed',
    `The Request-URI refers to a contact that the proxy had replaced: it becomes ${shownUri(parseUriText(written))}.`,
    { header: 'Request-URI' },
  );
  return { ...question, message: withRequestUri(question.message, written) };
}

function crash(
  name: string,
  settings: ReturnType<typeof entranceOf>['settings'],
  trail: FlexisipTrail,
): undefined {
  trail.add(`Filter of the ${name} module`, 'decided', 'The server crashes when it evaluates this filter.', {
    settings,
  });
  return undefined;
}
