import { message } from '../../../../rules/rule.ts';
import { perGroup } from '../../model/groups.ts';
import { DUPLICATES_REFUSED } from '../../model/model.ts';
import { atKey, type FileRule, type Finding, removingLine } from '../rule.ts';

export const duplicateKey: FileRule = {
  code: 'flexisip-conf/duplicate-key',
  severity: 'error',
  family: 'keys',
  title: 'Key that is set twice in one section',
  why: 'Since 2.4 the server does not start if a key appears twice in a section. Sections with the same name count as one, and case is ignored. Earlier releases use the last line.',
  fix: 'Keep the line that you want and remove the other.',
  bad: '[global]\nlog-level=error\nLog-Level=debug\n',
  good: '[global]\nlog-level=error\n',
  since: DUPLICATES_REFUSED,
  acceptedBefore: true,
  on: 'file',
  *check(model) {
    yield* repeatedKeys(model);
  },
};

const repeatedKeys = perGroup(({ name, settings }) => {
  const found: Finding[] = [];
  for (const [first, ...others] of settings.values()) {
    if (first === undefined) continue;
    for (const other of others) {
      found.push({
        ...atKey(other),
        message: message(
          `"${other.entry.key}" is already set in [${name}].`,
          'The server does not start with a key that appears twice.',
          'Remove one of the lines.',
        ),
        related: [{ ...atKey(first), message: 'The first line' }],
        fixes: [removingLine('Remove this line', other)],
      });
    }
  }
  return found;
});
