import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { Entry } from '../../../config/entry.ts';
import { isDeviceType, isSpecial, type SipConf, typeSetting } from '../../model/model.ts';
import { atHeader, type Finding, type NameRule } from '../rule.ts';

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
  check: (entries, key, model) =>
    entries.length < 2 || isSpecial(key) ? undefined : findings(entries, model),
};

function* findings(entries: readonly Entry[], model: SipConf): Generator<Finding> {
  const devices = entries.filter(
    entry => !entry.isTemplate && !entry.isAppend && !isSkipped(kindOf(entry, model)),
  );
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
    if (!isAtLeast(model.branch, '1.6.2') && isOtherKind(kindOf(first, model), kindOf(entry, model))) {
      yield { ...atHeader(entry), message: apart(kindOf(entry, model)), related };
      continue;
    }
    yield { ...atHeader(entry), message: message(what, why, 'Merge them, or rename one.'), related };
  }
}

/** The server skips sections of other types, so that they become nothing. */
function isSkipped(kind: string | undefined): boolean {
  return kind !== undefined && !isDeviceType(kind);
}

/** `user`, `peer` or `friend`, as the first `type` line of a section says. */
function kindOf(entry: Entry, model: SipConf): string | undefined {
  return typeSetting(model, entry)?.value.toLowerCase();
}

/** In 1.4 users and peers are two tables: a user and a peer of one name have nothing to do with each other. */
function isOtherKind(first: string | undefined, second: string | undefined): boolean {
  return (first === 'user' && second === 'peer') || (first === 'peer' && second === 'user');
}

function apart(kind: string | undefined): string {
  return message(
    `A ${kind === 'peer' ? 'user' : 'peer'} above has the same name, and Asterisk 1.4 keeps both.`,
    'Calls with this name in From match the user, never the peer.',
    'Merge them into one friend, or rename one.',
  );
}
