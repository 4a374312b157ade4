import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** The value of `md5secret` for a device: MD5 of name, realm and password joined by colons, in lower-case hexadecimal. */
export function md5Secret(name: string, realm: string, password: string): string {
  return bytesToHex(md5(utf8ToBytes(`${name}:${realm}:${password}`)));
}
