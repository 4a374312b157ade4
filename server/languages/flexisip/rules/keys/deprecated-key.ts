import { message } from '../../../../rules/rule.ts';
import { isSince } from '../../facts/facts.ts';
import { modernForms } from '../deprecations.ts';
import { atKey, type SettingRule } from '../rule.ts';

export const deprecatedKey: SettingRule = {
  code: 'flexisip-conf/deprecated-key',
  severity: 'warning',
  family: 'keys',
  title: 'Key that the server warns about',
  why: 'The server logs a warning for it, still uses the value as far as the key has an effect at all, and a later release refuses the key.',
  fix: 'Use the key that replaces it, or remove the line.',
  bad: '[module::Authentication]\ndatasource=/etc/flexisip/users.txt\n',
  good: '[module::Authentication]\nfile-path=/etc/flexisip/users.txt\n',
  on: 'setting',
  check(subject) {
    const { item, version } = subject;
    const { deprecated } = item;
    if (deprecated === null || !isSince(version, deprecated.firstTag)) return undefined;
    const { replacement } = deprecated;
    const isIdle = item.idleSince !== undefined && isSince(version, item.idleSince);
    const at = atKey(subject);
    const gone = item.removed === null ? '' : ` It was removed in ${item.removed}.`;
    return [
      {
        ...at,
        message: message(
          `"${item.key}" is deprecated${deprecated.since === null ? '' : ` since ${deprecated.since}`}.`,
          isIdle
            ? `It has no effect any more, and the server logs a warning at every start.${gone}`
            : `The server logs a warning at every start.${gone}`,
          replacement === null ? 'Remove the line.' : `Use ${quoted(replacement)}.`,
        ),
        tag: 'deprecated',
        fixes: modernForms(subject),
      },
    ];
  },
};

function quoted(replacement: string): string {
  return /^[\w:/-]+$/.test(replacement) ? `"${replacement}"` : replacement;
}
