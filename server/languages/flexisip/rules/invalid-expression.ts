import { message } from '../../../rules/rule.ts';
import { TOO_DEEP } from '../expression.ts';
import { expressionOf } from '../expressionSettings.ts';
import { atValue, inValue, type SettingRule } from '../rule.ts';

export const invalidExpression: SettingRule = {
  code: 'flexisip-conf/invalid-expression',
  severity: 'error',
  family: 'expressions',
  title: 'Boolean expression that the server cannot read',
  why: 'An expression that cannot be read stops the start, even in the section of a module that is switched off.',
  fix: "Compare a variable with a text in single quotes, as in `from.uri.domain == 'example.org'`, and join conditions with `&&`, `||` and `!`.",
  bad: "[module::Authentication]\nfilter=from.uri.domain = 'example.org'\n",
  good: "[module::Authentication]\nfilter=from.uri.domain == 'example.org'\n",
  on: 'setting',
  check(subject) {
    const expression = expressionOf(subject);
    const { entry } = subject;
    if (expression === undefined || (entry.value.endsWith('\r') && entry.value.trim() === ''))
      return undefined;
    const { failure } = expression;
    // `carriage-return` says this once for the whole file.
    if (failure === undefined || entry.value[failure.start] === '\r') return undefined;
    if (failure.problem === TOO_DEEP) return undefined;
    const at = failure.end > failure.start ? inValue(subject, failure.start, failure.end) : atValue(subject);
    const why =
      failure.kind === 'uncaught'
        ? 'The server stops with an exception that nobody catches.'
        : 'The server does not start.';
    return [
      { ...at, message: message(`This expression ${failure.problem}.`, why, 'Correct the expression.') },
    ];
  },
};
