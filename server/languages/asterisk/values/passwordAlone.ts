import { hashHex } from '../../../sip/digest/digest.ts';
import { commonPasswords } from '../../../text/commonPasswords.ts';

/**
 * True for an MD5 hash of a password alone, without user name and realm: of the given password, of the name, or of a common
 * password.
 */
export function isHashOfPasswordAlone(hash: string, name: string, password: string): boolean {
  return (
    commonHashes().has(hash) ||
    hash === hashHex('MD5', name) ||
    (password !== '' && hash === hashHex('MD5', password))
  );
}

/** Common passwords that the list leaves out, because their length alone makes a readable secret weak. */
const PINS = ['0000', '1111', '1234', '12345', '4321'];

/** MD5 of each common password, computed when the first hash is checked. */
let known: ReadonlySet<string> | undefined;

function commonHashes(): ReadonlySet<string> {
  known ??= new Set([...commonPasswords, ...PINS].map(password => hashHex('MD5', password)));
  return known;
}
