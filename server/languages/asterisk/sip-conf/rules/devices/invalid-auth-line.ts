import { message } from '../../../../../rules/rule.ts';
import { parseAuthLine, parseMwiLine } from '../../facts/credentialLines.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const invalidAuthLine: OptionRule = {
  code: 'sip-conf/invalid-auth-line',
  severity: 'error',
  family: 'registration',
  title: 'Line with credentials that the server does not understand',
  why: '`auth` lines hold the name and password that the server answers a challenge of a realm with, `mwi` lines a mailbox to subscribe to elsewhere. The server logs a warning about a malformed one and forgets it.',
  fix: 'Write `auth=user:secret@realm` or `auth=user#md5hash@realm`; write `mwi => user:secret@host/mailbox`.',
  bad: '[authentication]\nauth=alice:secret\n',
  good: '[authentication]\nauth=alice:secret@example.com\n',
  on: 'option',
  options: ['auth', 'mwi'],
  check(subject) {
    const { name, option, role } = subject;
    const isAuth = name === 'auth';
    if (isAuth ? role === 'general' || option.value === '' : role !== 'general') return undefined;
    // The server silently ignores it.
    if (!isAuth && !option.value.includes('@')) return undefined;
    const parsed = isAuth ? parseAuthLine(option.value) : parseMwiLine(option.value);
    if (parsed.accepted) return undefined;
    const form = isAuth ? 'user:secret@realm' : 'user:secret@host/mailbox';
    const text = message(
      `This is no "${option.name}" line.`,
      'The server warns and forgets it.',
      `Write ${form}.`,
    );
    return [{ ...atValue(subject), message: text }];
  },
};
