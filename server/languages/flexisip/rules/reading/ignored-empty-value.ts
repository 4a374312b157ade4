import { message } from '../../../../rules/rule.ts';
import { defaultIn, existsIn, itemFacts } from '../../facts/facts.ts';
import { atKey, type LineRule, replacing } from '../rule.ts';

export const ignoredEmptyValue: LineRule = {
  code: 'flexisip-conf/ignored-empty-value',
  severity: 'warning',
  family: 'reading',
  title: 'Empty value that does not override the default',
  why: 'The server ignores a line that ends right after the `=`, so the default applies. To make the value empty, add a space after the `=`.',
  fix: 'Add a space after the `=`, or remove the line.',
  bad: '[module::Authentication]\navailable-algorithms=\n',
  good: '[module::Authentication]\navailable-algorithms= \n',
  on: 'line',
  kinds: ['entry'],
  check(subject) {
    const { statement } = subject.source;
    const name = subject.section.header?.name;
    if (statement.kind !== 'entry' || !statement.ignored || name === undefined) return undefined;
    const item = itemFacts(name, statement.key);
    if (item === undefined || !existsIn(item, subject.version)) return undefined;
    const standard = defaultIn(item, subject.version);
    if (standard === '') return undefined;
    const at = atKey({ ...subject, entry: statement });
    const end = statement.equals + 1;
    return [
      {
        ...at,
        end,
        message: message(
          'The server ignores this line because nothing follows the `=`.',
          `The default \`${standard}\` applies.`,
          'Add a space after the `=` to make the value empty, or remove the line.',
        ),
        fixes: [replacing('Make the value empty', { ...at, start: end, end }, ' ')],
      },
    ];
  },
};
