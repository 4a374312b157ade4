import type { ConfigurationLine } from '../../../sip/explanation.ts';
import type { SipMessage } from '../../../sip/message.ts';
import { typeIn } from '../facts/facts.ts';
import { type FlexisipModel, knownSettings, lineOf } from '../model/model.ts';
import { evaluate } from './expressionEvaluation.ts';
import { messageVariables } from './expressionMessage.ts';
import { expressionOf } from './expressionSettings.ts';
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
  return knownSettings(model).flatMap(setting => {
    const { item, entry } = setting;
    const expression = expressionOf({ entry, item, type: typeIn(item, model.version) });
    if (expression === undefined) return [];
    const config = { file, line: lineOf(model, setting) };
    return [{ section: item.section, key: item.key, outcome: evaluate(expression, variable), config }];
  });
}
