import { expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { entryOf } from '../../server/text/table.ts';
import { checkAll } from '../languages.ts';

it('finds what a table has, and nothing that every object has', () => {
  expect(entryOf({ a: 1 }, 'a')).toBe(1);
  for (const word of ['__proto__', 'constructor', 'toString'])
    expect(entryOf({ a: 1 }, word)).toBeUndefined();
});

it('proposes no part of an object for a word of flexisip.conf', () => {
  const word = 'constructor';
  const text = `[global]\ntransports=${word}:1.2.3.4\n[module::Authentication]\nenabled=true\nfilter=__proto__ a\navailable-algorithms=${word}\n`;
  const found = checkAll(flexisipConf, { 'flexisip.conf': text }, 'flexisip.conf').get('flexisip.conf') ?? [];
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ message }) => /native code|\[object/.test(JSON.stringify(message)))).toEqual([]);
});
