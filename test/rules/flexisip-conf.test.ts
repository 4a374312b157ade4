import { describe, expect, it } from 'vitest';
import { rules } from '../../server/languages/flexisip/check/rules.ts';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { checkAll } from '../languages.ts';

describe('the examples of the rules of flexisip.conf', () => {
  it.each(rules.map(rule => [rule.code, rule] as const))('%s', (code, rule) => {
    const version = rule.exampleVersion ?? (rule.until === '2.4.0-beta' ? '2.3' : 'auto');
    const diagnose = (text: string) =>
      checkAll(flexisipConf, { 'flexisip.conf': text }, 'flexisip.conf', { flexisipVersion: version }).get(
        'flexisip.conf',
      ) ?? [];
    expect(diagnose(rule.bad).map(diagnostic => diagnostic.code)).toContain(code);
    const mended = diagnose(rule.good);
    expect(mended.map(diagnostic => diagnostic.code)).not.toContain(code);
    expect(mended.filter(diagnostic => diagnostic.severity === 1)).toEqual([]);
  });

  it('have one code each', () => {
    expect(new Set(rules.map(rule => rule.code)).size).toBe(rules.length);
  });

  it('say what, why and what to do', () => {
    for (const rule of rules) {
      expect(rule.title.endsWith('.'), rule.code).toBe(false);
      expect(rule.why.length, rule.code).toBeGreaterThan(20);
      expect(rule.fix.length, rule.code).toBeGreaterThan(10);
    }
  });
});
