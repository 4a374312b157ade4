import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { atName, type OptionRule, replacing } from '../rule.ts';

export const removedOption: OptionRule = {
  code: 'sip-conf/removed-option',
  severity: 'warning',
  habit: 'message',
  family: 'versions',
  title: 'Option that the target version no longer has',
  why: 'Since its removal, chan_sip silently skips the option, so its function is no longer available.',
  fix: 'Use the option that replaced it, or remove the line.',
  bad: '[general]\ntos=lowdelay\n',
  good: '[general]\ntos_sip=cs3\n',
  on: 'option',
  isAboutNames: true,
  check(subject) {
    const { facts, option, model } = subject;
    const removedIn = facts?.removedIn;
    if (facts === undefined || removedIn === undefined || !isAtLeast(model.branch, removedIn))
      return undefined;
    const what = `"${option.name}" was removed in Asterisk ${removedIn}.`;
    const why = `Asterisk ${model.branch} silently skips the line.`;
    const { replacement } = facts;
    const todo = replacement === undefined ? 'Remove the line.' : `Use ${replacement}.`;
    const isOneName = replacement !== undefined && !replacement.includes(',');
    const fixes = isOneName ? [replacing(`Change to "${replacement}"`, atName(subject), replacement)] : [];
    return [{ ...atName(subject), message: message(what, why, todo), tag: 'deprecated', fixes }];
  },
};
