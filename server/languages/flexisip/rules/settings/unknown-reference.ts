import { message } from '../../../../rules/rule.ts';
import { existsIn, itemFacts, sectionFacts } from '../../facts/facts.ts';
import { words } from '../../facts/values.ts';
import { inValue, type SettingRule } from '../rule.ts';

export const unknownReference: SettingRule = {
  code: 'flexisip-conf/unknown-reference',
  severity: 'warning',
  family: 'settings',
  title: 'Reference to a list that does not exist',
  why: `In \`trusted-hosts\` a word of the form \`\${section/key}\` refers to another list in the file. The server does not find a list with any other name.`,
  fix: 'Write the section and key of a list.',
  bad: `[module::AuthTrustedHosts]\ntrusted-hosts=\${module::Authentication/trusted-host}\n`,
  good: `[module::AuthTrustedHosts]\ntrusted-hosts=\${module::Authentication/trusted-hosts}\n`,
  on: 'setting',
  keys: ['trusted-hosts'],
  check(subject) {
    return words(subject.entry.value, subject.version).flatMap(({ text, start }) => {
      const [, section, key] = /^\$\{([0-9A-Za-z:-]+)\/([0-9A-Za-z:-]+)\}$/.exec(text) ?? [];
      if (section === undefined || key === undefined) return [];
      const item = itemFacts(section, key);
      const isList = item?.type === 'StringList' && existsIn(item, subject.version);
      if (isList && sectionFacts(section)?.name === section && item.key === key) return [];
      return [
        {
          ...inValue(subject, start, start + text.length),
          message: message(
            `There is no list "${key}" in a section "${section}".`,
            'The server cannot resolve this reference. Names are case-sensitive here.',
            'Write the section and key of a list.',
          ),
        },
      ];
    });
  },
};
