import { parseExpression } from './expression.ts';
import { evaluate } from './expressionEvaluation.ts';
import type { Outcome } from './expressionTree.ts';
import { effective, type FlexisipModel, isModuleOn, type Setting, written } from './model.ts';

/** Does a message enter a module, and which lines say so? */
export interface Entrance {
  readonly enters: boolean;
  readonly reason: 'off' | 'filter' | 'always' | 'broken';
  readonly settings: readonly (Setting | undefined)[];
  readonly outcome: Outcome;
}

/** `enabled` and `filter`, or `from-domains` and `to-domains` while there is no filter. */
export function entranceOf(
  model: FlexisipModel,
  module: string,
  variable: (name: string) => string,
): Entrance {
  if (!isModuleOn(model, module)) {
    return { enters: false, reason: 'off', settings: [written(model, module, 'enabled')], outcome: false };
  }
  const filter = effective(model, module, 'filter');
  const domains = ['from-domains', 'to-domains'].map(key => effective(model, module, key));
  const text = filter.value === '' ? filterOfDomains(domains.map(({ value }) => value)) : filter.value;
  if (text === '') return { enters: true, reason: 'always', settings: [], outcome: true };
  const settings = filter.value === '' ? domains.map(({ setting }) => setting) : [filter.setting];
  const outcome = evaluate(parseExpression(text), variable);
  return {
    enters: outcome === true,
    reason: typeof outcome === 'boolean' ? 'filter' : 'broken',
    settings,
    outcome,
  };
}

function filterOfDomains([from = '*', to = '*']: readonly string[]): string {
  const parts = [];
  if (from !== '*') parts.push(`from.uri.domain in '${from}'`);
  if (to !== '*') parts.push(`to.uri.domain in '${to}'`);
  return parts.map(part => `(${part})`).join(' && ');
}
