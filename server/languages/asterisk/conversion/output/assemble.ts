import { appendAll } from '../../../../text/longLists.ts';
import type { ConvertedFile, PlaceOfLine } from '../../../conversion.ts';
import type { Entry, SectionPlace } from '../../config/entry.ts';
import type { DirectiveLine } from '../../config/line.ts';
import type { Section } from '../../config/parser.ts';
import type { Course } from '../course.ts';
import type { Block } from './objects.ts';
import { changedPath, changedRoot } from './paths.ts';
import { type OutputLine, plainLine } from './text.ts';
import { weaveComments } from './weave.ts';

/** What replaces a section. */
export interface SectionOutput {
  readonly blocks: readonly Block[];
}

/** The files, and the position of each of their lines. */
export interface AssembledFiles {
  readonly files: readonly ConvertedFile[];
  readonly places: ReadonlyMap<OutputLine, PlaceOfLine>;
  /** The header lines of what replaces a section. */
  readonly headers: ReadonlyMap<Section, readonly OutputLine[]>;
}

/**
 * Puts the sections where they were: file by file, with comments and include lines in their places. `last` comes at the end of the
 * root.
 */
export function assemble(
  course: Course,
  general: readonly Block[],
  sections: ReadonlyMap<Section, SectionOutput>,
  last: readonly Block[],
): AssembledFiles {
  return new Assembly(course, general, sections).assembled(last);
}

/** An output file under construction. */
interface Draft {
  readonly source: string;
  readonly uri: string;
  readonly lines: OutputLine[];
}

class Assembly {
  private readonly course: Course;
  private readonly general: readonly Block[];
  private readonly sections: ReadonlyMap<Section, SectionOutput>;
  private readonly drafts: Draft[] = [];
  private readonly headers = new Map<Section, readonly OutputLine[]>();
  private readonly targets = new Map<string, string>();
  private readonly generalEntry: Entry | undefined;
  private readonly comesFirst: boolean;

  constructor(course: Course, general: readonly Block[], sections: ReadonlyMap<Section, SectionOutput>) {
    this.course = course;
    this.general = general;
    this.sections = sections;
    const { model } = course;
    this.generalEntry = model.general.entry;
    const first = model.reading.entries.find(({ place }) => sections.has(place.section));
    // What devices inherit from must be above them.
    this.comesFirst =
      this.generalEntry === undefined || (first !== undefined && first.ordinal < this.generalEntry.ordinal);
  }

  assembled(last: readonly Block[]): AssembledFiles {
    const { project } = this.course.model;
    this.targets.set(project.root, changedRoot(project.root));
    const draft = this.begin(project.root);
    if (this.comesFirst) this.writeBlocks(this.general, draft);
    this.writeFile(project.root, draft);
    this.writeBlocks(last, draft);
    const places = new Map<OutputLine, PlaceOfLine>();
    const files = this.drafts.map(({ source, uri, lines: all }) => {
      const lines = all.filter(({ isNeeded }) => isNeeded !== false);
      for (const [index, line] of lines.entries()) places.set(line, { file: uri, line: index });
      return { source, file: uri, text: lines.map(({ text }) => `${text}\n`).join('') };
    });
    return { files, places, headers: this.headers };
  }

  private begin(file: string): Draft {
    const draft: Draft = { source: file, uri: this.targets.get(file) ?? file, lines: [] };
    this.drafts.push(draft);
    return draft;
  }

  private writeFile(file: string, draft: Draft): void {
    const { model, ledger } = this.course;
    const tree = model.project.trees.get(file);
    const entries = model.reading.byFile.get(file);
    let pending: readonly OutputLine[] = [];
    tree?.sections.forEach((section, index) => {
      const entry = entries?.[index];
      const place: SectionPlace = entry?.place ?? { file, section, index };
      const blocks = entry === undefined ? [] : this.blocksOf(entry);
      const lines = blocks.flatMap(block => [...block.lines]);
      const { before, rest } = weaveComments(place, lines, ledger);
      if (blocks.length === 0) pending = [...pending, ...rest];
      else {
        if (pending.length > 0) separate(draft);
        appendAll(draft.lines, pending);
        this.writeBlocks(blocks, draft, before, pending.length > 0);
        pending = rest;
      }
      if (entry !== undefined)
        this.headers.set(
          section,
          blocks.flatMap(block => block.lines.find(({ text }) => text.startsWith('[')) ?? []),
        );
      if (section.hasDirectives) {
        const isFollowed = this.writeDirectives(place, draft, pending);
        if (isFollowed) pending = [];
      }
    });
    if (pending.length > 0) {
      separate(draft);
      appendAll(draft.lines, pending);
    }
  }

