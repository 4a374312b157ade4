import { message } from '../../../../../rules/rule.ts';
import type { Setting } from '../../../config/entry.ts';
import { atName, type Finding, removingLine } from '../rule.ts';

/** The finding about a line that has no effect in combination with other lines; `what` is the sentence with the reason. */
export function withoutEffect(setting: Setting, what: string): Finding {
  return {
    ...atName(setting),
    message: message(what, 'It only misleads readers.', 'Remove it, or set the option that it depends on.'),
    tag: 'unnecessary',
    fixes: [removingLine('Remove this line', setting)],
  };
}
