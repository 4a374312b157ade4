import { message } from '../../../../rules/rule.ts';
import { crashingConditions } from '../../expressions/expressionSettings.ts';
import { isReadAtStart } from '../../model/readAtStart.ts';
import { type FileRule, inValue } from '../rule.ts';

export const crashingExpression: FileRule = {
  code: 'flexisip-conf/crashing-expression',
  severity: 'error',
  family: 'expressions',
  title: 'Expression that crashes the server',
  why: '`in`, `nin`, `notin` and `regexp` without a left side are read without complaint, but crash the server with a segmentation fault as soon as they are evaluated.',
  fix: 'Write the variable to the left.',
  bad: "[module::Registrar]\nfilter=in 'example.org'\n",
  good: "[module::Registrar]\nfilter=from.uri.domain in 'example.org'\n",
  on: 'file',
  *check(model) {
    for (const { setting, conditions } of crashingConditions(model)) {
      if (!isReadAtStart(model, setting.item.section)) continue;
      for (const { start, end } of conditions) {
        yield {
          ...inValue(setting, start, end),
          message: message(
            'There is nothing to the left of this operator.',
            'The server crashes when it evaluates the expression.',
            'Write the variable to the left.',
          ),
        };
      }
    }
  },
};
