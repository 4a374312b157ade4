import type { ConfigurationLine } from '../../../sip/explanation.ts';
import type { SipMessage } from '../../../sip/message.ts';
import { type FlexisipModel, lineOf } from '../model/model.ts';
import { evaluate } from './expressionEvaluation.ts';
import { messageVariables } from './expressionMessage.ts';
import { expressionSettings } from './expressionSettings.ts';
import type { Outcome } from './expressionTree.ts';

/** The result of one expression in a configuration for a message. */
export interface ExpressionResult {
  readonly section: string;
  readonly key: string;
  readonly outcome: Outcome;
  readonly config: ConfigurationLine;
}

/** The results of all expressions in a configuration for one message, including those of disabled modules. */
export function expressionResults(
  model: FlexisipModel,
  file: string,
  message: SipMessage,
): ExpressionResult[] {
  if (message.startLine.kind === 'unknown') return [];
  const variable = messageVariables(message);
  return expressionSettings(model).map(({ setting, expression }) => ({
    section: setting.item.section,
    key: setting.item.key,
    outcome: evaluate(expression, variable),
    config: { file, line: lineOf(model, setting) },
  }));
}
