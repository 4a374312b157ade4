import { message } from '../../../../rules/rule.ts';
import { atValue, replacing, type SettingRule } from '../rule.ts';

export const deprecatedValue: SettingRule = {
  code: 'flexisip-conf/deprecated-value',
  severity: 'warning',
  family: 'values',
  title: 'Value that the server warns about',
  why: 'The server logs a warning for this value, even when it is only the default, and a later release removes it.',
  fix: 'Choose one of the other values.',
  bad: '[module::Authorization]\nauth-domains-mode=legacy\n',
  good: '[module::Authorization]\nauth-domains-mode=static\n',
  on: 'setting',
  check(subject) {
    const { item, entry } = subject;
    if (item.deprecatedValue === null || entry.value !== item.deprecatedValue.value) return undefined;
    const at = atValue(subject);
    const others = item.type === 'Boolean' ? [entry.value === 'true' ? 'false' : 'true'] : item.values;
    return [
      {
        ...at,
        message: message(
          `The value \`${entry.value}\` is deprecated since ${item.deprecatedValue.since}.`,
          'The server logs a warning at every start.',
          'Choose another value.',
        ),
        tag: 'deprecated',
        fixes: others
          .filter(other => other !== entry.value)
          .map(other => replacing(`Change to "${other}"`, at, other)),
      },
    ];
  },
};
