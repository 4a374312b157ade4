import { displayName, type NameAddress } from './address.ts';
import { firstAddress, headersNamed, headerText, requestUri, type SipMessage } from './message.ts';
import { parameterValue, parseParameters } from './parameters.ts';
import { slicePiece } from './piece.ts';
import { decodedUser } from './uri.ts';

/** Administrators' terms for the parts of a message that identify someone. */
export type IdentityKind =
  | 'caller-id'
  | 'user-id'
  | 'auth-id'
  | 'did'
  | 'destination'
  | 'contact'
  | 'trusted-caller-id';

/** One name or number in a message, with its use. */
export interface Identity {
  readonly kind: IdentityKind;
  /** Header field, or `Request-URI`. */
  readonly from: string;
  readonly value: string;
  /** One sentence about how servers use it. */
  readonly meaning: string;
}

/** The names and numbers in a request, in administrators' terms. Empty for a response. */
export function identitiesOf(message: SipMessage): Identity[] {
  if (message.startLine.kind !== 'request') return [];
  const isRegister = message.startLine.method.text === 'REGISTER';
  const named = [
    ...(isRegister ? registered(message) : calledAndCaller(message)),
    ...vouchedFor(message),
    ...authenticating(message),
    contactOf(message, isRegister),
  ];
  return named.flatMap(({ value, ...one }) =>
    value === undefined || value === '' ? [] : [{ ...one, value }],
  );
}

/** An identity that the message may not have. */
type Named = Omit<Identity, 'value'> & { readonly value: string | undefined };

function registered(message: SipMessage): readonly Named[] {
  const meaning = 'User ID: the user whose registration this is (address of record).';
  return [{ kind: 'user-id', from: 'To', value: user(firstAddress(message, 'To')), meaning }];
}

function calledAndCaller(message: SipMessage): readonly Named[] {
  const uri = requestUri(message);
  const from = firstAddress(message, 'From');
  return [
    {
      kind: 'destination',
      from: 'Request-URI',
      value: uri === undefined ? undefined : (decodedUser(uri) ?? uri.host?.text),
      meaning: 'The called number or user; servers look it up in the dialplan.',
    },
    {
      kind: 'did',
      from: 'To',
      value: user(firstAddress(message, 'To')),
      meaning: 'DID: the originally dialed number; trunks often send it here and not in the Request-URI.',
    },
    {
      kind: 'caller-id',
      from: 'From',
      value: shown(from),
      meaning: 'Caller ID as sent by the caller; a server may replace it.',
    },
    {
      kind: 'user-id',
      from: 'From',
      value: user(from),
      meaning: 'User ID: servers such as chan_sip look up the calling device by this name.',
    },
  ];
}

function vouchedFor(message: SipMessage): readonly Named[] {
  const meaning = 'Caller ID asserted by a server; accepted only from trusted hosts.';
  return ['P-Asserted-Identity', 'Remote-Party-ID'].map((from): Named => {
    const value = shown(firstAddress(message, from));
    return { kind: 'trusted-caller-id', from, value, meaning };
  });
}

function authenticating(message: SipMessage): readonly Named[] {
  const meaning = 'Auth-ID: the name that the password belongs to; it may differ from the User ID.';
  return ['Authorization', 'Proxy-Authorization'].flatMap(from =>
    headersNamed(message, from).map((header): Named => {
      const scheme = /^\S*/.exec(header.value.text)?.[0].length ?? 0;
      const parameters = parseParameters(slicePiece(header.value, scheme), ',');
      return { kind: 'auth-id', from, value: parameterValue(parameters, 'username'), meaning };
    }),
  );
}

function contactOf(message: SipMessage, isRegister: boolean): Named {
  return {
    kind: 'contact',
    from: 'Contact',
    value: firstAddress(message, 'Contact')?.uri.source.text,
    meaning: isRegister
      ? 'Where calls for the user are sent.'
      : 'Where ACK, BYE and later requests are sent.',
  };
}

/** The User-Agent or Server of a message. */
export function programOf(message: SipMessage): string | undefined {
  return headerText(headersNamed(message, 'User-Agent')[0] ?? headersNamed(message, 'Server')[0]);
}

function user(address: NameAddress | undefined): string | undefined {
  return address === undefined ? undefined : decodedUser(address.uri);
}

function shown(address: NameAddress | undefined): string | undefined {
  if (address === undefined) return undefined;
  const name = displayName(address);
  const number = decodedUser(address.uri);
  return [name === undefined ? undefined : `"${name}"`, number].filter(part => part !== undefined).join(' ');
}
