import { message } from '../../../../rules/rule.ts';
import { booleanOf, withoutCarriageReturn } from '../../facts/values.ts';
import { atValue, replacing, type SettingRule } from '../rule.ts';

export const invalidBoolean: SettingRule = {
  code: 'flexisip-conf/invalid-boolean',
  severity: 'error',
  family: 'values',
  title: 'Value that is not a Boolean',
  why: 'The server accepts only `true`, `false`, `1` and `0`, in lower case and with nothing after them. It does not start with any other text.',
  fix: 'Write `true` or `false`.',
  bad: '[module::Registrar]\nenabled=yes\n',
  good: '[module::Registrar]\nenabled=true\n',
  on: 'setting',
  types: ['Boolean'],
  check(subject) {
    const { entry } = subject;
    if (booleanOf(withoutCarriageReturn(entry.value)) !== undefined) return undefined;
    const at = atValue(subject);
    const meant = meaning(entry.value);
    return [
      {
        ...at,
        message: message(
          'This is not a Boolean.',
          'The server accepts only `true`, `false`, `1` and `0`, and does not start with anything else.',
          meant === undefined ? 'Write `true` or `false`.' : `Write \`${meant}\`.`,
        ),
        ...(meant === undefined ? {} : { fixes: [replacing(`Change to "${meant}"`, at, meant, true)] }),
      },
    ];
  },
};

function meaning(value: string): string | undefined {
  const [word = ''] = value
    .trim()
    .toLowerCase()
    .split(/[\s#;]/);
  const bare = word.replace(/^["']|["']$/g, '');
  if (['yes', 'on', 'true', 'enabled', 'y', '1'].includes(bare)) return 'true';
  if (['no', 'off', 'false', 'disabled', 'n', '0'].includes(bare)) return 'false';
  return undefined;
}
