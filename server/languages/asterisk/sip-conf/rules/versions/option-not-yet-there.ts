import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { atName, type OptionRule } from '../rule.ts';

export const optionNotYetThere: OptionRule = {
  code: 'sip-conf/option-not-yet-there',
  severity: 'warning',
  habit: 'message',
  family: 'versions',
  title: 'Option that is newer than the target version',
  why: 'An older server does not know the name and silently skips the line.',
  fix: 'Remove the line, or set the target version to the one that the server really runs.',
  bad: '[general]\nwebsocket_enabled=no\n',
  good: '[general]\n',
  exampleVersion: '11',
  on: 'option',
  isAboutNames: true,
  check(subject) {
    const { facts, option, model } = subject;
    const since = facts?.aliases?.find(alias => alias.name === option.key)?.since ?? facts?.since;
    if (since === undefined || isAtLeast(model.branch, since)) return undefined;
    const what = `"${option.name}" exists only since Asterisk ${since}.`;
    const why = `Asterisk ${model.branch} silently skips the line.`;
    return [
      {
        ...atName(subject),
        message: message(what, why, 'Remove it, or select the right target version.'),
      },
    ];
  },
};
