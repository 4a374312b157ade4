import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { rules } from '../../server/languages/asterisk/pjsip-conf/check/rules.ts';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { checkAll } from '../languages.ts';

describe('the examples of the rules of pjsip.conf', () => {
  const withExample = rules.filter(rule => rule.bad !== '');
  it.each(withExample.map(rule => [rule.code, rule] as const))('%s', (code, rule) => {
    const options = rule.exampleVersion === undefined ? {} : { asteriskVersion: rule.exampleVersion };
    const check = (text: string) =>
      [...checkAll(pjsipConf, { ...rule.files, 'pjsip.conf': text }, 'pjsip.conf', options).values()].flat();
    const codes = (text: string) => check(text).map(diagnostic => diagnostic.code);
    expect(codes(rule.bad)).toContain(code);
    expect(codes(rule.good)).not.toContain(code);
    expect(check(rule.good).filter(diagnostic => diagnostic.severity === DiagnosticSeverity.Error)).toEqual(
      [],
    );
  });

  it('have one code each', () => {
    expect(new Set(rules.map(rule => rule.code)).size).toBe(rules.length);
  });
});
