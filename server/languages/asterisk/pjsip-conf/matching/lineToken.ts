import { firstHeader, headerText } from '../../../../sip/message.ts';
import { isTrue } from '../../values/truth.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import { optionOf, type PjsipTrail, type RequestInput, settingOf } from './input.ts';
import { partsOf, uriText } from './readable.ts';

/**
 * The first identifier, which has no name: a registration with line=yes adds a token to its Contact, and the provider sends it back in
 * To or in the Request-URI. Asterisk generates the token at each start, so one of the right form is matched with the only registration
 * in question.
 */
export function endpointByLine(
  model: PjsipConf,
  input: RequestInput,
  trail: PjsipTrail,
): { readonly endpoint: PjsipObject; readonly registration: PjsipObject } | undefined {
  const token = tokenOf(input);
  if (token === undefined) return undefined;
  if (!/^[a-z]{7}$/.test(token)) {
    trail.add('Identifier line', 'failed', 'Asterisk generates line parameters of seven lowercase letters.');
    return undefined;
  }
  const all = model.loaded('registration').filter(object => isTrue(optionOf(object, 'line', 'no')));
  if (all.length === 0) {
    trail.add('Identifier line', 'failed', 'No registration has line=yes, so the line parameter is ignored.');
    return undefined;
  }
  const candidates = narrowed(all, input);
  const [registration] = candidates;
  if (registration === undefined || candidates.length > 1) {
    const names = candidates.map(({ name }) => `"${name}"`).join(', ');
    const detail = `The line parameter belongs to one of the registrations ${names}; the files do not contain its value.`;
    trail.add('Identifier line', 'skipped', detail, {
      lines: candidates.map(each => settingOf(each, 'line')),
    });
    return undefined;
  }
  const name = optionOf(registration, 'endpoint', '');
  const endpoint = model.object('endpoint', name);
  const lines = ['line', 'endpoint'].map(key => settingOf(registration, key));
  if (endpoint === undefined) {
    const detail = `The registration "${registration.name}" has no endpoint "${name}".`;
    trail.add('Identifier line', 'failed', detail, { object: registration, lines });
    return undefined;
  }
  trail.assume(
    `The line parameter is the one that the registration "${registration.name}" put into its Contact.`,
  );
  const detail = `The endpoint "${name}" is found by the line parameter of the registration "${registration.name}".`;
  trail.add('Identifier line', 'decided', detail, { object: registration, lines });
  return { endpoint, registration };
}

/** The line parameter of the URI in To or, if there is none, of the Request-URI. */
function tokenOf({ message }: RequestInput): string | undefined {
  const { startLine } = message;
  const to = uriText(headerText(firstHeader(message, 'To')) ?? '');
  const requestUri = startLine.kind === 'request' ? startLine.uri.text : '';
  return lineParameter(to) ?? lineParameter(requestUri);
}

function lineParameter(uri: string): string | undefined {
  return /^sips?:[^?]*?;line=([^;?]+)/i.exec(uri)?.[1];
}

/** The registrations whose Contact has the user of the Request-URI, and of these, those with the registrar that sends the request. */
function narrowed(all: readonly PjsipObject[], { message, source }: RequestInput): readonly PjsipObject[] {
  const { startLine } = message;
  const user = startLine.kind === 'request' ? partsOf(startLine.uri.text).user : '';
  const ofUser = all.filter(object => (optionOf(object, 'contact_user', '') || 's') === user);
  const named = ofUser.length > 0 ? ofUser : all;
  const ofHost = named.filter(object => partsOf(optionOf(object, 'server_uri', '')).host === source.address);
  return ofHost.length > 0 ? ofHost : named;
}
