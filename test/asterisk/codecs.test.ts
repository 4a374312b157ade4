import { expect, it } from 'vitest';
import type { Branch } from '../../server/languages/asterisk/config/branch.ts';
import { optionFacts } from '../../server/languages/asterisk/sip-conf/facts/facts.ts';
import { valueProblems } from '../../server/languages/asterisk/sip-conf/facts/values.ts';
import { codecWords } from '../../server/languages/asterisk/values/codecs.ts';

it('takes a list apart, spaces and all, with places in the value', () => {
  expect(codecWords(' (ulaw|!alaw:20)'.trim(), '20')).toEqual([
    { name: 'ulaw', nameStart: 1, isNegated: false, packet: undefined, start: 1, end: 5 },
    { name: 'alaw', nameStart: 7, isNegated: true, packet: '20', start: 6, end: 14 },
  ]);
  expect(codecWords('a, !b', '20').map(({ name, start }) => [name, start])).toEqual([
    ['a', 0],
    ['b', 3],
  ]);
  expect(codecWords('a, !b', '11').map(({ name, isNegated }) => [name, isNegated])).toEqual([
    ['a', false],
    [' !b', false],
  ]);
  expect(codecWords('!b', '1.8').map(({ name, isNegated }) => [name, isNegated])).toEqual([['!b', false]]);
});

/** Accepted in these branches, refused in the others. */
const lists: readonly [option: string, value: string, branches: readonly Branch[]][] = [
  ['allow', 'ulaw,alaw', ['1.4', '1.6.2', '1.8', '11', '13', '16', '18', '20']],
  ['allow', 'ulaw, alaw', ['13', '16', '18', '20']],
  ['allow', 'ulaw|alaw', ['13', '16', '18', '20']],
  ['allow', '(ulaw|alaw)', ['13', '16', '18', '20']],
  ['allow', '(ulaw', []],
  ['allow', '!all,ulaw', ['11', '13', '16', '18', '20']],
  ['allow', 'ulaw:', ['1.4', '1.6.2', '1.8', '11', '13', '16', '18', '20']],
  ['allow', 'ulaw:x', ['1.4', '1.6.2', '1.8', '11']],
  ['allow', 'ulaw:-1', ['1.4']],
  ['allow', '', []],
  ['disallow', '', ['11', '13', '16', '18', '20']],
];

it.each(lists)('%s=%s', (option, value, accepted) => {
  const facts = optionFacts(option);
  const branches: readonly Branch[] = ['1.4', '1.6.2', '1.8', '11', '13', '16', '18', '20'];
  const silent = branches.filter(
    branch => facts !== undefined && valueProblems(facts, value, 'device', branch).length === 0,
  );
  expect(silent).toEqual(accepted);
});
