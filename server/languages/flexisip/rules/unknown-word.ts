import { message } from '../../../rules/rule.ts';
import { nearest } from '../../../text/spelling.ts';
import { type Fix, inValue, replacing, type SettingRule } from '../rule.ts';
import { words } from '../values.ts';

export const unknownWord: SettingRule = {
  code: 'flexisip-conf/unknown-word',
  severity: 'warning',
  family: 'values',
  title: 'Word that the item does not know',
  why: 'The item takes only certain words, in lower case unless they are written otherwise.',
  fix: 'Choose one of the words.',
  bad: '[global]\nlog-level=warn\n',
  good: '[global]\nlog-level=warning\n',
  on: 'setting',
  *check(subject) {
    const { item, entry, type, version, sectionFacts } = subject;
    if (item.values.length === 0 || strict.has(`${sectionFacts.name}/${item.key}`)) return;
    const value = entry.value.replace(/\r$/, '');
    const parts = type === 'StringList' ? words(value, version) : [{ text: value, start: 0 }];
    for (const part of parts) {
      // Other words may be names of things outside, such as drivers of SOCI; an empty value counts as unset.
      if (part.text === '' || item.values.includes(part.text) || isOpen(item.key)) continue;
      const at = inValue(subject, part.start, part.start + part.text.length);
      const near = nearest(part.text, item.values);
      const fixes: Fix[] = near === undefined ? [] : [replacing(`Change to "${near}"`, at, near)];
      yield {
        ...at,
        message: message(
          `This is none of the words of "${item.key}".`,
          `They are ${item.values.map(word => `\`${word}\``).join(', ')}.`,
          near === undefined ? 'Choose one of them.' : `Did you mean \`${near}\`?`,
        ),
        fixes,
      };
    }
  },
};

/** Items whose wrong words stop the start: `invalid-word` judges them. */
const strict: ReadonlySet<string> = new Set([
  'module::Authentication/available-algorithms',
  'module::ExternalAuthentication/available-algorithms',
  'module::Authentication/db-implementation',
  'module::Registrar/db-implementation',
]);

function isOpen(key: string): boolean {
  return key === 'database-backend' || key === 'default-servers';
}
