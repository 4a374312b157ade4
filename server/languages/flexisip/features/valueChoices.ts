import { CompletionItemKind } from 'vscode-languageserver-types';
import { holdsExpression } from '../expressions/expressionSettings.ts';
import {
  expressionOperators,
  expressionVariables,
  namedOperators,
  variableSince,
} from '../expressions/expressionVocabulary.ts';
import { durationChoices, durationInWords } from '../facts/durations.ts';
import { defaultIn, type ItemFacts, type ItemType, isSince, type Version } from '../facts/facts.ts';
import { readValue, words } from '../facts/values.ts';
import { list } from '../model/model.ts';
import type { Entry } from '../reading/parser.ts';
import type { Cursor, FlexisipView } from './cursor.ts';

/** A value, or a word of one, that is allowed at the cursor; the offsets in the value show what it replaces. */
export interface Choice {
  readonly text: string;
  readonly detail?: string;
  readonly start: number;
  readonly end: number;
  readonly kind?: CompletionItemKind;
  /** A snippet to insert instead of the plain text. */
  readonly insert?: string;
}

export function valueChoices(
  view: FlexisipView,
  cursor: Cursor,
  entry: Entry,
  item: ItemFacts,
  type: ItemType,
): Choice[] {
  const whole = { start: 0, end: entry.valueEnd - entry.valueStart };
  const standard = defaultIn(item, view.model.version);
  if (holdsExpression(item, type)) return expressionChoices(cursor, entry, view.model.version);
  switch (type) {
    case 'Boolean':
      return ['true', 'false'].map(text => ({
        text,
        ...(text === standard ? { detail: 'default' } : {}),
        ...whole,
        kind: CompletionItemKind.Keyword,
      }));
    case 'DurationMS':
    case 'DurationS':
    case 'DurationMIN': {
      const digits = /^\d+/.exec(entry.value)?.[0];
      if (digits !== undefined) {
        return durationChoices(type, digits).map(({ text, words: detail }) => ({ text, detail, ...whole }));
      }
      return standardChoice(standard, type, view, whole);
    }
    case 'Integer':
    case 'IntegerRange':
    case 'ByteSize':
      return standardChoice(standard, type, view, whole);
    case 'StringList':
      return listChoices(view, cursor, entry, item);
    case 'String':
    case 'BooleanExpr':
      if (item.values.length > 0) {
        return item.values.map(text => ({
          text,
          ...(text === standard ? { detail: 'default' } : {}),
          ...whole,
          kind: CompletionItemKind.EnumMember,
        }));
      }
      if (item.key === 'realm') return [...realmChoices(view, whole)];
      return standardChoice(standard, type, view, whole);
  }
}

function standardChoice(
  standard: string,
  type: ItemType,
  view: FlexisipView,
  whole: { start: number; end: number },
): Choice[] {
  if (standard === '' || standard.includes('${')) return [];
  const read = readValue(type, standard, view.model.version);
  const words =
    type.startsWith('Duration') && read.ok && read.number !== undefined
      ? `, ${durationInWords(read.number)}`
      : '';
  return [{ text: standard, detail: `default${words}`, ...whole }];
}

function* realmChoices(view: FlexisipView, whole: { start: number; end: number }): Generator<Choice> {
  for (const { text } of list(view.model, 'module::Authentication', 'auth-domains')) {
    if (!text.includes('*')) yield { text, detail: 'domain of auth-domains', ...whole };
  }
  yield { text: 'regex:', detail: 'a regular expression for the From URI', ...whole };
}

/** Words that may follow, without those that are already in the list. */
function listChoices(view: FlexisipView, cursor: Cursor, entry: Entry, item: ItemFacts): Choice[] {
  const { version } = view.model;
  const all = words(entry.value, version);
  const current = all.find(
    ({ text, start }) => cursor.offset >= start && cursor.offset <= start + text.length,
  );
  const start = current?.start ?? cursor.offset;
  const end = current === undefined ? cursor.offset : current.start + current.text.length;
  const present = new Set(all.filter(word => word !== current).map(word => word.text));
  const known = knownWords(view, item).filter(({ text }) => !present.has(text));
  return known.map(choice => ({ ...choice, start, end }));
}

