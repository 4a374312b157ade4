import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import { atValue, inValue, replacing, type SettingRule } from '../rule.ts';

export const commaSeparatedList: SettingRule = {
  code: 'flexisip-conf/comma-separated-list',
  severity: 'warning',
  family: 'values',
  title: 'List with commas',
  why: 'Up to 2.5 a comma parted the words of a list. Since 2.6.0-beta it does not: `a.org,b.org` is one word that fits nothing.',
  fix: 'Part the words by spaces, which every release understands.',
  bad: '[global]\nwatchdog-notify-interval=1s\n[module::Registrar]\nreg-domains=a.org,b.org\n',
  good: '[global]\nwatchdog-notify-interval=1s\n[module::Registrar]\nreg-domains=a.org b.org\n',
  since: '2.6.0-beta',
  on: 'setting',
  check(subject) {
    const { entry, type, item, version } = subject;
    // Regular expressions may hold commas.
    if (type !== 'StringList' || item.key.endsWith('-regex')) return undefined;
    // A transport may hold a list of protocols or networks, which commas part.
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
        'A comma does not part the words of a list.',
        'Since 2.6.0-beta this is one word.',
        'Part the words by spaces.',
      ),
      fixes: [replacing('Part the words by spaces', atValue(subject), mended, true)],
    }));
  },
};
