import { appendAll } from '../../../../text/longLists.ts';
import { escapeMarkdown, inlineCode, table } from '../../../../text/markdown.ts';
import { dialplanContexts } from '../../companions/contexts.ts';
import type { Branch } from '../../config/branch.ts';
import { isAtLeast } from '../../config/branch.ts';
import type { Entry, Setting } from '../../config/entry.ts';
import { originWords } from '../../editing/origin.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import { splitWords } from '../../values/words.ts';
import { listParts, refusedWhole } from '../facts/droppedWords.ts';
import { canonicalName, optionFacts, scopesIn } from '../facts/facts.ts';
import { codecsInForce } from '../model/codecsInForce.ts';
import { effectiveValue, maskedValue } from '../model/effective.ts';
import type { Device, SipConf } from '../model/model.ts';
import { isDeviceWhole, isGeneralWhole } from '../model/whole.ts';

const MAX_ROWS = 40;

/** A device in words: how calls from it are recognized, how they authenticate and where they go. Markdown. */
export function describeDevice(model: SipConf, device: Device, entry: Entry): string {
  const roles = device.isUser ? (device.isPeer ? 'friend' : 'user') : 'peer';
  const parts = [
    `**${escapeMarkdown(device.name)}** — device, ${roles}`,
    mergeSentence(model, device),
    unreadSentence(model, device),
    matchingSentences(model, device, entry)
      .map(sentence => `- ${sentence}`)
      .join('\n'),
    settingsTable(model, device.settings, entry),
  ];
  return parts.filter(part => part !== '').join('\n\n');
}

/** The options set for a section, each with its value and its origin; then what it inherits from [general]. Markdown. */
export function settingsTable(model: SipConf, settings: readonly Setting[], entry: Entry): string {
  const names = [...new Set(settings.map(setting => canonicalName(setting.option.key)))];
  const rows: string[][] = [];
  for (const name of names) {
    const facts = optionFacts(name);
    if (facts === undefined) continue;
    const lines = settings.filter(setting => canonicalName(setting.option.key) === name);
    for (const setting of facts.repeatable === true ? lines : lines.slice(-1)) {
      rows.push([inlineCode(name), valueWords(setting, model.branch), originWords(model, setting, entry)]);
    }
  }
  if (entry.key !== 'general') appendAll(rows, generalRows(model, new Set(names), entry));
  if (rows.length === 0) return 'No options are set.';
  const rest = rows.length - MAX_ROWS;
  const more = rest > 0 ? `\n\n… and ${rest} more` : '';
  return table(['Option', 'Value', 'Set by'], rows.slice(0, MAX_ROWS)) + more;
}

/** A value for display: secrets hidden, words that the server drops struck through. Markdown. */
export function valueWords(setting: Setting, branch: Branch): string {
  const scope = setting.entry.key === 'general' ? 'general' : 'device';
  const parts = listParts(optionFacts(setting.option.key), setting.value, scope, branch);
  if (parts !== undefined)
    return parts
      .map(({ text, isDropped }) => (isDropped ? `~~${inlineCode(text)}~~` : inlineCode(text)))
      .join(', ');
  const facts = optionFacts(setting.option.key);
  const shown = maskedValue(facts, setting.value);
  if (shown === '') return '*empty*';
  return refusedWhole(facts, setting.value, scope, branch) === undefined
    ? inlineCode(shown)
    : `~~${inlineCode(shown)}~~`;
}

function generalRows(model: SipConf, own: ReadonlySet<string>, entry: Entry): string[][] {
  const rows: string[][] = [];
  const { general } = model;
  const names = new Set(general.settings.map(setting => canonicalName(setting.option.key)));
  for (const name of names) {
    const facts = optionFacts(name);
    // Codecs of [general] count before a device's own lines; for everything else, its own lines replace those of [general].
    if (facts === undefined || (own.has(name) && facts.valueType !== 'codec-list')) continue;
    const scopes = scopesIn(facts, model.branch);
    if (!scopes.includes('device') || !scopes.includes('general')) continue;
    const lines = general.all(name);
    for (const setting of facts.repeatable === true ? lines : lines.slice(-1)) {
      rows.push([inlineCode(name), valueWords(setting, model.branch), originWords(model, setting, entry)]);
    }
  }
  return rows;
}

function mergeSentence(model: SipConf, device: Device): string {
  if (device.entries.length < 2) return '';
  const places = device.entries.map(entry => `line ${model.lineOf({ place: entry.place, line: 0 }) + 1}`);
  return `The server creates one device from ${device.entries.length} sections (${places.join(', ')}): options add up, and the last value wins.`;
}

function unreadSentence(model: SipConf, device: Device): string {
  if (isDeviceWhole(model, device) && isGeneralWhole(model)) return '';
  return 'A file that could not be read may contain more lines; they are not considered below.';
}

