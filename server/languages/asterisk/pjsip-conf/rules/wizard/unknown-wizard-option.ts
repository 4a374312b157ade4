import { message } from '../../../../../rules/rule.ts';
import { nearest } from '../../../../../text/spelling.ts';
import { optionFacts, optionsOf } from '../../facts/facts.ts';
import { atName, type LineRule, replacing } from '../rule.ts';

export const unknownWizardOption: LineRule = {
  code: 'pjsip-conf/unknown-wizard-option',
  severity: 'warning',
  habit: 'message',
  family: 'wizard',
  title: 'Unknown wizard option',
  why: 'Asterisk silently ignores unknown options of a wizard. Options of the objects that it creates need the type and a slash in front, exactly as in `endpoint/allow`, in lowercase and without spaces.',
  fix: 'Correct the name.',
  bad: '',
  good: '',
  on: 'line',
  kinds: ['option'],
  isAboutWizards: true,
  check(line, at) {
    if (line.kind !== 'option' || line.key === 'type') return undefined;
    const slash = line.name.indexOf('/');
    const prefix = line.name.slice(0, slash + 1);
    if (slash >= 0 && prefixes.includes(prefix)) return undefined;
    if (optionFacts('wizard', line.key) !== undefined) return undefined;
    const names = [
      ...optionsOf('wizard')
        .map(({ name }) => name)
        .filter(name => !name.endsWith('*')),
    ];
    const near = slash < 0 ? nearest(line.name, names) : nearest(prefix.replaceAll(' ', ''), prefixes);
    // A phoneprov takes any name, so it says nothing.
    const owner = prefixes.find(
      candidate => candidate !== 'phoneprov/' && optionFacts(typeOfPrefix(candidate), line.key) !== undefined,
    );
    const what = `"${line.name}" is not a wizard option.`;
    const replacement =
      near === undefined ? undefined : slash < 0 ? near : near + line.name.slice(slash + 1).trim();
    const todo =
      replacement !== undefined
        ? `Did you mean "${replacement}"?`
        : owner === undefined
          ? 'Correct the name, or remove the line.'
          : `Did you mean "${owner}${line.name}"?`;
    const range = atName({ ...at, option: line });
    const better = replacement ?? (owner === undefined ? undefined : owner + line.name);
    const fixes = better === undefined ? [] : [replacing(`Change to "${better}"`, range, better)];
    return [{ ...range, message: message(what, 'Asterisk silently ignores it.', todo), fixes }];
  },
};

const prefixes = [
  'endpoint/',
  'aor/',
  'inbound_auth/',
  'outbound_auth/',
  'identify/',
  'registration/',
  'phoneprov/',
];

function typeOfPrefix(prefix: string): string {
  return prefix.endsWith('_auth/') ? 'auth' : prefix.slice(0, -1);
}
