import { describe, expect, it } from 'vitest';
import { rules } from '../../server/languages/flexisip/users/check/rules.ts';
import { flexisipUsers } from '../../server/languages/flexisip/users/index.ts';
import { checkAll } from '../languages.ts';

describe("the examples of the rules of Flexisip's users file", () => {
  it.each(rules.map(rule => [rule.code, rule] as const))('%s', (code, rule) => {
    const companion = rule.companion === undefined ? {} : { 'flexisip.conf': rule.companion };
    const diagnose = (text: string) =>
      checkAll(flexisipUsers, { ...companion, 'users.txt': text }, 'users.txt').get('users.txt') ?? [];
    expect(diagnose(rule.bad).map(diagnostic => diagnostic.code)).toContain(code);
    const mended = diagnose(rule.good);
    expect(mended.map(diagnostic => diagnostic.code)).not.toContain(code);
    expect(mended.filter(diagnostic => diagnostic.severity === 1)).toEqual([]);
  });

  it('never show a password', () => {
    const text = 'version:1\nbob@a.org clrtxt:topsecret ;\nbob@a.org clrtxt:topsecret#1 ;\nMD5:topsecret ;\n';
    const found = checkAll(flexisipUsers, { u: text }, 'u').get('u') ?? [];
    expect(found.length).toBeGreaterThan(2);
    expect(JSON.stringify(found)).not.toContain('topsecret');
  });
});
