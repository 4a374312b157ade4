import { boldFirstSentence, inlineCode } from '../../../../text/markdown.ts';
import type { Branch } from '../../config/branch.ts';
import { defaultIn, existsIn, type OptionFacts, scopesIn } from '../facts/facts.ts';
import { keywords } from '../facts/keywordChecks.ts';

/**
 * What an option does, as Markdown. An editor shows about twelve lines at once, so what decides comes first: the risk, and
 * `here`, what is in force at the place in question; then description and values, and reference data in one paragraph.
 */
export function describeOption(facts: OptionFacts, key: string, branch: Branch, here = ''): string {
  const parts = [
    `**${facts.name}** — ${typeWords(facts)}, ${scopeWords(facts, branch)}`,
    riskText(facts),
    here,
    aliasSentence(facts, key),
    facts.description ?? '',
    valueList(facts, branch),
    [...factsInBrief(facts, branch), ...pjsipCounterpart(facts)].join(' · '),
  ];
  return parts.filter(part => part !== '').join('\n\n');
}

/** The risk of an option, with the reason in bold; empty for one without. */
export function riskText({ risk }: OptionFacts): string {
  return risk === undefined ? '' : `**Security:** ${boldFirstSentence(risk)}`;
}

/** The kind of value, briefly. */
export function typeWords(facts: OptionFacts): string {
  return wordsByType[facts.valueType] ?? facts.valueType;
}

/** The meaning of a single word of a value; undefined when it is not known. */
export function valueMeaning(facts: OptionFacts, word: string): string | undefined {
  const lower = word.toLowerCase();
  const meanings = facts.valueMeanings ?? {};
  if (Object.hasOwn(meanings, lower)) return meanings[lower];
  const same = synonyms.find(words => words.includes(lower));
  const known = same?.find(other => Object.hasOwn(meanings, other));
  return known === undefined ? undefined : meanings[known];
}

const synonyms = [
  ['yes', 'true', 'y', 't', '1', 'on'],
  ['no', 'false', 'n', 'f', '0', 'off'],
];

/** Where the option has an effect. */
export function scopeWords(facts: OptionFacts, branch: Branch): string {
  const scopes = scopesIn(facts, branch);
  const names = [
    ...(scopes.includes('general') ? ['[general]'] : []),
    ...(scopes.includes('device') ? ['devices and templates'] : []),
    ...(scopes.includes('authentication') ? ['[authentication]'] : []),
  ];
  return `for ${names.join(' and ')}`;
}

function aliasSentence(facts: OptionFacts, key: string): string {
  if (key === facts.name) return '';
  const alias = facts.aliases?.find(candidate => candidate.name === key);
  const old = alias?.deprecated === true ? ' (deprecated)' : '';
  return `${inlineCode(key)} is another name for this option${old}.`;
}

function valueList(facts: OptionFacts, branch: Branch): string {
  const meanings = facts.valueMeanings;
  if (meanings === undefined) return '';
  const known = new Set(keywords({ facts, branch }));
  const ever = new Set([...(facts.values ?? []), ...Object.values(facts.keywordsByBranch ?? {}).flat()]);
  return Object.entries(meanings)
    .filter(([word]) => known.has(word) || !ever.has(word))
    .map(([word, meaning]) => `- ${inlineCode(word)}: ${meaning}`)
    .join('\n');
}

function factsInBrief(facts: OptionFacts, branch: Branch): string[] {
  const { since, removedIn, replacement } = facts;
  const lines: string[] = [];
  if (facts.valueSyntax !== undefined) lines.push(`**Form:** ${inlineCode(facts.valueSyntax)}`);
  const standard = defaultIn(facts, branch);
  if (standard !== undefined) lines.push(`**Default:** ${standard}`);
  lines.push(
    facts.repeatable === true
      ? '**Several lines** add up, in file order.'
      : '**Of several lines,** the last one counts.',
  );
  if (facts.onInvalid !== undefined) lines.push(`**Invalid value:** ${facts.onInvalid}`);
  const versions = [
    since === undefined || since === '1.4' ? 'all branches known here' : `since ${since}`,
    ...(removedIn === undefined ? [] : [`removed in ${removedIn}`]),
  ];
  const missing = existsIn(facts, branch) ? '' : `; **not in Asterisk ${branch}**`;
  lines.push(`**Asterisk:** ${versions.join(', ')}${missing}`);
  if (replacement !== undefined) lines.push(`**Use instead:** ${replacement}`);
  return lines;
}

function pjsipCounterpart({ pjsip }: OptionFacts): string[] {
  if (pjsip === undefined) return [];
  const note = pjsip.note === undefined ? '' : ` (${pjsip.note})`;
  return [
    `**pjsip.conf:** ${inlineCode(pjsip.option)} in a section of type ${inlineCode(pjsip.section)}${note}`,
  ];
}

const wordsByType: Readonly<Record<string, string>> = {
  boolean: 'yes or no',
  string: 'text',
  'named-acl-list': 'names of access lists in acl.conf',
  'codec-list': 'codecs',
  enum: 'one word',
  'enum-list': 'one or more words, joined by commas without spaces',
  'ip-port': 'IP address with an optional port',
  port: 'port number',
  int: 'number',
  extension: 'extension',
  'group-list': 'group numbers',
  seconds: 'seconds',
  milliseconds: 'milliseconds',
  acl: 'addresses with optional netmasks',
  context: 'dialplan context',
  ip: 'IP address',
  'method-list': 'SIP methods',
  domain: 'domain',
  file: 'file',
  directory: 'directory',
  host: 'host',
  hostport: 'host with an optional port',
  'enum-or-seconds': 'a word or a number of seconds',
  'enum-or-ms': 'a word or a number of milliseconds',
  netmask: 'netmask',
  cidr: 'network',
  list: 'list',
  'md5-hash': 'MD5 hash',
  proxy: 'host of a proxy',
  register: 'registration',
  secret: 'password',
  'boolean-or-seconds': 'yes, no or a number of seconds',
  assignment: 'name and value',
  tos: 'DSCP name or number',
};
