import { escapeMarkdown, inlineCode } from '../../../../text/markdown.ts';
import type { Entry } from '../../config/entry.ts';
import type { SectionOption } from '../../config/line.ts';
import { type HeirLookup, heirLookup } from '../../editing/hierarchy.ts';
import { type Device, isDeviceType, type SipConf, typeSetting } from '../model/model.ts';
import { roleOf } from '../model/role.ts';
import { allowsGuests, describeDevice, settingsTable } from './describeDevice.ts';

/** What a section means to the server. Markdown. */
export function describeSection(model: SipConf, entry: Entry, device: Device | undefined): string {
  const name = escapeMarkdown(entry.header.name);
  const target = entry.isAppend ? model.appendTarget(entry) : entry;
  if (entry.isLost)
    return `**${name}** — the server stopped reading this file above, so this section does not exist for the server.`;
  if (target === undefined)
    return `**${name}** — there is no earlier section with this name that \`(+)\` could add to. The server stops reading here.`;
  const added = entry.isAppend
    ? `These lines are added to the section in line ${model.lineOf({ place: target.place, line: 0 }) + 1}.\n\n`
    : '';
  if (device !== undefined) return added + describeDevice(model, device, target);
  const settings = model.settingsOf(target);
  switch (roleOf(model, entry)) {
    case 'general':
      return `**\\[general\\]** — settings of the whole server and defaults for devices.\n\n${generalSentences(model)}`;
    case 'authentication':
      return `**\\[authentication\\]** — \`auth\` lines: the credentials that Asterisk sends when another server challenges it.`;
    case 'ignored':
      return `**${name}** — ignored: the server uses only the first section with this name. \`(+)\` after the name would add to it.`;
    case 'template':
      return `**${name}** — template, not a device. ${usersSentence(model, target)}\n\n${settingsTable(model, settings, target)}`;
    case 'device': {
      const type = typeSetting(model, target)?.value;
      const why =
        type === undefined
          ? 'it has no `type`'
          : isDeviceType(type)
            ? 'a later section removes it'
            : `${inlineCode(type)} is not a type`;
      return `**${name}** — does not become a device, because ${why}.`;
    }
  }
}

/** What a word between the parentheses of a header does. Markdown. */
export function describeSectionOption(model: SipConf, entry: Entry, option: SectionOption): string {
  if (option.kind === 'template') {
    return entry.isAppend
      ? '`!` turns the section into a template, so the device disappears.'
      : '`!` makes the section a template: it is not a device, but other sections can inherit its lines.';
  }
  if (option.kind === 'append') {
    return '`+` adds the lines below to the first earlier section with this name. Sections above that already inherit from it do not get them.';
  }
  const parent = model.parentOf(entry, option.text);
  const name = inlineCode(option.text);
  if (parent === undefined) {
    return `There is no section ${name} above this line, so the server stops reading here.`;
  }
  const kind = parent.isTemplate ? 'Template' : 'Section';
  const line = model.lineOf({ place: parent.place, line: 0 }) + 1;
  return `${kind} ${name} in line ${line}: its lines are copied before the lines of this section.\n\n${settingsTable(model, model.settingsOf(parent), parent)}`;
}

/** How many sections copy from an entry, directly or through others. */
export interface HeirCount {
  readonly devices: number;
  readonly templates: number;
  /** False: there may be more. */
  readonly isAll: boolean;
}

/** Counts the sections that copy from an entry, at most `most` of them. */
export function countHeirs(
  model: SipConf,
  entry: Entry,
  most = Number.POSITIVE_INFINITY,
  heirsOf: HeirLookup = heirLookup(model),
): HeirCount {
  const seen = new Set<Entry>();
  const waiting = [entry];
  const devices = new Set<string>();
  const templates = new Set<string>();
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    for (const heir of heirsOf(parent)) {
      if (seen.has(heir)) continue;
      if (seen.size >= most) return { devices: devices.size, templates: templates.size, isAll: false };
      seen.add(heir);
      if (heir.isTemplate) {
        templates.add(heir.key);
        waiting.push(heir);
      } else {
        devices.add(heir.key);
        if (model.heirs.has(heir.key)) waiting.push(heir);
      }
    }
  }
  return { devices: devices.size, templates: templates.size, isAll: true };
}

function usersSentence(model: SipConf, entry: Entry): string {
  const { devices, templates } = countHeirs(model, entry);
  if (devices + templates === 0) return 'Nothing uses it.';
  const words = [
    ...(devices > 0 ? [devices === 1 ? '1 device' : `${devices} devices`] : []),
    ...(templates > 0 ? [templates === 1 ? '1 template' : `${templates} templates`] : []),
  ];
  return `${words.join(' and ')} ${devices + templates === 1 ? 'uses' : 'use'} it.`;
}

function generalSentences(model: SipConf): string {
  const { general } = model;
  const context = general.last('context')?.value ?? 'default';
  const guests = allowsGuests(model)
    ? `**Calls from guests** (unknown callers) are accepted in context ${inlineCode(context)}, because \`allowguest\` is ${general.last('allowguest') === undefined ? 'yes by default' : 'yes'}.`
    : '**Calls from guests** (unknown callers) are refused.';
  const registrations = general.all('register').length;
  const lines = [guests];
  if (registrations > 0) {
    lines.push(
      `**Registers** with other servers: ${registrations === 1 ? '1 line' : `${registrations} lines`}.`,
    );
  }
  return lines.map(line => `- ${line}`).join('\n');
}
