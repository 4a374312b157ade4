import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import { atValue, inValue, replacing, type SettingRule } from '../rule.ts';

export const commaSeparatedList: SettingRule = {
  code: 'flexisip-conf/comma-separated-list',
  severity: 'warning',
  family: 'values',
  title: 'List with commas',
  why: 'Up to 2.5, a comma separated the words of a list. Since 2.6.0-beta it does not: `a.org,b.org` is one word that matches nothing.',
  fix: 'Separate the words with spaces, which works in every release.',
  bad: '[global]\nwatchdog-notify-interval=1s\n[module::Registrar]\nreg-domains=a.org,b.org\n',
  good: '[global]\nwatchdog-notify-interval=1s\n[module::Registrar]\nreg-domains=a.org b.org\n',
  since: '2.6.0-beta',
  on: 'setting',
  types: ['StringList'],
  check(subject) {
    const { entry, item, version } = subject;
    // Regular expressions may contain commas.
    if (item.key.endsWith('-regex')) return undefined;
    // A transport may contain a comma-separated list of protocols or networks.
    const comma = item.key === 'transports' ? /,\s*sips?:/i : /,/;
    const joined = words(entry.value, version).filter(word => comma.test(word.text));
    if (joined.length === 0) return undefined;
    const mended = entry.value
      .split(item.key === 'transports' ? /,(?=sips?:)| +/i : /[, ]+/)
      .filter(Boolean)
      .join(' ');
    return joined.map(word => ({
      ...inValue(subject, word.start, word.start + word.text.length),
      message: message(
        'A comma does not separate the words of a list.',
        'Since 2.6.0-beta this is one word.',
        'Separate the words with spaces.',
      ),
      fixes: [replacing('Separate the words with spaces', atValue(subject), mended, true)],
    }));
  },
};
