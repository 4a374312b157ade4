import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types';
import { dialplanOf } from '../../../companions/contexts.ts';
import { namedAcls } from '../../../companions/namedAcls.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { lineRange } from '../../../config/columns.ts';
import type { OptionLine } from '../../../config/line.ts';
import { codecNames } from '../../../values/codecs.ts';
import { type OptionFacts, optionFacts } from '../../facts/facts.ts';
import { valueParts } from '../../facts/valueParts.ts';
import { candidateWords } from '../../facts/valueWords.ts';
import { isSpecial, type SipConf } from '../../model/model.ts';
import type { CompletionPlace, ItemData } from './completionPlace.ts';
import { placeholder } from './skeletons.ts';

/** What can be written in the value of an option at a column after its operator. */
export function completeValue(at: CompletionPlace, option: OptionLine): CompletionItem[] {
  const facts = optionFacts(option.key);
  if (facts === undefined) return [];
  const word = wordAt(at, option, facts);
  const items = candidates(at, option, facts, word);
  return items.map(({ newText, ...item }, index): CompletionItem => {
    const range = lineRange(at.number, word.start, word.end);
    return {
      sortText: String(index).padStart(4, '0'),
      ...item,
      textEdit: { range, newText: newText ?? item.label },
    };
  });
}

/** The word under the cursor, with the other words of the value. */
interface WordAt {
  readonly start: number;
  readonly end: number;
  readonly others: ReadonlySet<string>;
  /** The value up to the word. */
  readonly before: string;
}

type Candidate = Omit<CompletionItem, 'textEdit'> & { readonly newText?: string };

function candidates(
  at: CompletionPlace,
  option: OptionLine,
  facts: OptionFacts,
  word: WordAt,
): readonly Candidate[] {
  const { model } = at.view;
  const data = (name: string): ItemData => ({ option: facts.name, word: name, branch: model.branch });
  switch (facts.valueType) {
    case 'context':
      return contexts(model);
    case 'domain':
      return word.before.includes(',') ? contexts(model) : [];
    case 'named-acl-list':
      return [...(namedAcls(model) ?? [])]
        .filter(name => !word.others.has(name))
        .map(label => ({ label, kind: CompletionItemKind.Reference, detail: 'acl.conf' }));
    case 'codec-list':
      return codecs(facts, model, word);
    case 'register':
      return registerParts(at, option, model);
    default:
      break;
  }
  if (facts.name === 'auth') {
    return [
      snippet(
        'credentials',
        `${placeholder(1, 'user')}:${placeholder(2, 'secret')}@${placeholder(3, 'realm')}`,
        'user, secret, realm',
      ),
    ];
  }
  if (facts.name === 'mwi') {
    return [
      snippet(
        'subscription',
        `${placeholder(1, 'user')}:${placeholder(2, 'secret')}@${placeholder(3, 'host')}/${placeholder(4, 'mailbox')}`,
        'user, secret, host, mailbox',
      ),
    ];
  }
  return (
    candidateWords(facts, model.branch)
      .filter(label => !word.others.has(label))
      // "no" is valid only alone: the server refuses it as one of several words.
      .filter(label => facts.name !== 'insecure' || label !== 'no' || word.others.size === 0)
      .map(label => ({ label, kind: CompletionItemKind.EnumMember, data: data(label) }))
  );
}

function wordAt({ text, column }: CompletionPlace, option: OptionLine, facts: OptionFacts): WordAt {
  const separators = separatorsOf(facts);
  const first = Math.min(option.valueStart, column);
  const last = Math.max(column, Math.min(option.valueEnd, text.length));
  let start = column;
  while (start > first && !separators.test(text[start - 1] ?? '')) start--;
  let end = column;
  while (end < last && !separators.test(text[end] ?? '')) end++;
  while (start < column && /[\s!]/.test(text[start] ?? '')) start++;
  while (end > column && /\s/.test(text[end - 1] ?? '')) end--;
  const others = [text.slice(first, start), text.slice(end, last)]
    .flatMap(part => part.split(/[,|!\s]+/))
    .filter(other => other !== '');
  return { start, end, others: new Set(others), before: text.slice(first, start) };
}

function separatorsOf(facts: OptionFacts): RegExp {
  if (facts.valueType === 'codec-list') return /[,|]/;
  if (facts.valueType === 'register') return /[?@/~]/;
  const isList =
    /-list$|^(acl|domain|list)$/.test(facts.valueType) ||
    facts.combinable === true ||
    facts.name === 'tonezone';
  return isList ? /[,&]/ : /[^\s\S]/;
}

