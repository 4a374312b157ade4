import type { ConvertedLine, LineVerdict, PlaceOfLine } from '../../conversion.ts';
import type { Entry, SectionPlace, Setting } from '../config/entry.ts';
import type { ConfigLine } from '../config/line.ts';
import type { Course } from './course.ts';
import { leftover } from './leftover.ts';
import type { AssembledFiles } from './output/assemble.ts';
import type { OutputLine } from './output/text.ts';

/** The account of every line that is not empty; lines that the conversion left over are judged here. */
export function accountOfLines(
  course: Course,
  { places, headers }: AssembledFiles,
): readonly ConvertedLine[] {
  const { model, ledger } = course;
  const settings = settingsByLine(course);
  const account: ConvertedLine[] = [];
  for (const [file, tree] of model.project.trees) {
    const entries = model.reading.byFile.get(file);
    tree.sections.forEach((section, index) => {
      const entry = entries?.[index];
      const place: SectionPlace = entry?.place ?? { file, section, index };
      const start = tree.starts[index] ?? 0;
      section.lines.forEach((line, offset) => {
        if (line.kind === 'blank') return;
        const number = start + offset;
        if (ledger.recordOf(file, number) === undefined)
          judge(line, { place, line: offset }, entry, settings.get(`${number} ${file}`), headers, course);
        const record = ledger.recordOf(file, number);
        const to = targetsOf(record?.to ?? [], places);
        const isLost = record?.verdict === 'converted' && to.length === 0;
        const verdict: LineVerdict = isLost ? 'without-effect' : (record?.verdict ?? 'without-effect');
        account.push({ file, line: number, verdict, to, note: record?.notes.join(' ') ?? '' });
      });
    });
  }
  return account;
}

function targetsOf(
  lines: readonly OutputLine[],
  places: ReadonlyMap<OutputLine, PlaceOfLine>,
): readonly PlaceOfLine[] {
  return lines.flatMap(line => places.get(line) ?? []);
}

function judge(
  line: ConfigLine,
  at: { readonly place: SectionPlace; readonly line: number },
  entry: Entry | undefined,
  setting: Setting | undefined,
  headers: AssembledFiles['headers'],
  course: Course,
): void {
  const { ledger } = course;
  const record = (verdict: LineVerdict, note: string, to: readonly OutputLine[] = []): void =>
    ledger.record([at], verdict, note, to);
  switch (line.kind) {
    case 'comment':
      record('comment', '');
      break;
    case 'header': {
      const target = entry?.isAppend === true ? course.model.appendTarget(entry) : entry;
      const to = target === undefined ? [] : (headers.get(target.place.section) ?? []);
      const note = target === entry ? '' : 'The lines below are part of the section that it adds to.';
      if (to.length > 0) record('converted', note, to);
      else record('without-effect', headerNote(entry, course));
      break;
    }
    case 'option':
      if (setting === undefined || entry === undefined)
        record('without-effect', 'The server never reaches this line, or the line belongs to no section.');
      else judgeOption(setting, record, course);
      break;
    case 'stray':
      record('without-effect', 'The line has no equal sign.');
      break;
    case 'long':
      record('without-effect', 'The line is longer than the server reads.');
      break;
    default:
      record('without-effect', 'The server does not understand this line.');
  }
}

function judgeOption(
  setting: Setting,
  record: (verdict: LineVerdict, note: string) => void,
  { ledger, model, devices }: Course,
): void {
  const { verdict, note, difference } = leftover(setting, setting.entry, model, devices);
  record(verdict, note);
  if (difference === undefined) return;
  const device = setting.entry.key === 'general' ? null : setting.entry.header.name;
  ledger.differs(device, difference.what, difference.why, difference.todo, [setting]);
}

function headerNote(entry: Entry | undefined, { model, devices }: Course): string {
  if (entry === undefined || entry.isLost) return 'The server never reaches this section.';
  if (entry.isAppend) return 'Its lines are listed with those of the section that it adds to.';
  if (entry.isTemplate) return 'Nothing inherits from this template, or it sets nothing itself.';
  const device = devices.find(({ key }) => key === entry.key);
  if (device !== undefined) return 'Its lines are listed with those of the last section with this name.';
  return model.device(entry.key) === undefined
    ? 'chan_sip does not create a device from this section.'
    : 'chan_sip drops this device because of one of its lines.';
}

/** Option lines in force, by line number and file. */
function settingsByLine({ model }: Course): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  for (const entry of model.reading.entries) {
    if (entry.isLost) continue;
    // Copied lines are listed where they are written.
    const isAddedTo = model.appendedTo(entry).length > 0;
    for (const setting of isAddedTo ? model.settingsOf(entry) : model.ownSettingsOf(entry)) {
      const key = `${model.lineOf(setting)} ${setting.place.file}`;
      if (!found.has(key)) found.set(key, setting);
    }
  }
  return found;
}
