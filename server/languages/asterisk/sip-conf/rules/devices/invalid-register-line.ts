import { message } from '../../../../../rules/rule.ts';
import { valueColumn } from '../../../config/line.ts';
import type { LineProblem } from '../../../values/serverBuffer.ts';
import { parseRegister } from '../../facts/registerLine.ts';
import { atValue, type Finding, type OptionRule, type OptionSubject } from '../rule.ts';

export const invalidRegisterLine: OptionRule = {
  code: 'sip-conf/invalid-register-line',
  severity: 'error',
  family: 'registration',
  title: 'Invalid register line',
  why: 'The server logs a message and drops the line, or uses a default for the part in question, so it does not register with the provider as written.',
  fix: 'Write `[peer?][transport://]user[@domain][:secret[:authuser]]@host[:port][/extension][~expiry]`; put a secret that contains `:`, `/` or `?` in double quotation marks, and write `;` as `\\;`.',
  bad: '[general]\nregister => alice:secret\n',
  good: '[general]\nregister => alice:secret@sip.example.com/100\n',
  on: 'option',
  options: ['register'],
  check(subject) {
    if (subject.role !== 'general') return undefined;
    return parseRegister(subject.option.value, subject.model.branch).problems.map(problem =>
      findingOf(subject, problem),
    );
  },
};

const problems: Readonly<Record<LineProblem['code'], { what: string; effect: string; todo: string }>> = {
  'not-understood': {
    what: 'This is not a valid register line.',
    effect: 'The server logs a warning and drops it.',
    todo: 'Write user:secret@host.',
  },
  'transport-unknown': {
    what: 'This transport is unknown.',
    effect: 'The server uses udp.',
    todo: 'Write udp, tcp or tls.',
  },
  'port-bad': {
    what: 'This is not a port.',
    effect: 'The server uses the default port.',
    todo: 'Write a number from 1 to 65535.',
  },
  'domain-port-bad': {
    what: 'This is not a valid port for the domain.',
    effect: 'The server uses no port.',
    todo: 'Write a number from 1 to 65535; put a secret that contains ":" in double quotation marks.',
  },
  'expiry-bad': {
    what: 'This is not a number of seconds.',
    effect: 'The server uses 0, which ends the registration.',
    todo: 'Write a number of seconds.',
  },
  'too-long': {
    what: 'A register line can have up to 255 characters.',
    effect: 'The server cuts off the rest.',
    todo: 'Shorten it.',
  },
};

const misplacedTransport = message(
  'The transport is behind the "@", so the server uses its name as the host.',
  'It does not register with the provider.',
  'Write it first: tls://user:secret@host.',
);

function findingOf(subject: OptionSubject, problem: LineProblem): Finding {
  const { option, place, line } = subject;
  const { what, effect, todo } = problems[problem.code];
  const isMisplaced = problem.code === 'port-bad' && /@(?:udp|tcp|tls):\/\//i.test(option.value);
  const range =
    problem.end > problem.start
      ? {
          place,
          line,
          start: valueColumn(option, problem.start),
          end: valueColumn(option, problem.end - 1) + 1,
        }
      : atValue(subject);
  return { ...range, message: isMisplaced ? misplacedTransport : message(what, effect, todo) };
}
