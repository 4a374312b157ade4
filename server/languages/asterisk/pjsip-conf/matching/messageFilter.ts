import { firstHeader, headersNamed, headerText } from '../../../../sip/message.ts';
import type { RequestInput } from './input.ts';
import { partsOf, schemeOf, uriText } from './readable.ts';
import { splitContacts } from './splitContacts.ts';

/** A reply before anybody looks for the endpoint. */
export interface EarlyRefusal {
  readonly code: 400 | 416;
  readonly detail: string;
  readonly header: string;
}

/** The methods that need a Contact header, within a call as well (pjsip_method_creates_dialog). */
const WITH_CONTACT = new Set(['INVITE', 'SUBSCRIBE', 'REFER', 'NOTIFY', 'UPDATE']);

/** pjsip_message_filter.c runs before endpoints are identified and before authentication. */
export function earlyRefusal({ message }: RequestInput, method: string): EarlyRefusal | undefined {
  if (method === 'ACK') return undefined;
  for (const header of ['From', 'To']) {
    const scheme = schemeOf(uriText(headerText(firstHeader(message, header)) ?? ''));
    if (!/^(sips?|tel)$/.test(scheme))
      return { code: 416, detail: `The ${header} header has a URI of another scheme: 416.`, header };
  }
  if (firstHeader(message, 'Contact') === undefined)
    return WITH_CONTACT.has(method)
      ? { code: 400, detail: 'There is no Contact header: 400.', header: 'Contact' }
      : undefined;
  const isForeign = headersNamed(message, 'Contact').some(header =>
    splitContacts(headerText(header) ?? '').some(
      item => item.trim() !== '*' && !/^sips?$/.test(partsOf(uriText(item)).scheme),
    ),
  );
  if (!isForeign) return undefined;
  const detail = 'A Contact is not a SIP URI: 416, before any authentication.';
  return { code: 416, detail, header: 'Contact' };
}
