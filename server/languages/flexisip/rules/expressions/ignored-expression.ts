import { message } from '../../../../rules/rule.ts';
import {
  brokenExpressions,
  crashingConditions,
  stopsTheStart,
} from '../../expressions/expressionSettings.ts';
import { isReadAtStart } from '../../model/readAtStart.ts';
import { atFailure, type FileRule, inValue } from '../rule.ts';

export const ignoredExpression: FileRule = {
  code: 'flexisip-conf/ignored-expression',
  severity: 'warning',
  family: 'expressions',
  title: 'Broken expression that does not stop the start',
  why: 'If `contextual-log-filter` cannot be read, the server logs an error and continues without the filter. Expressions of a disabled module are not read, except its `filter`. As soon as the module is enabled, the server does not start.',
  fix: 'Correct the expression.',
  bad: "[global]\ncontextual-log-filter=from.uri.user = 'alice'\n",
  good: "[global]\ncontextual-log-filter=from.uri.user == 'alice'\n",
  on: 'file',
  *check(model) {
    for (const { setting, failure } of brokenExpressions(model)) {
      if (stopsTheStart(model, setting)) continue;
      const why =
        setting.item.section === 'global'
          ? 'The server logs an error and continues without this filter.'
          : 'The server will not start once something reads it.';
      const what = `This expression ${failure.problem}.`;
      yield { ...atFailure(setting, failure), message: message(what, why, 'Correct the expression.') };
    }
    for (const { setting, conditions } of crashingConditions(model)) {
      if (isReadAtStart(model, setting.item.section)) continue;
      const what = 'There is nothing to the left of this operator.';
      const why = 'The server will crash when it evaluates it, once the module is enabled.';
      for (const { start, end } of conditions) {
        const at = inValue(setting, start, end);
        yield { ...at, message: message(what, why, 'Write the variable to the left.') };
      }
    }
  },
};
