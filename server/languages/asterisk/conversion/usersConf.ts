import type { ConvertedLine, LineVerdict, PlaceOfLine } from '../../conversion.ts';
import type { Setting } from '../config/entry.ts';
import { parseConfig } from '../config/parser.ts';
import { optionFacts } from '../sip-conf/facts/facts.ts';
import type { Device } from '../sip-conf/model/model.ts';
import type { Course } from './course.ts';
import { leftover } from './leftover.ts';
import type { Block } from './output/objects.ts';
import { type OutputLine, plainLine } from './output/text.ts';

/** The objects of the devices of users.conf, below a comment that says where they come from. */
export function usersBlocks(blocks: ReadonlyMap<Device, readonly Block[]>): readonly Block[] {
  const [first, ...rest] = [...blocks.values()].flat();
  if (first === undefined) return [];
  const remark = plainLine('; From users.conf, which Asterisk reads for other modules too.');
  return [{ lines: [remark, ...first.lines], covered: first.covered }, ...rest];
}

/**
 * The account of the lines of users.conf. The file itself stays as it is: other modules, such as voicemail, read it too.
 */
export function accountOfUsers(
  course: Course,
  blocks: ReadonlyMap<Device, readonly Block[]>,
  places: ReadonlyMap<OutputLine, PlaceOfLine>,
): readonly ConvertedLine[] {
  const { model, ledger } = course;
  const { users } = model;
  const text = model.project.companions.get('users.conf');
  if (users === undefined || typeof text !== 'string') return [];
  const file = users.conf.uri;
  const known = linesOf(course, file);
  const tree = parseConfig(text);
  const account: ConvertedLine[] = [];
  tree.sections.forEach((section, index) => {
    const start = tree.starts[index] ?? 0;
    const first = section.lines[0];
    const key = first?.kind === 'header' ? first.name.toLowerCase() : '';
    const device = known.devices.get(key);
    const header = device === undefined ? [] : headerLines(blocks.get(device) ?? []);
    section.lines.forEach((line, offset) => {
      if (line.kind === 'blank') return;
      const number = start + offset;
      const record = ledger.recordOf(file, number);
      const add = (verdict: LineVerdict, note: string, lines: readonly OutputLine[] = []): void => {
        const to = lines.flatMap(each => places.get(each) ?? []);
        account.push({ file, line: number, verdict, to, note });
      };
      if (record !== undefined) add(record.verdict, record.notes.join(' '), [...record.to]);
      else if (line.kind === 'comment') add('comment', 'users.conf stays as it is.');
      else if (line.kind === 'header')
        if (header.length > 0) add('converted', '', header);
        else add('without-effect', headerNote(key, device));
      else if (line.kind !== 'option') add('without-effect', 'chan_sip does not understand this line.');
      else if (line.key === 'hassip' && header.length > 0)
        add('converted', 'chan_sip creates the device because of it.', header);
      else {
        const setting = known.settings.get(number);
        const { verdict, note } = judge(line.key, key, setting, course);
        add(verdict, note);
      }
    });
  });
  return account;
}

/** The devices with lines in users.conf by key, and the lines that count for them, by line number. */
function linesOf(
  { devices, model }: Course,
  file: string,
): { readonly devices: ReadonlyMap<string, Device>; readonly settings: ReadonlyMap<number, Setting> } {
  const found = new Map<string, Device>();
  const settings = new Map<number, Setting>();
  for (const device of devices) {
    if (model.users?.entries.has(device.key) !== true) continue;
    found.set(device.key, device);
    for (const setting of device.settings)
      if (setting.place.file === file) settings.set(model.lineOf(setting), setting);
  }
  return { devices: found, settings };
}

function headerLines(blocks: readonly Block[]): readonly OutputLine[] {
  return blocks.flatMap(({ lines }) => lines.find(({ text }) => text.startsWith('[')) ?? []);
}

function headerNote(key: string, device: Device | undefined): string {
  if (key === 'general') return 'Its lines apply to every device of this file, and are listed with them.';
  return device === undefined
    ? 'chan_sip does not create a device from this section: hassip is not set, or it is a template.'
    : 'Its lines are listed with those of the section of sip.conf with this name.';
}

function judge(
  option: string,
  section: string,
  setting: Setting | undefined,
  { model, devices }: Course,
): { readonly verdict: LineVerdict; readonly note: string } {
  const nothing = (note: string) => ({ verdict: 'without-effect' as const, note });
  if (/^has|^register(sip|iax)$/.test(option))
    return nothing('It decides which modules create something from the section.');
  if (optionFacts(option) === undefined) return nothing(`${option} is an option of other modules.`);
  if (setting === undefined) return nothing('chan_sip creates no device with this line.');
  if (section === 'general') return nothing('Every device of this file overrides it.');
  return leftover(setting, setting.entry, model, devices);
}