  private blocksOf(entry: Entry): readonly Block[] {
    if (entry.place.section === this.generalEntry?.place.section) return this.comesFirst ? [] : this.general;
    return this.sections.get(entry.place.section)?.blocks ?? [];
  }

  private writeBlocks(
    blocks: readonly Block[],
    draft: Draft,
    before: ReadonlyMap<OutputLine, readonly OutputLine[]> = new Map(),
    isHeaded = false,
  ): void {
    const { ledger } = this.course;
    blocks.forEach((block, index) => {
      if (block.lines.length > 0 && (index > 0 || !isHeaded)) separate(draft);
      for (const line of block.lines) {
        appendAll(draft.lines, [...(before.get(line) ?? []), line]);
        if (line.from.length > 0) ledger.converted(line.from, [line], line.note ?? '');
      }
      for (const { from, verdict, note, to } of block.covered) ledger.record(from, verdict, note, to);
    });
  }

  /** True when something was written. */
  private writeDirectives(place: SectionPlace, draft: Draft, pending: readonly OutputLine[]): boolean {
    let isFirst = true;
    place.section.lines.forEach((line, index) => {
      if (line.kind !== 'directive') return;
      const written = this.directive(line, place, index);
      if (written === undefined) return;
      if (isFirst) {
        separate(draft);
        appendAll(draft.lines, pending);
      }
      isFirst = false;
      draft.lines.push(written);
      this.course.ledger.record([{ place, line: index }], 'converted', '', [written]);
    });
    return !isFirst;
  }

  private directive(line: DirectiveLine, place: SectionPlace, index: number): OutputLine | undefined {
    const { model, ledger } = this.course;
    const at = [{ place, line: index }];
    const { argument, word } = line;
    if (word === 'exec') {
      const note =
        'The output of the command is unknown. Change the command so that it writes pjsip.conf sections, and add the line again.';
      ledger.record(at, 'no-counterpart', note);
      ledger.differs(
        null,
        'The output of a command in sip.conf is missing.',
        'The command of an #exec line was not run, so its output is unknown.',
        'Change the command so that it writes pjsip.conf sections, and add the line to pjsip.conf.',
        at,
      );
      return undefined;
    }
    if ((word !== 'include' && word !== 'tryinclude') || argument === undefined) {
      ledger.record(at, 'without-effect', 'The server does not understand this line.');
      return undefined;
    }
    const { path, changed } = changedPath(argument);
    const files = model.project.resolve(place.file, argument);
    const news = (files ?? []).filter(file => !this.targets.has(file));
    if (files !== undefined && files.length > 0 && news.length === 0) {
      ledger.record(at, 'without-effect', 'The files are already included.');
      return undefined;
    }
    for (const file of news) this.targets.set(file, changed(file));
    for (const file of news) this.writeFile(file, this.begin(file));
    if (files === undefined || files.length === 0) {
      const what = files === undefined ? 'It was not read' : 'It does not exist';
      if (files === undefined || word === 'include')
        ledger.differs(
          null,
          'An included file was not converted.',
          `${what}, so its content is unknown.`,
          'Run the conversion again where the file can be read.',
          at,
        );
      return plainLine(`#tryinclude "${path}"`);
    }
    return plainLine(`#${word} "${path}"`);
  }
}

function separate({ lines }: Draft): void {
  if (lines.length > 0 && lines.at(-1)?.text !== '') lines.push(plainLine(''));
}
