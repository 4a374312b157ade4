import { escapeMarkdown, inlineCode } from '../../../../text/markdown.ts';
import { dialplanOf } from '../../companions/contexts.ts';
import { namedAcls } from '../../companions/namedAcls.ts';
import { isAtLeast } from '../../config/branch.ts';
import { valueColumns } from '../../config/columns.ts';
import type { OptionLine } from '../../config/line.ts';
import { parseAcl } from '../../values/address.ts';
import { codecNames } from '../../values/codecs.ts';
import type { LinePart } from '../../values/serverBuffer.ts';
import { parseAuthLine, parseMwiLine } from '../facts/credentialLines.ts';
import type { OptionFacts } from '../facts/facts.ts';
import { parseRegister } from '../facts/registerLine.ts';
import { partAt, type ValuePart, valueParts } from '../facts/valueParts.ts';
import type { SipConf } from '../model/model.ts';
import { describeAddress } from './describeAddress.ts';
import { riskText, valueMeaning } from './describeOption.ts';

/**
 * The meaning of the part of a value at an offset, as Markdown, with the risk and with `here`, what is in force at the place in
 * question, before the description of the option; empty when there is nothing to explain. And its columns.
 */
export function describeValue(
  model: SipConf,
  facts: OptionFacts,
  option: OptionLine,
  offset: number,
  here: string,
): { readonly text: string; readonly start: number; readonly end: number } {
  if (isRefused(model, facts, option.value)) {
    const text = 'The server does not understand this line and ignores it.';
    return { text, start: option.valueStart, end: option.valueEnd };
  }
  const part = partAt(valueParts(facts, option.value, model.branch), offset);
  if (part === undefined) return { text: '', start: option.valueStart, end: option.valueEnd };
  const own = partText(model, facts, option, part);
  const text =
    own === '' ? '' : [own, riskText(facts), here, optionSentence(facts)].filter(isShown).join('\n\n');
  return { text, ...valueColumns(option, part.start, part.end) };
}

function optionSentence({ name, description }: OptionFacts): string {
  return description === undefined ? '' : `**${name}** — ${description}`;
}

function isShown(text: string): boolean {
  return text !== '';
}

/** True for a register, auth or mwi line that the server refuses. */
function isRefused(model: SipConf, facts: OptionFacts, value: string): boolean {
  if (value === '') return false;
  if (facts.valueType === 'register') return !parseRegister(value, model.branch).accepted;
  if (facts.name === 'auth') return !parseAuthLine(value).accepted;
  return facts.name === 'mwi' && !parseMwiLine(value).accepted;
}

function partText(model: SipConf, facts: OptionFacts, option: OptionLine, part: ValuePart): string {
  const line = linePartText(model, facts, option.value, part);
  if (line !== undefined) return line;
  const word = inlineCode(part.text);
  switch (part.kind) {
    case 'keyword':
    case 'transport':
    case 'host': {
      const meaning = valueMeaning(facts, part.text);
      return meaning === undefined ? '' : `${word} — ${meaning}`;
    }
    case 'codec':
      return codecText(model, facts, option.value, part);
    case 'context':
      return contextText(model, facts, part.text);
    case 'named-acl':
      return namedAclText(model, part.text);
    case 'address':
      return addressText(model, facts, option.value, part);
    default:
      return '';
  }
}

function codecText(model: SipConf, facts: OptionFacts, value: string, part: ValuePart): string {
  if (!codecNames(model.branch).includes(part.text.toLowerCase())) {
    return `Asterisk ${model.branch} does not know the codec ${inlineCode(part.text)}: it logs a warning and skips it.`;
  }
  const isExcluded = /!\s*$/.test(value.slice(0, part.start)) || facts.name === 'disallow';
  const what = part.text.toLowerCase() === 'all' ? 'every codec' : `codec ${inlineCode(part.text)}`;
  return isExcluded
    ? `Removes ${what} from the list.`
    : `Adds ${what} to the list; the order is the order of preference.`;
}

function contextText(model: SipConf, facts: OptionFacts, name: string): string {
  const dialplan = dialplanOf(model);
  const word = inlineCode(name);
  if (dialplan === undefined) return `Dialplan context ${word}.`;
  const found = dialplan.contexts.get(name);
  if (found !== undefined) return `Context ${word}: extensions.conf, line ${found.line + 1}.`;
  if (facts.name === 'regcontext') return `Context ${word}, which the server creates if it is missing.`;
  return dialplan.isComplete
    ? `extensions.conf has no context ${word}. Names are case-sensitive.`
    : `Context ${word}. It is not in extensions.conf itself, but that file includes others.`;
}

function namedAclText(model: SipConf, name: string): string {
  const names = namedAcls(model);
  const word = inlineCode(name);
  if (names === undefined) return `Access list ${word} in acl.conf.`;
  return names.has(name)
    ? `Access list ${word}, defined in acl.conf.`
    : `acl.conf has no list ${word}; the server then refuses everyone.`;
}

