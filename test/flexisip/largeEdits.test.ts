import { expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { perSetting } from '../../server/languages/flexisip/model/groups.ts';
import { modelOf } from '../../server/languages/flexisip/model/model.ts';
import {
  editFlexisip,
  parseFlexisip,
  printFlexisip,
} from '../../server/languages/flexisip/reading/parser.ts';
import { editUsers, parseUsers, printUsers } from '../../server/languages/flexisip/users/reading/parser.ts';
import { report } from '../../server/languages/report.ts';
import { projectOf, settings } from '../languages.ts';

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

it('reads only the section of an edit again for the next findings', () => {
  const tree = parseFlexisip(`[global]\naliases=a\n${'# a note\n'.repeat(50)}[cluster]\nenabled=true\n`);
  const edited = editFlexisip(tree, { line: 1, removed: 1, lines: ['aliases=b\n'] });
  expect(edited.sections.filter((section, index) => section !== tree.sections[index])).toHaveLength(1);
  const print = () => {
    throw new Error('the text is not needed');
  };
  const view = (one: typeof tree) => {
    const project = projectOf(flexisipConf, {}, 'flexisip.conf');
    return {
      uri: 'flexisip.conf',
      tree: one,
      model: flexisipConf.model(
        { ...project, trees: new Map([['flexisip.conf', one]]), root: 'flexisip.conf' },
        settings,
        undefined,
      ),
    };
  };
  expect(report({ ...flexisipConf, print }, view(edited), settings)).toEqual(
    report(flexisipConf, view(parseFlexisip(printFlexisip(edited))), settings),
  );
});

it('looks again only at the settings of the section of an edit', () => {
  const seen: string[] = [];
  const keys = perSetting(({ item }) => {
    seen.push(item.key);
    return item.key;
  });
  const tree = parseFlexisip('[global]\naliases=a\n[cluster]\nenabled=true\n');
  expect(keys(modelOf('flexisip.conf', tree, settings))).toEqual(['aliases', 'enabled']);
  seen.length = 0;
  const edited = editFlexisip(tree, { line: 1, removed: 1, lines: ['aliases=b\n'] });
  expect(keys(modelOf('flexisip.conf', edited, settings))).toEqual(['aliases', 'enabled']);
  expect(seen).toEqual(['aliases']);
});
