import { firstHeader, headerText, type SipMessage } from '../../../../../sip/message.ts';
import type { Setting } from '../../../config/entry.ts';
import { leadingInteger } from '../../../values/integers.ts';
import type { SipConf } from '../../model/model.ts';

/** The lifetime of a registration. */
export interface Expiry {
  readonly seconds: number;
  /** It is in the Expires header. */
  readonly isHeader: boolean;
  /** The message requests an expiry. */
  readonly isWritten: boolean;
  readonly detail: string;
  readonly lines: readonly (Setting | undefined)[];
}

export function grantedExpiry(message: SipMessage, contacts: readonly string[], model: SipConf): Expiry {
  const number = (option: string, standard: number): number => {
    const value = leadingInteger(model.general.last(option)?.value ?? '') ?? 0;
    return value < 1 ? standard : value;
  };
  const minimum = number('minexpiry', 60);
  const maximum = number('maxexpiry', 3600);
  const standard = number('defaultexpiry', 120);
  const header = headerText(firstHeader(message, 'Expires')) ?? '';
  const parameter = /;expires=([^;]*)/i.exec(contacts[0] ?? '')?.[1];
  const isHeader = header !== '';
  const isWritten = isHeader || parameter !== undefined;
  const wanted = isHeader
    ? (leadingInteger(header) ?? 0)
    : parameter === undefined
      ? standard
      : (leadingInteger(parameter) ?? standard);
  const { general } = model;
  // The minimum decides, even over a smaller maximum.
  if (wanted > maximum && maximum >= minimum)
    return {
      seconds: maximum,
      isHeader,
      isWritten,
      detail: `${wanted} seconds are reduced to ${maximum} (maxexpiry).`,
      lines: [general.last('maxexpiry')],
    };
  if (Math.min(wanted, maximum) < minimum && wanted !== 0)
    return {
      seconds: minimum,
      isHeader,
      isWritten,
      detail: `${wanted} seconds are raised to ${minimum} (minexpiry).`,
      lines: [general.last('minexpiry')],
    };
  const detail = isWritten
    ? `${wanted} seconds are granted as requested.`
    : `No expiry is requested; ${wanted} seconds are granted (defaultexpiry).`;
  const lines = isWritten ? [] : [general.last('defaultexpiry')];
  return { seconds: wanted, isHeader, isWritten, detail, lines };
}

/** An expiry that is read from the first Contact cuts that Contact off at its position. */
export function withoutExpiry(contacts: readonly string[], { isHeader }: Expiry): readonly string[] {
  const [first, ...others] = contacts;
  return isHeader || first === undefined ? contacts : [first.replace(/;expires=[\s\S]*$/i, ''), ...others];
}
