import type { AsteriskConf } from '../../config/conf.ts';
import type { Entry, Setting } from '../../config/entry.ts';
import { isPlainOption, type OptionLine } from '../../config/line.ts';
import { type SectionKind, SectionKinds } from '../../config/sectionKinds.ts';
import { maySkipType } from './building.ts';
import { lastOf, type PjsipObject, type Reference } from './object.ts';

/**
 * The endpoints, auths and aors of phones by kind. Those of one kind differ only in what is individual: their names, where they
 * refer to each other, user names and passwords. The server makes the same of them, so the first one stands for the others.
 */
export class ObjectKinds {
  private readonly sections: SectionKinds<PjsipObject>;

  constructor(private readonly conf: AsteriskConf) {
    this.sections = new SectionKinds(conf, areAlike);
  }

  /** The kind of the object of a section, known once an object stands for the others; undefined for what is unusual. */
  of(entry: Entry): SectionKind<PjsipObject> | undefined {
    const { name } = entry.header;
    if (!isWord(name) || maySkipType(name) || this.conf.appendedTo(entry).length > 0) return undefined;
    return this.sections.of(entry);
  }
}

/** True for an object whose lines are fine, and that can stand for others of its kind. */
export function standsForOthers(object: PjsipObject): boolean {
  const { type, name, entry, settings, loss, isFaulty, isWhole } = object;
  if (loss !== undefined || isFaulty || !isWhole) return false;
  if (type === 'auth' || type === 'aor') return true;
  if (type !== 'endpoint') return false;
  // A phone that needs a password and registers under its name alone. What applies to others also depends on names.
  const aors = lastOf(settings, 'aors');
  return lastOf(settings, 'auth')?.entry === entry && aors?.entry === entry && aors.value === name;
}

/** An object of the same kind as another one. Its lines are listed when they are asked for. */
export class LikeObject implements PjsipObject {
  readonly references: readonly Reference[];
  readonly isMade = false;
  private listed: readonly Setting[] | undefined;

  constructor(
    readonly like: PjsipObject,
    readonly entry: Entry,
    private readonly conf: AsteriskConf,
  ) {
    this.references =
      like.references.length === 0
        ? like.references
        : like.references.map(reference => referenceLike(reference, like.entry, entry));
  }

  get type(): string {
    return this.like.type;
  }

  get name(): string {
    return this.entry.header.name;
  }

  get loss(): undefined {
    return undefined;
  }

  get isFaulty(): boolean {
    return false;
  }

  get isWhole(): boolean {
    return true;
  }

  get hasSeveralTypes(): boolean {
    return this.like.hasSeveralTypes;
  }

  get settings(): readonly Setting[] {
    const { conf, entry } = this;
    this.listed ??= conf.listOf(conf.linesOver(conf.copiedBy(entry), entry));
    return this.listed;
  }
}

/** The reference in the same line of another section; what both copy from a template stays. */
function referenceLike(reference: Reference, from: Entry, entry: Entry): Reference {
  const { type, name, start, setting } = reference;
  const { place } = entry;
  const option = place.section.lines[setting.line];
  if (setting.entry !== from || option?.kind !== 'option') return reference;
  const own: Setting = { place, line: setting.line, option, value: option.value, entry };
  return { type, name: name === setting.value ? own.value : name, start, setting: own };
}

function areAlike(
  line: OptionLine,
  { header }: Entry,
  other: OptionLine,
  { header: otherHeader }: Entry,
): boolean {
  switch (line.key) {
    case 'aors': {
      const isOwn = line.value === header.name;
      if (isOwn !== (other.value === otherHeader.name)) return false;
      return isOwn ? arePlain(line, other) : line.text === other.text;
    }
    case 'auth':
      return arePlain(line, other) && isWord(line.value) && isWord(other.value);
    case 'md5_cred':
      return arePlain(line, other) && isHash(line.value) && isHash(other.value);
    default:
      if (line.text === other.text) return true;
      return individual.has(line.key) && arePlain(line, other) && line.value !== '' && other.value !== '';
  }
}

/** Options with any text, of which rules that are not about individual objects ask at most whether it is empty. */
const individual: ReadonlySet<string> = new Set([
  'username',
  'password',
  'callerid',
  'mailboxes',
  'accountcode',
  'voicemail_extension',
]);

/** Neither line has anything that the rules about single lines look for. */
function arePlain(line: OptionLine, other: OptionLine): boolean {
  return line.name === other.name && isPlainOption(line) && isPlainOption(other);
}

/** A name without anything that has a meaning in a list or in a value. */
function isWord(text: string): boolean {
  return /^[\w.@+-]+$/.test(text);
}

function isHash(text: string): boolean {
  return /^[\da-f]{32}$/.test(text);
}