/** How chan_sip decides about calls from a device (check_peer_ok and register_verify). Markdown sentences. */
export function matchingSentences(model: SipConf, device: Device, entry: Entry): string[] {
  const name = inlineCode(device.name);
  const value = (option: string): string | undefined =>
    effectiveValue(model, entry, device, option).settings.at(-1)?.value;
  const insecure = splitWords((value('insecure') ?? '').toLowerCase()).map(word => word.text);
  const isVery = !isAtLeast(model.branch, '1.6.2') && insecure.includes('very');
  const host = value('host');
  const isDynamic = host?.toLowerCase() === 'dynamic';
  const address = { host, isDynamic, port: value('port'), transport: value('transport') };
  const ignoresPort = insecure.includes('port') || isVery || isOldYes(model, insecure);
  return [
    device.isUser
      ? `**By name:** a call whose From user is exactly ${name} is recognized as this device, from any address${isAtLeast(model.branch, '1.6.2') ? '; the name is case-sensitive' : ''}.`
      : '**By name:** never, because `type=peer` is only looked up by address.',
    device.isPeer
      ? addressSentence(address, ignoresPort, device.isUser)
      : '**By address:** never, because the server stores no address for `type=user`.',
    registrationSentence(device, isDynamic),
    authenticationSentence(device, name, insecure.includes('invite') || isVery),
    ...accessSentences(device),
    codecSentence(model, device),
    contextSentence(model, value('context')),
  ];
}

function isOldYes({ branch }: SipConf, words: readonly string[]): boolean {
  return !isAtLeast(branch, '1.6.2') && words.some(isTrue);
}

function addressSentence(
  address: {
    host: string | undefined;
    isDynamic: boolean;
    port: string | undefined;
    transport: string | undefined;
  },
  ignoresPort: boolean,
  isUser: boolean,
): string {
  const { host, isDynamic, transport } = address;
  if (host === undefined || host === '') {
    return '**By address:** never, because it has no `host`.';
  }
  if (!isDynamic && /[,\s/@]|^[^:]*:\d*$/.test(host)) {
    return `**By address:** never, because ${inlineCode(host)} is neither an address nor a host name, so the lookup fails.`;
  }
  const words = (transport ?? 'udp').toLowerCase();
  const usual = words.startsWith('tls') ? '5061' : '5060';
  const where = isDynamic
    ? 'the address that it registered from'
    : inlineCode(address.port === undefined ? host : `${host}:${address.port}`);
  const port = ignoresPort
    ? 'any source port, because of `insecure=port`'
    : isDynamic
      ? 'the registered port'
      : `source port ${inlineCode(address.port ?? usual)}`;
  const other = isUser ? 'any other call' : 'a call';
  const transports = inlineCode(words);
  const tcp = /t(cp|ls)/.test(words)
    ? ` Over TCP and TLS the source port does not matter${isDynamic ? ', unless rport is forced' : ''}.`
    : '';
  return `**By address:** ${other} from ${where} (UDP: ${port}; transports allowed: ${transports}) is recognized as this device.${tcp}`;
}

function registrationSentence(device: Device, isDynamic: boolean): string {
  if (!device.isPeer) return '**Registration:** not possible with `type=user`.';
  return isDynamic
    ? '**Registration:** it registers, and cannot be called until then.'
    : '**Registration:** refused, because its address is fixed.';
}

function authenticationSentence(device: Device, name: string, skipsInvite: boolean): string {
  const hash = device.last('md5secret')?.value ?? '';
  const secret = device.last('secret')?.value ?? '';
  if (hash === '' && secret === '') {
    return '**Authentication:** none. There is no `secret` and no `md5secret`, so anyone who is recognized as this device is accepted.';
  }
  const option = hash === '' ? '`secret`' : '`md5secret`';
  const challenge = `digest with the user name ${name} and ${option}`;
  return skipsInvite
    ? `**Authentication:** calls need none, because of \`insecure=invite\`; a registration needs ${challenge}.`
    : `**Authentication:** ${challenge}.`;
}

function accessSentences(device: Device): string[] {
  const lines = device.settings.filter(setting =>
    ['permit', 'deny'].includes(canonicalName(setting.option.key)),
  );
  const named = device.all('acl').map(setting => inlineCode(setting.value));
  const sentences: string[] = [];
  if (lines.length > 0) {
    const list = lines
      .slice(0, 8)
      .map(setting => `${canonicalName(setting.option.key)} ${inlineCode(setting.value)}`);
    const more = lines.length > 8 ? ', …' : '';
    sentences.push(
      `**Access list:** ${list.join(', ')}${more}; the last matching line decides, and an address that matches no line is allowed.`,
    );
  }
  if (named.length > 0)
    sentences.push(`**Named access lists:** ${named.join(', ')}; each one must allow the address.`);
  return sentences;
}

function codecSentence(model: SipConf, device: Device): string {
  const codecs = codecsInForce(model, device);
  if (codecs.length === 0) return '**Codecs:** none, so every call is refused with 488.';
  if (codecs.includes('all')) return '**Codecs:** all codecs of the server.';
  return `**Codecs:** ${codecs.slice(0, 20).map(inlineCode).join(', ')}.`;
}

function contextSentence(model: SipConf, context: string | undefined): string {
  const name = context ?? 'default';
  const known = dialplanContexts(model);
  const missing =
    known === undefined || known.has(name)
      ? ''
      : ' **extensions.conf has no such context, so its calls get 404.**';
  const from = context === undefined ? ' (the default)' : '';
  return `**Calls go to** context ${inlineCode(name)}${from}.${missing}`;
}

/** True when guests are accepted. */
export function allowsGuests(model: SipConf): boolean {
  const value = model.general.last('allowguest')?.value;
  return value === undefined || (!isFalse(value) && isTrue(value));
}
