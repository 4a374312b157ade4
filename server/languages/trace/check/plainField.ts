import type { Header } from '../../../sip/message.ts';

/** True for a Via or an address like nearly all: no rule finds anything in its value, which need not be read to know that. */
export function isPlainField({ facts, value }: Header): boolean {
  switch (facts?.kind) {
    case 'via':
      return PLAIN_VIA.test(value.text);
    case 'address':
    case 'addresses':
      return PLAIN_ADDRESS.test(value.text);
    default:
      return false;
  }
}

const PORT = String.raw`(?::(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}))?`;
const PARAMETERS = String.raw`(?:;(?!branch)[a-z-]+(?:=[\w.-]+)?)*`;

/** `SIP/2.0/UDP host:port;name=value;branch=z9hG4bKabc;name`, not with the broadcast address. */
const PLAIN_VIA = new RegExp(
  String.raw`^SIP/2\.0/[A-Z]+ (?!255\.)[\w.-]+${PORT}${PARAMETERS};branch=z9hG4bK[\w.!%*+'~:-]+${PARAMETERS}$`,
);

/** `"Display name" <sip:user@host:port;name=value>;name=value`. */
const PLAIN_ADDRESS = new RegExp(
  String.raw`^(?:"[^"\\<>\r\n]*" ?|[\w.-]+ )?<sips?:(?:[\w.+*#-]+@)?[\w.-]+${PORT}${PARAMETERS}>${PARAMETERS}$`,
);
