import { message } from '../../../../../rules/rule.ts';
import { valueColumn } from '../../../config/line.ts';
import { meantWord } from '../../../values/meantWord.ts';
import { existsIn, scopesIn } from '../../facts/facts.ts';
import type { ValueProblem } from '../../facts/valueCheck.ts';
import { mayHaveProblems, valueProblems } from '../../facts/values.ts';
import { atName, atValue, type Finding, type OptionRule, type OptionSubject, replacing } from '../rule.ts';

export const invalidValue: OptionRule = {
  code: 'sip-conf/invalid-value',
  severity: 'error',
  family: 'values',
  title: 'Value that the server refuses',
  why: 'The server logs a message while loading and uses a different value.',
  fix: 'Use a valid value of the option.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nqualify=true\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nqualify=yes\n',
  on: 'option',
  mayRefuse: mayHaveProblems,
  check: subject => findingsOf(subject, 'refused'),
};

/** Maximum number of words in a message. */
const shownWords = 12;

/** The problems of one kind with the value of an option, in sections where the option has an effect. */
export function findingsOf(subject: OptionSubject, reaction: ValueProblem['reaction']): readonly Finding[] {
  const { facts, role, option, model } = subject;
  if (facts === undefined || !existsIn(facts, model.branch, option.key)) return none;
  const scopes = scopesIn(facts, model.branch);
  const scope = role === 'general' ? 'general' : 'device';
  if (role !== 'template' && !scopes.includes(scope)) return none;
  const problems = valueProblems(
    facts,
    option.value,
    scopes.includes(scope) ? scope : 'general',
    model.branch,
  );
  if (problems.length === 0) return none;
  return problems
    .filter(problem => problem.reaction === reaction)
    .map(problem => findingOf(subject, problem));
}

const none: readonly Finding[] = [];

/** Of the two options for the external address, each accepts what the other one does not. */
function isHostName(key: string, written: string): boolean {
  return /^extern(addr|ip)$/.test(key) && /^[a-z0-9.-]*[a-z][a-z0-9.-]*(:\d+)?$/i.test(written);
}

function findingOf(subject: OptionSubject, problem: ValueProblem): Finding {
  const { option, place, line } = subject;
  const isEmpty = problem.end <= problem.start;
  const range = isEmpty
    ? atValue(subject)
    : {
        place,
        line,
        start: valueColumn(option, problem.start),
        end: valueColumn(option, problem.end - 1) + 1,
      };
  const written = option.value.slice(problem.start, problem.end).trim();
  const [only] = problem.expected ?? [];
  const near = problem.expected?.length === 1 ? only : meantWord(written, problem.expected ?? []);
  const todo = isHostName(option.key, written)
    ? 'Use externhost for a name, because it looks up the name.'
    : near !== undefined
      ? `Write "${near}".`
      : problem.expected === undefined
        ? 'Correct the value.'
        : problem.expected.length > shownWords
          ? `Use another, such as ${problem.expected.slice(0, shownWords).join(', ')}.`
          : `Use one of: ${problem.expected.join(', ')}.`;
  const fixes = isHostName(option.key, written)
    ? [replacing('Change to "externhost"', atName(subject), 'externhost')]
    : near === undefined || isEmpty
      ? []
      : [replacing(`Change to "${near}"`, range, near)];
  const what = `The value of "${option.name}" ${problem.what}.`;
  return { ...range, message: message(what, `The server ${problem.effect}.`, todo), fixes };
}
