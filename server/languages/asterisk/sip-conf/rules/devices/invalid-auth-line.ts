import { message } from '../../../../../rules/rule.ts';
import { parseAuthLine, parseMwiLine } from '../../facts/credentialLines.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const invalidAuthLine: OptionRule = {
  code: 'sip-conf/invalid-auth-line',
  severity: 'error',
  family: 'registration',
  title: 'Invalid line with credentials',
  why: '`auth` lines contain the user name and password with which the server answers challenges for a realm; `mwi` lines contain a mailbox on another server to subscribe to. The server logs a warning about a malformed line and drops it.',
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
      `This is not a valid "${option.name}" line.`,
      'The server logs a warning and drops it.',
      `Write ${form}.`,
    );
    return [{ ...atValue(subject), message: text }];
  },
};
