import { displayName, type NameAddress } from './address.ts';
import { firstAddress, headersNamed, headerText, requestUri, type SipMessage } from './message.ts';
import { parameterValue, parseParameters } from './parameters.ts';
import { slicePiece } from './piece.ts';
import { decodedUser } from './uri.ts';

/** What an administrator calls the parts of a message that name someone. */
export type IdentityKind =
  | 'caller-id'
  | 'user-id'
  | 'auth-id'
  | 'did'
  | 'destination'
  | 'contact'
  | 'trusted-caller-id';

/** One name or number in a message, with what it is used for. */
export interface Identity {
  readonly kind: IdentityKind;
  /** Header field, or `Request-URI`. */
  readonly from: string;
  readonly value: string;
  /** One sentence: what servers use it for. */
  readonly meaning: string;
}

/** The names and numbers in a request, in the words of an administrator. Empty for a response. */
export function identitiesOf(message: SipMessage): Identity[] {
  if (message.startLine.kind !== 'request') return [];
  const isRegister = message.startLine.method.text === 'REGISTER';
  const identities: Identity[] = [];
  const add = (kind: IdentityKind, from: string, value: string | undefined, meaning: string): void => {
    if (value !== undefined && value !== '') identities.push({ kind, from, value, meaning });
  };
  const uri = requestUri(message);
  if (!isRegister && uri !== undefined) {
    add(
      'destination',
      'Request-URI',
      decodedUser(uri) ?? uri.host?.text,
      'Number or user that is called; servers look it up in the dial plan.',
    );
  }
  const to = firstAddress(message, 'To');
  const from = firstAddress(message, 'From');
  if (isRegister) {
    add('user-id', 'To', user(to), 'User ID: whose registration this is (address of record).');
  } else {
    add(
      'did',
      'To',
      user(to),
      'DID: the number that was dialled first; trunks often name it here and not in the Request-URI.',
    );
    add('caller-id', 'From', shown(from), 'Caller ID as the caller says it; a server may replace it.');
    add(
      'user-id',
      'From',
      user(from),
      'User ID: by this name servers such as chan_sip look up the device that calls.',
    );
  }
  for (const name of ['P-Asserted-Identity', 'Remote-Party-ID']) {
    const address = firstAddress(message, name);
    add(
      'trusted-caller-id',
      name,
      shown(address),
      'Caller ID that a server vouches for; believed only from trusted hosts.',
    );
  }
  for (const name of ['Authorization', 'Proxy-Authorization']) {
    for (const header of headersNamed(message, name)) {
      const scheme = /^\S*/.exec(header.value.text)?.[0].length ?? 0;
      const parameters = parseParameters(slicePiece(header.value, scheme), ',');
      add(
        'auth-id',
        name,
        parameterValue(parameters, 'username'),
        'Auth-ID: the name that the password belongs to; need not be the User ID.',
      );
    }
  }
  const contact = firstAddress(message, 'Contact');
  add(
    'contact',
    'Contact',
    contact?.uri.source.text,
    isRegister ? 'Where calls for the user are sent.' : 'Where ACK, BYE and later requests are sent.',
  );
  return identities;
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
