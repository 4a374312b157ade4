import { computeHa1 } from '../../../../sip/digest/digest.ts';

/** The value of `md5secret` for a device: MD5 of name, realm and password joined by colons, in lowercase hexadecimal. */
export function md5Secret(name: string, realm: string, password: string): string {
  return computeHa1('MD5', name, realm, password);
}
