import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types';
import { suggestNext } from '../../../../language.ts';
import { lineRange } from '../../../config/columns.ts';
import { scopeWords, typeWords } from '../../describe/describeOption.ts';
import {
  allOptions,
  canonicalName,
  existsIn,
  type OptionFacts,
  optionFacts,
  type Scope,
  scopesIn,
} from '../../facts/facts.ts';
import { candidateWords } from '../../facts/valueWords.ts';
import { deviceOf } from '../../model/effective.ts';
import type { CompletionPlace, ItemData } from './completionPlace.ts';
import { skeletons } from './skeletons.ts';

/** Options that count here in this version, replacing the columns from `start` to `end`; options not yet set come first. */
export function completeName(at: CompletionPlace, start: number, end: number): CompletionItem[] {
  const { view, line, role, entry, text } = at;
  const { branch } = view.model;
  const scope = scopeOf(role);
  const sections = line.kind === 'option' ? [] : skeletons(at, start, end);
  if (entry === undefined || scope === undefined) return sections;
  const isSet = namesSet(at);
  const glue = glueOf(at);
  const range = lineRange(at.number, start, Math.max(start, end));
  const hasOperator = line.kind === 'option' || text.slice(end).trimStart().startsWith('=');
  const options = allOptions()
    .filter(facts => existsIn(facts, branch) && scopesIn(facts, branch).includes(scope))
    .map((facts): CompletionItem => {
      const data: ItemData = { option: facts.name, branch };
      const item = {
        label: facts.name,
        kind: CompletionItemKind.Property,
        detail: `${typeWords(facts)}, ${scopeWords(facts, branch)}`,
        sortText: rank(facts, scope, isSet.has(facts.name)) + facts.name,
        data,
      };
      if (hasOperator) return { ...item, textEdit: { range, newText: facts.name } };
      const newText = `${facts.name}${facts.name === 'register' ? ' => ' : glue}`;
      const words = choiceOf(facts, branch);
      if (words === undefined)
        return { ...item, ...(hasValues(facts, branch) ? suggestNext : {}), textEdit: { range, newText } };
      return {
        ...item,
        insertTextFormat: InsertTextFormat.Snippet,
        textEdit: { range, newText: `${newText}\${1|${words.join(',')}|}` },
      };
    });
  return [...options, ...sections];
}

function scopeOf(role: CompletionPlace['role']): Scope | undefined {
  switch (role) {
    case 'general':
    case 'authentication':
      return role;
    case 'device':
    case 'template':
      return 'device';
    default:
      return undefined;
  }
}

/** The options that every device of its kind needs come first. */
const usual: Readonly<Record<Scope, readonly string[]>> = {
  general: [
    'context',
    'allowguest',
    'bindaddr',
    'transport',
    'disallow',
    'allow',
    'nat',
    'localnet',
    'register',
  ],
  device: ['type', 'host', 'secret', 'context', 'disallow', 'allow', 'nat', 'qualify', 'callerid'],
  authentication: ['auth'],
};

function rank(facts: OptionFacts, scope: Scope, isSet: boolean): string {
  if (isSet) return 'c';
  const place = usual[scope].indexOf(facts.name);
  return place < 0 ? 'b' : `a${place}`;
}

/** Main names of the options already set on other lines, except those whose lines add up. */
function namesSet({ view, entry, place, number }: CompletionPlace): ReadonlySet<string> {
  const { model } = view;
  if (entry === undefined) return new Set();
  const target = entry.isAppend ? (model.appendTarget(entry) ?? entry) : entry;
  const settings = deviceOf(model, entry)?.settings ?? model.settingsOf(target);
  const here = number - (view.tree.starts[place?.index ?? -1] ?? number);
  return new Set(
    settings
      .filter(setting => setting.place.section !== place?.section || setting.line !== here)
      .filter(setting => setting.entry === entry || setting.entry.key === entry.key)
      .map(setting => canonicalName(setting.option.key))
      .filter(name => name === 'type' || optionFacts(name)?.repeatable !== true),
  );
}

/** The text between name and value in the line above or below: `=` or ` = `. */
function glueOf({ place }: CompletionPlace): string {
  for (const line of place?.section.lines ?? []) {
    if (line.kind !== 'option' || line.operator === '+=' || line.map !== undefined || line.value === '')
      continue;
    const glue = line.text.slice(line.nameEnd, line.valueStart);
    return /^ *=>? *$/.test(glue) ? glue.replace('=>', '=') : '=';
  }
  return '=';
}

/** True if values of the option can be suggested. */
function hasValues(facts: OptionFacts, branch: ItemData['branch']): boolean {
  return (
    /^(context|codec-list|named-acl-list|register)$/.test(facts.valueType) ||
    /^(auth|mwi)$/.test(facts.name) ||
    candidateWords(facts, branch).length > 0
  );
}

const MAX_CHOICES = 6;

/** The values of an option with few keywords. */
function choiceOf(facts: OptionFacts, branch: ItemData['branch']): readonly string[] | undefined {
  if (!/^(boolean|enum)$/.test(facts.valueType)) return undefined;
  const words = candidateWords(facts, branch);
  return words.length < 2 || words.length > MAX_CHOICES ? undefined : words;
}