/** Contexts of extensions.conf, then those used elsewhere in sip.conf. */
function contexts(model: SipConf): readonly Candidate[] {
  const names = new Map<string, string>();
  for (const name of dialplanOf(model)?.contexts.keys() ?? []) names.set(name, 'extensions.conf');
  for (const tree of model.project.trees.values()) {
    for (const section of tree.sections) {
      for (const line of section.lines) {
        if (line.kind !== 'option' || line.value === '' || names.has(line.value)) continue;
        if (optionFacts(line.key)?.valueType === 'context') names.set(line.value, 'sip.conf');
      }
    }
  }
  return [...names].map(([label, detail]) => ({ label, detail, kind: CompletionItemKind.Module }));
}

function codecs(facts: OptionFacts, model: SipConf, word: WordAt): readonly Candidate[] {
  const isNegated = /!\s*$/.test(word.before);
  const first = facts.name === 'allow' && word.before.trim() === '' && isAtLeast(model.branch, '1.6.2');
  const names = codecNames(model.branch).filter(name => !word.others.has(name));
  const usual = ['ulaw', 'alaw', 'g722', 'opus', 'gsm', 'g729'].filter(name => names.includes(name));
  const ordered = facts.name === 'disallow' ? ['all', ...usual, ...names] : [...usual, ...names];
  return [
    ...(first && !isNegated
      ? [{ label: '!all', kind: CompletionItemKind.EnumMember, detail: 'no codecs except the following' }]
      : []),
    ...[...new Set(ordered)].map(label => ({ label, kind: CompletionItemKind.EnumMember })),
  ];
}

const MAX_PEERS = 500;

/** The next part of a register line. */
function registerParts(
  { text, column }: CompletionPlace,
  option: OptionLine,
  model: SipConf,
): readonly Candidate[] {
  const typed = text.slice(Math.min(option.valueStart, column), column);
  const rest = text.slice(column, Math.max(column, option.valueEnd));
  const at = typed.lastIndexOf('@');
  if (at >= 0 && !rest.includes('@')) {
    const host = typed.slice(at + 1);
    if (host.includes('~')) {
      return ['120', '600', '3600'].map(label => ({
        label,
        kind: CompletionItemKind.Value,
        detail: 'seconds',
      }));
    }
    if (host.includes('/')) return extensions(model);
    return peers(model).map(label => ({ label, kind: CompletionItemKind.Class, detail: 'section' }));
  }
  const hasTransport = typed.includes('://');
  const hasPeer = typed.includes('?');
  const isNew = isAtLeast(model.branch, '1.6.2');
  const isEmpty = rest.trim() === '';
  return [
    ...(isEmpty
      ? [
          snippet(
            'registration',
            `${placeholder(1, 'user')}:${placeholder(2, 'secret')}@${placeholder(3, 'host')}`,
            'user, secret, host',
          ),
          snippet(
            'registration with an extension',
            `${placeholder(1, 'user')}:${placeholder(2, 'secret')}@${placeholder(3, 'host')}/${placeholder(4, 'extension')}`,
            'user, secret, host; calls go to the extension',
          ),
          snippet(
            'registration with another user for authentication',
            `${placeholder(1, 'user')}:${placeholder(2, 'secret')}:${placeholder(3, 'authuser')}@${placeholder(4, 'host')}:${placeholder(5, '5060')}/${placeholder(6, 'extension')}`,
            'user, secret, authuser, host, port, extension',
          ),
        ]
      : []),
    ...(isNew && !hasTransport
      ? ['udp', 'tcp', 'tls'].map(word => ({
          label: `${word}://`,
          kind: CompletionItemKind.Keyword,
          detail: 'transport',
        }))
      : []),
    ...(isNew && !hasPeer && !hasTransport
      ? peers(model).map(name => ({
          label: `${name}?`,
          kind: CompletionItemKind.Class,
          detail: 'settings of this section',
        }))
      : []),
  ];
}

/** Names of sections that this server can register with. */
function peers(model: SipConf): string[] {
  const names: string[] = [];
  for (const key of model.deviceKeys()) {
    const device = isSpecial(key) ? undefined : model.device(key);
    if (device?.isPeer !== true || device.last('host')?.value.toLowerCase() === 'dynamic') continue;
    if (/[?@/:~"]/.test(device.name)) continue;
    names.push(device.name);
    if (names.length === MAX_PEERS) break;
  }
  return names;
}

/** Extensions that other register lines use. */
function extensions(model: SipConf): Candidate[] {
  const facts = optionFacts('register');
  const names = new Set<string>();
  for (const setting of model.general.all('register')) {
    if (facts === undefined) break;
    for (const part of valueParts(facts, setting.value, model.branch)) {
      if (part.kind === 'extension' && part.text !== '') names.add(part.text);
    }
  }
  return [...names].map(label => ({ label, kind: CompletionItemKind.Value }));
}

function snippet(label: string, newText: string, detail: string): Candidate {
  return {
    label,
    newText,
    detail,
    kind: CompletionItemKind.Snippet,
    insertTextFormat: InsertTextFormat.Snippet,
  };
}
