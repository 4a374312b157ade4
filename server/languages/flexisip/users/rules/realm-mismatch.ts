import { message } from '../../../../rules/rule.ts';
import type { UsersRule } from './rule.ts';

export const realmMismatch: UsersRule = {
  code: 'flexisip-users/realm-mismatch',
  severity: 'warning',
  family: 'passwords',
  title: 'Clear-text password with another realm',
  why: 'The server hashes a clear-text password with the domain of the line, while the client uses the realm that it was sent. With a fixed `realm`, the two differ and can never match.',
  fix: 'Store hashes of `user:realm:password`, or remove `realm`.',
  bad: 'version:1\nbob@a.org clrtxt:secret ;\n',
  good: 'version:1\nbob@a.org md5:97ffb1c6af18e5687bf26cdf35e45d30 ;\n',
  companion: '[module::Authentication]\nenabled=true\nauth-domains=a.org\nrealm=sip\n',
  on: 'entry',
  check(entry, line, model) {
    const realm = model.configuration?.fixedRealm;
    const clear = entry.passwords.find(({ algorithm }) => algorithm.text === 'clrtxt');
    if (realm === undefined || realm === entry.domain.text || clear === undefined) return undefined;
    return [
      {
        line,
        start: clear.algorithm.start,
        end: clear.algorithm.end,
        message: message(
          `The realm is always "${realm}", according to the flexisip.conf next to this file.`,
          'A clear-text password is hashed with the domain of its line, so it can never match.',
          'Store the hash of `user:realm:password`.',
        ),
      },
    ];
  },
};