function knownWords(
  view: FlexisipView,
  item: ItemFacts,
): { text: string; detail?: string; insert?: string }[] {
  const { model } = view;
  if (item.values.length > 0) return item.values.map(text => ({ text }));
  const domains = (section: string, key: string): { text: string; detail: string }[] =>
    list(model, section, key)
      .filter(({ text }) => text !== 'localhost')
      .map(({ text }) => ({ text, detail: `from ${key}` }));
  switch (item.key) {
    case 'auth-domains':
      return [
        ...domains('module::Registrar', 'reg-domains'),
        { text: '*', detail: 'every domain is challenged' },
      ];
    case 'reg-domains':
      return domains('module::Authentication', 'auth-domains');
    case 'trusted-hosts':
      return item.section === 'module::Authentication'
        ? [{ text: '127.0.0.1', detail: 'programs on this machine' }]
        : [
            {
              text: `\${module::Authentication/trusted-hosts}`,
              detail: 'the list of module::Authentication',
            },
          ];
    case 'transports':
      return [
        { text: 'sip:*:5060', detail: 'UDP and TCP on all addresses' },
        { text: 'sips:*:5061', detail: 'TLS on all addresses' },
        { text: 'sips:*:5061;tls-verify-incoming=1', detail: 'TLS with client certificates' },
        { text: 'sip:127.0.0.1:5060;transport=tcp', detail: 'TCP on this machine only' },
      ];
    default: {
      const standard = defaultIn(item, model.version);
      return standard === '' || standard.includes('${')
        ? []
        : words(standard, model.version).map(({ text }) => ({ text, detail: 'in the default' }));
    }
  }
}

/** Variables, conditions and operators; nothing inside a quoted text. */
function expressionChoices({ offset }: Cursor, entry: Entry, version: Version): Choice[] {
  const before = entry.value.slice(0, offset);
  const quotes = before.split("'").length - 1;
  if (quotes % 2 === 1) return quotedChoices(before, entry, offset);
  const typed = /[\w.-]*$/.exec(before)?.[0] ?? '';
  const after = /^[\w.-]*/.exec(entry.value.slice(offset))?.[0] ?? '';
  const place = { start: offset - typed.length, end: offset + after.length };
  const head = before.slice(0, place.start).trimEnd();
  const wantsOperator =
    /['\w.)-]$/.test(head) && !/\b(contains|in|nin|notin|regexp|regex|defined|numeric)$/.test(head);
  const wantsText = /(==|!=|\b(contains|in|nin|notin|regexp|regex))$/.test(head);
  const variables = Object.entries(expressionVariables)
    // The names of releases before 2.0 are not listed separately.
    .filter(([text]) => isSince(version, variableSince(text)) || !isSince(version, '2.0.0-alpha'))
    .map(([text, detail]) => ({
      text,
      detail: detail.replace(/`/g, ''),
      kind: CompletionItemKind.Variable,
      ...place,
    }));
  if (wantsText)
    return [
      { text: "''", insert: "'$1'", detail: 'a text', kind: CompletionItemKind.Value, ...place },
      ...variables,
    ];
  const conditions = Object.entries(namedOperators).map(([text, detail]) => ({
    text,
    detail,
    kind: CompletionItemKind.Function,
    ...place,
  }));
  const binary = new Set(['==', '!=', 'contains', 'in', 'nin', 'notin', 'regexp', 'regex', '&&', '||']);
  const operators = Object.entries(expressionOperators)
    .filter(([text]) => binary.has(text) === wantsOperator)
    .map(([text, detail]) => ({ text, detail, kind: CompletionItemKind.Operator, ...place }));
  return wantsOperator ? operators : [...variables, ...conditions, ...operators];
}

/** Texts that make sense for the variable to the left. */
function quotedChoices(before: string, entry: Entry, offset: number): Choice[] {
  const open = before.lastIndexOf("'");
  const variable =
    /([\w.-]+)\s*(?:==|!=|contains|in|nin|notin|regexp|regex)\s*$/.exec(before.slice(0, open))?.[1] ?? '';
  const start = open + 1 + (before.slice(open + 1).lastIndexOf(' ') + 1);
  const end = offset + (/^[^'\s]*/.exec(entry.value.slice(offset))?.[0].length ?? 0);
  const texts = variable.startsWith('request.method')
    ? [
        'REGISTER',
        'INVITE',
        'MESSAGE',
        'SUBSCRIBE',
        'NOTIFY',
        'PUBLISH',
        'OPTIONS',
        'BYE',
        'ACK',
        'CANCEL',
        'INFO',
        'REFER',
        'UPDATE',
        'PRACK',
      ]
    : variable === 'direction'
      ? ['request', 'response']
      : variable === 'content-type'
        ? ['application/sdp', 'text/plain', 'application/im-iscomposing+xml', 'message/cpim']
        : [];
  return texts.map(text => ({ text, start, end, kind: CompletionItemKind.EnumMember }));
}
