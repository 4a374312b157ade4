import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { typeIn, type Version } from '../../facts/facts.ts';
import { withoutCarriageReturn, words } from '../../facts/values.ts';
import { type KnownSetting, perSetting } from '../../model/groups.ts';
import { isRefused } from '../../model/refusals.ts';
import { type FileRule, type Finding, type Fix, inValue, replacing } from '../rule.ts';

export const unknownWord: FileRule = {
  code: 'flexisip-conf/unknown-word',
  severity: 'warning',
  family: 'values',
  title: 'Word that the item does not know',
  why: 'The key accepts only certain words, in lower case unless shown otherwise.',
  fix: 'Use one of these words.',
  bad: '[module::Forward]\ndefault-transport=upd\n',
  good: '[module::Forward]\ndefault-transport=udp\n',
  on: 'file',
  *check(model) {
    for (const { item, findings } of unknownWords(model)) {
      if (!isRefused(model, item.section, item.key)) yield* findings;
    }
  },
};

const unknownWords = perSetting((setting, version) => {
  const { item } = setting;
  if (item.values.length === 0 || strict.has(`${item.section}/${item.key}`) || isOpen(item.key))
    return undefined;
  const findings = [...judgeWords(setting, version)];
  return findings.length === 0 ? undefined : { item, findings };
});

function* judgeWords(setting: KnownSetting, version: Version): Generator<Finding> {
  const { item, entry } = setting;
  const type = typeIn(item, version);
  const value = withoutCarriageReturn(entry.value);
  const parts = type === 'StringList' ? words(value, version) : [{ text: value, start: 0 }];
  for (const part of parts) {
    // An empty value counts as unset.
    if (part.text === '' || item.values.includes(part.text)) continue;
    // Another rule reports text that is meant as a comment.
    if (item.values.includes(part.text.split(/[ \t]+#/)[0] ?? '')) continue;
    const at = inValue(setting, part.start, part.start + part.text.length);
    const near = nearest(part.text, item.values) ?? item.values.find(word => word.startsWith(part.text));
    const fixes: Fix[] = near === undefined ? [] : [replacing(`Change to "${near}"`, at, near)];
    yield {
      ...at,
      message: message(
        `This word is not allowed in "${item.key}".`,
        `The allowed words are ${item.values.map(word => `\`${word}\``).join(', ')}.`,
        near === undefined ? 'Use one of them.' : `Did you mean \`${near}\`?`,
      ),
      fixes,
    };
  }
}

/** Other words may be names of external things, such as SOCI drivers. */
function isOpen(key: string): boolean {
  return key === 'database-backend' || key === 'default-servers';
}

/** Items that keep the server from starting with a wrong word: `invalid-word` checks them. */
const strict: ReadonlySet<string> = new Set([
  'module::Authentication/available-algorithms',
  'module::ExternalAuthentication/available-algorithms',
  'module::Authentication/db-implementation',
  'module::Registrar/db-implementation',
]);
