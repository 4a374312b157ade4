import { message } from '../../../../../rules/rule.ts';
import { existsIn, scopesIn } from '../../facts/facts.ts';
import { atName, type Finding, type OptionRule, type OptionSubject, replacing } from '../rule.ts';

export const optionInWrongSection: OptionRule = {
  code: 'sip-conf/option-in-wrong-section',
  severity: 'warning',
  family: 'options',
  title: 'Option in a kind of section where it has no effect',
  why: 'A [general] option in a device, or a device option in [general], is an unknown name there, and chan_sip silently skips it. For example, a `permit` list in [general] protects nothing.',
  fix: 'Move the line to the kind of section that reads it.',
  bad: '[general]\npermit=10.0.0.0/8\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\npermit=10.0.0.0/8\n',
  on: 'option',
  isAboutNames: true,
  check(subject) {
    const { facts, option, role, model } = subject;
    if (facts === undefined || !existsIn(facts, model.branch, option.key)) return undefined;
    const scopes = scopesIn(facts, model.branch);
    const here = role === 'general' || role === 'authentication' ? role : 'device';
    // Both kinds of section can copy from a template.
    if (role === 'template' || scopes.includes(here)) return undefined;
    const place = here === 'device' ? 'in a device' : `in [${here}]`;
    if (here === 'general' && option.key === 'port') return [portInGeneral(subject)];
    const home = scopes.includes('device') ? 'a device' : `[${scopes[0] ?? 'general'}]`;
    const what = `"${option.name}" has no effect ${place}.`;
    return [
      {
        ...atName(subject),
        message: message(what, 'The server silently skips the line.', `Move it to ${home}.`),
        tag: 'unnecessary',
      },
    ];
  },
};

/** The option for the port that the server listens on has another name. */
function portInGeneral(subject: OptionSubject): Finding {
  const at = atName(subject);
  return {
    ...at,
    message: message(
      '"port" has no effect in [general].',
      'The server silently skips the line.',
      'Use bindport, or udpbindaddr with a port.',
    ),
    fixes: [replacing('Change to "bindport"', at, 'bindport')],
    tag: 'unnecessary',
  };
}
