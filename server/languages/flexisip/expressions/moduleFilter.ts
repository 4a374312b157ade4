import type { Setting } from '../model/groups.ts';
import { effective, type FlexisipModel, isModuleOn, written } from '../model/model.ts';
import { parseExpression } from './expression.ts';
import { evaluate } from './expressionEvaluation.ts';
import type { Outcome } from './expressionTree.ts';

/** Does a message enter a module, and which lines decide it? */
export interface Entrance {
  readonly enters: boolean;
  readonly reason: 'off' | 'filter' | 'always' | 'broken';
  readonly settings: readonly (Setting | undefined)[];
  readonly outcome: Outcome;
}

/** `enabled` and `filter`, or `from-domains` and `to-domains` if there is no filter. */
export function entranceOf(
  model: FlexisipModel,
  module: string,
  variable: (name: string) => string,
): Entrance {
  if (!isModuleOn(model, module)) {
    return { enters: false, reason: 'off', settings: [written(model, module, 'enabled')], outcome: false };
  }
  const { text, settings } = filterOf(model, module);
  if (text === '') return { enters: true, reason: 'always', settings: [], outcome: true };
  const outcome = evaluate(parseExpression(text), variable);
  return {
    enters: outcome === true,
    reason: typeof outcome === 'boolean' ? 'filter' : 'broken',
    settings,
    outcome,
  };
}

/** The expression that keeps messages out of a module, and the lines that set it; empty if all messages enter. */
export function filterOf(
  model: FlexisipModel,
  module: string,
): { readonly text: string; readonly settings: readonly (Setting | undefined)[] } {
  const filter = effective(model, module, 'filter');
  if (filter.value !== '') return { text: filter.value, settings: [filter.setting] };
  const domains = ['from-domains', 'to-domains'].map(key => effective(model, module, key));
  return {
    text: filterOfDomains(domains.map(({ value }) => value)),
    settings: domains.map(({ setting }) => setting),
  };
}

function filterOfDomains([from = '', to = '']: readonly string[]): string {
  const parts = [];
  if (from !== '' && from !== '*') parts.push(`from.uri.domain in '${from}'`);
  if (to !== '' && to !== '*') parts.push(`to.uri.domain in '${to}'`);
  return parts.map(part => `(${part})`).join(' && ');
}
