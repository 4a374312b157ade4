import { message } from '../../../../rules/rule.ts';
import { DUPLICATES_REFUSED } from '../../model/model.ts';
import { atKey, type FileRule, removingLine } from '../rule.ts';

export const overriddenKey: FileRule = {
  code: 'flexisip-conf/overridden-key',
  severity: 'warning',
  family: 'keys',
  title: 'Key that is overridden further down',
  why: 'Up to 2.3, the last line of a key silently wins; sections with the same name count as one. From 2.4 on, the server does not start with such a file.',
  fix: 'Keep the line that you want and remove the other.',
  bad: '[global]\nlog-level=debug\nlog-level=error\n',
  good: '[global]\nlog-level=error\n',
  until: DUPLICATES_REFUSED,
  on: 'file',
  *check(model) {
    for (const group of model.groups.values()) {
      for (const all of group.settings.values()) {
        const last = all.at(-1);
        if (last === undefined) continue;
        for (const other of all.slice(0, -1)) {
          yield {
            ...atKey(other),
            message: message(
              `"${other.entry.key}" is set again further down in [${group.name}].`,
              'The last line wins. From 2.4 on, the server does not start.',
              'Remove this line.',
            ),
            related: [{ ...atKey(last), message: 'The line that counts' }],
            fixes: [removingLine('Remove this line', other, true)],
            tag: 'unnecessary',
          };
        }
      }
    }
  },
};
