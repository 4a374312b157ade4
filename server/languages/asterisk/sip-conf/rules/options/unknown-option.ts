import { message } from '../../../../../rules/rule.ts';
import { nearest, onlyOneThatBegins } from '../../../../../text/spelling.ts';
import { homeElsewhere } from '../../facts/elsewhere.ts';
import { optionNames } from '../../facts/facts.ts';
import { atName, type OptionRule, type OptionSubject, removingLine, replacing } from '../rule.ts';

export const unknownOption: OptionRule = {
  code: 'sip-conf/unknown-option',
  severity: 'warning',
  habit: 'message',
  family: 'options',
  title: 'Option that chan_sip does not know',
  why: 'chan_sip silently skips unknown names. For example, a misspelled `secret` leaves a device without a password, and no message reports it.',
  fix: 'Correct the spelling, or remove the line.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecrt=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'option',
  isAboutNames: true,
  check(subject) {
    const { option, facts } = subject;
    if (facts !== undefined || option.name === '' || option.backslash === 'invalid') return undefined;
    const names = namesHere(subject);
    const meant = oftenMeant.get(option.key)?.find(name => names.includes(name));
    const near = meant ?? nearOption(option.key, names);
    const why = 'The server silently skips the line.';
    const home = meant === undefined ? homeElsewhere(option.key) : undefined;
    if (home !== undefined) {
      const isColumn = home === 'database';
      const text = message(
        `"${option.name}" is ${isColumn ? 'a column of a realtime table' : `an option of ${home}`}, not of sip.conf.`,
        why,
        isColumn ? 'Remove the line.' : `Move it to ${home}.`,
      );
      return [{ ...atName(subject), message: text, fixes: [removingLine('Remove the line', subject)] }];
    }
    const what = `"${option.name}" is not a chan_sip option.`;
    const todo = near === undefined ? 'Remove the line, or correct the name.' : `Did you mean "${near}"?`;
    const fixes = near === undefined ? undefined : [replacing(`Change to "${near}"`, atName(subject), near)];
    return [
      { ...atName(subject), message: message(what, why, todo), ...(fixes === undefined ? {} : { fixes }) },
    ];
  },
};

/** A name that begins differently, or that is only a part of the written name, would be a misleading guess. */
function nearOption(key: string, names: readonly string[]): string | undefined {
  const near = onlyOneThatBegins(key, names) ?? nearest(key, names);
  if (near === undefined || near.length + 2 > key.length || !key.startsWith(near)) return near;
  return undefined;
}

function namesHere({ role, model }: OptionSubject): readonly string[] {
  return optionNames(model.branch, role === 'general' || role === 'authentication' ? role : 'device');
}

/** Names from other servers, or names that people expect, with their counterparts here. */
const oftenMeant: ReadonlyMap<string, readonly string[]> = new Map([
  ['password', ['secret']],
  ['passwd', ['secret']],
  ['pass', ['secret']],
  ['dtmf', ['dtmfmode']],
  ['reinvite', ['directmedia', 'canreinvite']],
  ['codec', ['allow']],
  ['codecs', ['allow']],
  ['ip', ['host']],
  ['server', ['host']],
  ['caller-id', ['callerid']],
  ['contexto', ['context']],
  ['authid', ['defaultuser', 'username']],
  ['authuser', ['defaultuser', 'username']],
  ['authname', ['defaultuser', 'username']],
  ['auth_username', ['defaultuser', 'username']],
  ['transfer', ['allowtransfer']],
  ['transfers', ['allowtransfer']],
  ['externip_hostname', ['externhost']],
  ['max_calls', ['call-limit']],
  ['dtlscert', ['dtlscertfile']],
]);
