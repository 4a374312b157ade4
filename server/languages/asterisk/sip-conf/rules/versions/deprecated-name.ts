import { message } from '../../../../../rules/rule.ts';
import { existsIn } from '../../facts/facts.ts';
import { atName, type OptionRule, replacing } from '../rule.ts';

export const deprecatedName: OptionRule = {
  code: 'sip-conf/deprecated-name',
  severity: 'hint',
  habit: 'message',
  family: 'versions',
  title: 'Old name of an option',
  why: 'The server still accepts the old name; for `username`, it logs a notice each time.',
  fix: 'Use the current name.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ncanreinvite=no\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndirectmedia=no\n',
  on: 'option',
  isAboutNames: true,
  check(subject) {
    const { facts, option, model } = subject;
    if (facts === undefined || option.key === facts.name) return undefined;
    const alias = facts.aliases?.find(candidate => candidate.name === option.key);
    if (alias?.deprecated !== true || !existsIn(facts, model.branch)) return undefined;
    const fix = replacing(`Change to "${facts.name}"`, atName(subject), facts.name, true);
    const what = `"${option.name}" is the old name of "${facts.name}".`;
    return [
      {
        ...atName(subject),
        message: message(what, 'The server still accepts it.', 'Use the current name.'),
        tag: 'deprecated',
        fixes: [fix],
      },
    ];
  },
};