function addressText(model: SipConf, facts: OptionFacts, value: string, part: ValuePart): string {
  if (facts.valueType !== 'acl' && facts.valueType !== 'cidr') return '';
  const item = parseAcl(value, isAtLeast(model.branch, '11') && facts.valueType === 'acl').find(
    candidate => candidate.start === part.start,
  );
  if (item === undefined) return '';
  const text = describeAddress(item, part.text);
  if (facts.valueType === 'cidr') return text;
  const permits = facts.name.endsWith('permit') !== item.isNegated;
  return `${permits ? 'Allows' : 'Refuses'} ${text} The last matching line decides; an address that matches no line is allowed.`;
}

/** Parts of register, auth and mwi lines. */
function linePartText(
  model: SipConf,
  facts: OptionFacts,
  value: string,
  part: ValuePart,
): string | undefined {
  const isAt = (candidate: LinePart | undefined): boolean =>
    candidate?.start === part.start && candidate.end === part.end;
  if (facts.valueType === 'register') {
    const line = parseRegister(value, model.branch);
    const name = registerFields.find(field => isAt(line[field.part]));
    if (name === undefined) return undefined;
    const shown = part.kind === 'secret' ? '' : ` ${inlineCode(part.text)}`;
    return [
      `**${name.title}**${shown} — ${name.text}`,
      part.kind === 'device' || name.part === 'host' ? sectionSentence(model, part.text) : '',
      `Registers ${inlineCode(line.user?.value ?? '')} with ${inlineCode(line.host?.value ?? '')}, port ${line.port}, over ${line.transport}; calls from there go to extension ${inlineCode(line.extension)}.`,
    ]
      .filter(sentence => sentence !== '')
      .join('\n\n');
  }
  if (facts.name === 'auth') {
    const line = parseAuthLine(value);
    if (isAt(line.user))
      return `User name that Asterisk sends when realm ${inlineCode(line.realm?.value ?? '')} challenges it.`;
    if (isAt(line.secret)) return 'Password for this realm.';
    if (isAt(line.md5secret)) return 'MD5 hash of user name, realm and password for this realm.';
    return 'Realm in the challenge of the other server.';
  }
  if (facts.name === 'mwi') {
    const line = parseMwiLine(value);
    if (isAt(line.mailbox)) return 'Local mailbox that mirrors the messages there.';
    if (isAt(line.secret)) return 'Password for the subscription.';
    if (isAt(line.authuser)) return 'User name for authentication.';
    return isAt(line.user)
      ? 'User whose mailbox Asterisk subscribes to.'
      : 'Server that Asterisk subscribes to.';
  }
  return undefined;
}

function sectionSentence(model: SipConf, name: string): string {
  const entry = model.names.get(name.toLowerCase())?.find(candidate => !candidate.isAppend);
  if (entry === undefined) return '';
  const line = model.lineOf({ place: entry.place, line: 0 }) + 1;
  return `The section ${escapeMarkdown(`[${entry.header.name}]`)} in line ${line} provides its address and settings.`;
}

interface RegisterField {
  readonly part:
    | 'peer'
    | 'transportPart'
    | 'user'
    | 'domain'
    | 'domainPortPart'
    | 'secret'
    | 'authuser'
    | 'host'
    | 'portPart'
    | 'extensionPart'
    | 'expiryPart';
  readonly title: string;
  readonly text: string;
}

const registerFields: readonly RegisterField[] = [
  { part: 'peer', title: 'Peer', text: 'the section whose settings are used for this registration.' },
  {
    part: 'transportPart',
    title: 'Transport',
    text: 'udp, tcp or tls; another word counts as udp. Only the first three letters are compared.',
  },
  {
    part: 'user',
    title: 'User',
    text: 'the account on the other server; also the user name for authentication, unless one is given.',
  },
  {
    part: 'domain',
    title: 'Domain',
    text: 'used in the registered address instead of the host.',
  },
  { part: 'domainPortPart', title: 'Port of the domain', text: 'used in the registered address.' },
  { part: 'secret', title: 'Password', text: 'for the account on the other server.' },
  { part: 'authuser', title: 'Authentication user', text: 'the user name in the answer to a challenge.' },
  {
    part: 'host',
    title: 'Registrar',
    text: 'the host name or address of the other server, or the name of a section in this file.',
  },
  {
    part: 'portPart',
    title: 'Port',
    text: 'the port of the registrar; the default is 5060, or 5061 for tls.',
  },
  {
    part: 'extensionPart',
    title: 'Extension',
    text: 'calls from the other server go to this extension; the default is s.',
  },
  {
    part: 'expiryPart',
    title: 'Expiry',
    text: 'requested lifetime in seconds; the default is `defaultexpiry`.',
  },
];
