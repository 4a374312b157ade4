import { message } from '../../../../rules/rule.ts';
import { brokenExpressions, stopsTheStart } from '../../expressions/expressionSettings.ts';
import { atFailure, type FileRule } from '../rule.ts';

export const invalidExpression: FileRule = {
  code: 'flexisip-conf/invalid-expression',
  severity: 'error',
  family: 'expressions',
  title: 'Boolean expression that the server cannot read',
  why: 'The server does not start with an expression that it cannot read. It reads the `filter` of a module even if the module is disabled.',
  fix: "Compare a variable with a text in single quotes, as in `from.uri.domain == 'example.org'`, and join conditions with `&&`, `||` and `!`.",
  bad: "[module::Authentication]\nfilter=from.uri.domain = 'example.org'\n",
  good: "[module::Authentication]\nfilter=from.uri.domain == 'example.org'\n",
  on: 'file',
  *check(model) {
    for (const { setting, failure } of brokenExpressions(model)) {
      if (!stopsTheStart(model, setting)) continue;
      const why =
        failure.kind === 'uncaught'
          ? 'The server stops with an uncaught exception.'
          : 'The server does not start.';
      const what = `This expression ${failure.problem}.`;
      yield { ...atFailure(setting, failure), message: message(what, why, 'Correct the expression.') };
    }
  },
};
