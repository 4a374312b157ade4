import { message } from '../../../../../rules/rule.ts';
import { isSpecial } from '../../model/model.ts';
import { atHeader, type NameRule } from '../rule.ts';

export const duplicateSection: NameRule = {
  code: 'sip-conf/duplicate-section',
  severity: 'warning',
  habit: 'rule',
  family: 'devices',
  title: 'Two sections that become one device',
  why: 'The server applies the second section on top of the first: single options are replaced, access lists, codecs and type flags add up. Names that differ only in case end as one device too, under the later spelling.',
  fix: 'Join the two sections, give one another name, or write `(+)` behind the second header to say that it is meant.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n\n[Alice]\ntype=peer\nhost=192.0.2.1\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n\n[bob]\ntype=peer\nhost=192.0.2.1\n',
  on: 'name',
  *check(entries, key) {
    if (isSpecial(key)) return;
    const devices = entries.filter(entry => !entry.isTemplate && !entry.isAppend);
    const [first] = devices;
    if (first === undefined) return;
    for (const entry of devices.slice(1)) {
      const isOtherCase = entry.header.name !== first.header.name;
      const what = isOtherCase
        ? `"${entry.header.name}" and "${first.header.name}" differ only in case and become one device.`
        : `There is an earlier section "${first.header.name}".`;
      const why = isOtherCase
        ? `It is then called "${devices.at(-1)?.header.name ?? ''}", and a request must spell it exactly so.`
        : 'The server applies this one on top of it: single options are replaced, lists add up.';
      const related = [{ ...atHeader(first), message: 'The first one.' }];
      yield { ...atHeader(entry), message: message(what, why, 'Join them, or rename one.'), related };
    }
  },
};
