import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { explainFlexisip } from '../../server/languages/flexisip/explain/explain.ts';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { modelOf } from '../../server/languages/flexisip/model/model.ts';
import { parseFlexisip } from '../../server/languages/flexisip/reading/parser.ts';
import { flexisipUsers } from '../../server/languages/flexisip/users/index.ts';
import { parseMessage } from '../../server/sip/message.ts';
import { checkAll, settings } from '../languages.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../examples/flexisip/${name}`, import.meta.url), 'utf8');

it('the example configuration is worth copying', () => {
  const found = checkAll(flexisipConf, { 'flexisip.conf': read('flexisip.conf') }, 'flexisip.conf').get(
    'flexisip.conf',
  );
  const serious = (found ?? []).filter(({ severity }) => severity === 1 || severity === 2);
  expect(serious.map(({ message }) => message)).toEqual([]);
});

it('the example users fit the configuration', () => {
  const files = { 'users.txt': read('users.txt'), 'flexisip.conf': read('flexisip.conf') };
  expect(checkAll(flexisipUsers, files, 'users.txt').get('users.txt')).toEqual([]);
});

it('the example REGISTER is challenged', () => {
  const model = modelOf('flexisip.conf', parseFlexisip(read('flexisip.conf')), settings);
  const message = parseMessage(read('register.sip'));
  expect(explainFlexisip({ model, file: 'flexisip.conf', message })).toMatchObject({
    outcome: 'challenged',
    finalCode: 401,
  });
});

it('the example of the branch office shows what can go wrong', () => {
  const name = 'flexisip-branch.conf';
  const found = checkAll(flexisipConf, { [name]: read(name) }, name).get(name) ?? [];
  expect(new Set(found.map(({ code }) => code)).size).toBeGreaterThan(20);
  expect(JSON.stringify(found)).not.toMatch(/Rain-Coat|Blue-Lamp/);
});
