import { fileNameOf } from '../../../text/fileName.ts';
import { inlineCode } from '../../../text/markdown.ts';
import { HIDDEN, isSecretName, withoutSecrets } from '../../../text/secrets.ts';
import type { GlobalFacts, ModuleParameterFacts } from '../facts/facts.ts';
import type { ScriptModel } from '../model/model.ts';
import { parameterValues } from '../model/parameters.ts';
import type { Place } from '../model/placed.ts';
import type { Global, ModuleParameter } from '../syntax/syntax.ts';
import { type Span, stringValue } from '../syntax/token.ts';

/** What is in force for a parameter of a module, where that is set, and whether it is this line that decides. Markdown. */
export function parameterInForce(
  model: ScriptModel,
  module: string,
  facts: ModuleParameterFacts,
  item: ModuleParameter,
  from: Place,
): string {
  const lines = parameterValues(model, module, facts.name).map(({ item: setting, place }) => {
    const text =
      setting.number === undefined
        ? setting.value.map(stringValue).join('')
        : setting.value.map(token => token.text).join('');
    return { span: setting, place, text };
  });
  return inForce(lines, facts.name, item, from, facts.handler === true);
}

/** The same for a global parameter; empty for one whose lines each add something. */
export function globalInForce(model: ScriptModel, facts: GlobalFacts, item: Global, from: Place): string {
  if (ADDING.has(facts.name)) return '';
  const names = [facts.name, ...(facts.sameAs ?? [])];
  const lines = model.declarations.flatMap(({ item: other, place }) =>
    other.type === 'global' && names.includes(other.name.text)
      ? [{ span: other, place, text: other.values.map(({ text }) => text).join(' ') }]
      : [],
  );
  return inForce(lines, facts.name, item, from, false);
}

const ADDING: ReadonlySet<string> = new Set([
  'alias',
  'auto_scaling_profile',
  'avp_aliases',
  'bin_listen',
  'dst_blacklist',
  'listen',
  'mpath',
  'socket',
]);

interface SettingLine {
  readonly span: Span;
  readonly place: Place;
  readonly text: string;
}

function inForce(
  lines: readonly SettingLine[],
  name: string,
  item: Span,
  from: Place,
  addsUp: boolean,
): string {
  const deciding = addsUp ? lines : lines.slice(-1);
  if (deciding.length === 0) return '';
  const shown = deciding.slice(0, MAX_LINES).map(({ span, place, text }) => {
    const file = place.uri === from.uri ? '' : ` of ${inlineCode(fileNameOf(place.uri))}`;
    return `${valueWords(name, text)} (line ${place.start + span.line + 1}${file})`;
  });
  const more = deciding.length > MAX_LINES ? ', …' : '';
  const decides = deciding.some(({ span }) => span === item);
  const lost = decides ? '' : ' **This line has no effect:** a later line overrides it.';
  return `**In force:** ${shown.join(', ')}${more}.${lost}`;
}

function valueWords(name: string, text: string): string {
  if (text === '') return '*empty*';
  return inlineCode(isSecretName(name) ? HIDDEN : withoutSecrets(text));
}

const MAX_LINES = 6;
