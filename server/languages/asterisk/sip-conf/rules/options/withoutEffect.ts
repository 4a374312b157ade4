import { message } from '../../../../../rules/rule.ts';
import type { Setting } from '../../../config/entry.ts';
import { atName, type Finding, removingLine } from '../rule.ts';

/** The finding about a line that does nothing beside the other lines; `what` says so, with the reason. */
export function withoutEffect(setting: Setting, what: string): Finding {
  return {
    ...atName(setting),
    message: message(what, 'It only misleads the reader.', 'Remove it, or set what it depends on.'),
    tag: 'unnecessary',
    fixes: [removingLine('Remove this line', setting)],
  };
}
