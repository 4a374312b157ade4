import { expect, it } from 'vitest';
import {
  editFlexisip,
  parseFlexisip,
  printFlexisip,
} from '../../server/languages/flexisip/reading/parser.ts';
import { editUsers, parseUsers, printUsers } from '../../server/languages/flexisip/users/reading/parser.ts';

/** More than arguments fit on the stack. */
const MANY = 300_000;

it('takes a large paste into a users file', () => {
  const tree = parseUsers('version:1\n');
  const edited = editUsers(tree, { line: 1, removed: 0, lines: new Array<string>(MANY).fill('\n') });
  expect(printUsers(edited)).toHaveLength('version:1\n'.length + MANY);
});

it('joins a section behind a lone carriage return, however long it is', () => {
  const text = `[global]\naliases=a\n[cluster]\n${'#\n'.repeat(MANY)}`;
  const edited = editFlexisip(parseFlexisip(text), { line: 1, removed: 1, lines: ['aliases=a\r'] });
  expect(printFlexisip(edited)).toBe(text.replace('aliases=a\n', 'aliases=a\r'));
});
