import { headersNamed, headerText, type SipMessage } from '../../../../../sip/message.ts';

/** The words of a header with a list of option tags, over all its fields. */
export function declaredNames(message: SipMessage, header: string): string[] {
  return headersNamed(message, header)
    .flatMap(field => (headerText(field) ?? '').split(','))
    .map(word => word.trim())
    .filter(word => word !== '');
}
