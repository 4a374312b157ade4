import { describe, expect, it } from 'vitest';
import { checkOtherLines, checkTrace } from '../../server/languages/trace/check/check.ts';
import { rules } from '../../server/languages/trace/check/rules.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

const codesIn = (text: string) => {
  const trace = traceOf(parseTrace(text));
  const found = [...checkTrace(trace).map(({ diagnostic }) => diagnostic), ...checkOtherLines(trace)];
  return found.map(({ code }) => code);
};

describe('rules of traces', () => {
  it.each(rules.map(rule => [rule.code, rule]))('%s', (code, rule) => {
    expect(codesIn(rule.bad)).toContain(code);
    expect(codesIn(rule.good)).not.toContain(code);
  });

  it.each(rules.map(rule => [rule.code, rule]))('the good example of %s has no error', (_code, rule) => {
    const errors = checkTrace(traceOf(parseTrace(rule.good))).filter(
      ({ diagnostic }) => diagnostic.severity === 1,
    );
    expect(errors.map(({ diagnostic }) => diagnostic.message)).toEqual([]);
  });
});
