import { message } from '../../../../rules/rule.ts';
import { isSince, releaseOf } from '../../facts/facts.ts';
import { booleanOf, withoutCarriageReturn } from '../../facts/values.ts';
import { atKey, removingLine, type SettingRule } from '../rule.ts';

export const keyWithoutEffect: SettingRule = {
  code: 'flexisip-conf/key-without-effect',
  severity: 'information',
  family: 'keys',
  title: 'Key that the server reads and uses for nothing',
  why: 'Some keys stay known so that old files still load, and have no effect since a release. Nobody warns about them.',
  fix: 'Remove the line.',
  bad: '[global]\nauto-respawn=true\ntransports=sip:*\n[module::Registrar]\nreg-domains=example.org\n',
  good: '[global]\ntransports=sip:*\n[module::Registrar]\nreg-domains=example.org\n',
  exampleVersion: '2.6',
  on: 'setting',
  check(subject) {
    const { item, version } = subject;
    const { idleSince, deprecated } = item;
    if (idleSince === undefined || !isSince(version, idleSince)) return undefined;
    // What is off by default and stays off misleads nobody.
    if (item.default === 'false' && booleanOf(withoutCarriageReturn(subject.entry.value)) === false)
      return undefined;
    // The rule of deprecated keys says it then.
    if (deprecated !== null && isSince(version, deprecated.firstTag)) return undefined;
    const what = `"${item.key}" has no effect since ${releaseOf(idleSince)}.`;
    return [
      {
        ...atKey(subject),
        message: message(what, 'The server reads the value and uses it for nothing.', 'Remove the line.'),
        tag: 'unnecessary',
        fixes: [removingLine('Remove the line', subject)],
      },
    ];
  },
};
