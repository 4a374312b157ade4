import { message } from '../../../../../rules/rule.ts';
import { isSpecial } from '../../model/model.ts';
import { atHeader, type NameRule } from '../rule.ts';

export const duplicateSection: NameRule = {
  code: 'sip-conf/duplicate-section',
  severity: 'warning',
  habit: 'rule',
  family: 'devices',
  title: 'Two sections that become one device',
  why: 'The server applies the second section on top of the first: single options are replaced; access lists, codecs and type flags add up. Names that differ only in case also become one device, with the later spelling.',
  fix: 'Merge the two sections, rename one of them, or write `(+)` after the second header to show that this is intended.',
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
        : `The section "${first.header.name}" already exists above.`;
      const why = isOtherCase
        ? `The name of the device is then "${devices.at(-1)?.header.name ?? ''}", and requests must use exactly this spelling.`
        : 'The server applies this one on top of it: single options are replaced, lists add up.';
      const related = [{ ...atHeader(first), message: 'This is the first section.' }];
      yield { ...atHeader(entry), message: message(what, why, 'Merge them, or rename one.'), related };
    }
  },
};
