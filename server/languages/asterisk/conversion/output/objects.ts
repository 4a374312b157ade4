import { appendAll } from '../../../../text/longLists.ts';
import type { LineVerdict } from '../../../conversion.ts';
import type { Setting } from '../../config/entry.ts';
import { existsIn, optionFacts, type Release } from '../../pjsip-conf/facts/facts.ts';
import { isDefault, listOf, obstacleOf, type Wanted } from '../wanted.ts';
import { escaped, type OutputLine, optionLine, plainLine } from './text.ts';

/** A template of the output, from which objects of its type inherit. */
export interface Template {
  readonly name: string;
  readonly type: string;
  readonly block: Block;
  /** Everything that an object inherits from it, in order. */
  readonly options: readonly TemplateOption[];
  readonly parents: readonly Template[];
  /** Set when an object inherits from it: unneeded templates are not written. */
  isUsed: boolean;
}

interface TemplateOption {
  readonly name: string;
  readonly value: string;
  readonly line: OutputLine;
  /** An ignore comment above the line, left out until an object inherits what it is about. */
  readonly comment?: OutputLine;
}

/** A section of the output, with the notes about lines that need no line in it. */
export interface Block {
  readonly lines: readonly OutputLine[];
  readonly covered: readonly Covered[];
}

export interface Covered {
  readonly from: readonly Setting[];
  readonly verdict: LineVerdict;
  readonly note: string;
  readonly to: readonly OutputLine[];
}

/** An object to write. */
export interface PlannedObject {
  readonly type: string;
  readonly name: string;
  readonly wanted: readonly Wanted[];
  /** Lists of templates, the preferred one first; without any, everything is written out. */
  readonly parents: readonly (readonly Template[])[];
  readonly release: Release;
}

/**
 * Writes an object with as few lines as possible: options that its templates already set are left out. Where a template sets
 * something that the object must not have, the next list of templates is used.
 */
export function writeObject(object: PlannedObject): Block {
  const { type, name, release } = object;
  const { possible, covered } = sorted(object);
  const parents = parentsFor(object, possible);
  for (const parent of parents) use(parent);
  const inherited = parents.flatMap(({ options }) => options);
  const { lines, ...rest } = linesOf(type, possible, inherited, release);
  if (isHalfway(possible)) {
    const comment = inherited.findLast(({ name: option }) => option === 'rewrite_contact')?.comment;
    const isOwn = lines.some(({ text }) => text.startsWith('rewrite_contact='));
    if (comment !== undefined && !isOwn) comment.isNeeded = true;
  }
  const header = `[${escaped(name)}]${parents.length === 0 ? '' : `(${parents.map(parent => escaped(parent.name)).join(',')})`}`;
  const typeLine = parents.length === 0 ? [plainLine(`type=${type}`)] : [];
  return { lines: [plainLine(header), ...typeLine, ...lines], covered: [...covered, ...rest.covered] };
}

/** Writes a template; `before` are the templates that objects inherit before it, so a default may have to be written. */
export function writeTemplate(object: PlannedObject, before: readonly Template[]): Template {
  const { type, name, release } = object;
  const { possible, covered } = sorted(object);
  const parents = parentsFor(object, possible);
  const above = parents.flatMap(({ options }) => options);
  const base = before.flatMap(({ options }) => options).filter(option => listOf(option.name) === undefined);
  const { lines, options, ...rest } = linesOf(type, possible, [...base, ...above], release);
  for (const option of options)
    if (option.name === 'rewrite_contact' && option.comment !== undefined) option.comment.isNeeded = false;
  const words = ['!', ...parents.map(parent => escaped(parent.name))].join(',');
  const block: Block = {
    lines: [plainLine(`[${escaped(name)}](${words})`), plainLine(`type=${type}`), ...lines],
    covered: [...covered, ...rest.covered],
  };
  return { name, type, block, options: [...above, ...options], parents, isUsed: false };
}

/** Marks a template and everything that it inherits from as needed. */
export function use(template: Template): void {
  if (template.isUsed) return;
  template.isUsed = true;
  for (const parent of template.parents) use(parent);
}

/** The first list of templates that sets nothing the object must not have. */
function parentsFor(object: PlannedObject, possible: readonly Wanted[]): readonly Template[] {
  const isFit = (list: readonly Template[]): boolean =>
    list.length > 0 &&
    fits(
      possible,
      list.flatMap(({ options }) => options),
    );
  return object.parents.find(isFit) ?? [];
}

/** What the release accepts, and the notes about the rest. */
function sorted({ type, wanted, release }: PlannedObject): {
  readonly possible: readonly Wanted[];
  readonly covered: readonly Covered[];
} {
  const possible: Wanted[] = [];
  const covered: Covered[] = [];
  for (const option of wanted) {
    const obstacle = isCodecs(option) ? undefined : obstacleOf(type, option, release);
    if (obstacle === undefined) possible.push(option);
    else if (option.from.length > 0)
      covered.push({ from: option.from, verdict: 'no-counterpart', note: obstacle, to: [] });
  }
  return { possible, covered };
}

/** True when nothing inherited conflicts with what the object needs. */
function fits(wanted: readonly Wanted[], inherited: readonly TemplateOption[]): boolean {
  const names = new Set(wanted.map(option => option.name));
  for (const { name } of inherited) if (listOf(name) === undefined && !names.has(name)) return false;
  for (const list of listsIn(inherited)) {
    const all = wanted.filter(option => listOf(option.name) === list);
    const head = inherited.filter(option => listOf(option.name) === list);
    if (head.some((option, index) => !isSame(option, all[index]))) return false;
  }
  return true;
}

function listsIn(options: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(options.map(({ name }) => listOf(name)).filter(list => list !== undefined));
}

function isSame(
  a: { readonly name: string; readonly value: string },
  b: { readonly name: string; readonly value: string } | undefined,
): boolean {
  return b !== undefined && a.name === b.name && a.value === b.value;
}

function linesOf(
  type: string,
  wanted: readonly Wanted[],
  inherited: readonly TemplateOption[],
  release: Release,
): { readonly lines: OutputLine[]; readonly options: TemplateOption[]; readonly covered: Covered[] } {
  const lines: OutputLine[] = [];
  const options: TemplateOption[] = [];
  const covered: Covered[] = [];
  const inheritedOf = inheritedOptions(inherited);
  for (const option of wanted) {
    const { name, value, from, note } = option;
    const above = inheritedOf(option);
    if (above !== undefined && above.value === value) {
      const isShared = from.every(line => line.entry.key === 'general');
      const said = note ?? (isShared ? '' : 'A template already sets this.');
      if (from.length > 0) covered.push({ from, verdict: 'converted', note: said, to: [above.line] });
      continue;
    }
    if (above === undefined && isDefault(type, option)) {
      if (from.length > 0)
        covered.push({ from, verdict: 'default', note: note ?? `${name} is ${value} by default.`, to: [] });
      continue;
    }
    const line = optionLine(name, value, from, note);
    if (isCodecs(option)) {
      const cleared = optionLine('disallow', 'all', from);
      appendAll(lines, [cleared, ...(value === '' ? [] : [line])]);
      options.push({ name, value, line: value === '' ? cleared : line });
      continue;
    }
    const comment = ignoreComment(type, option, wanted, release);
    appendAll(lines, comment === undefined ? [line] : [comment, line]);
    options.push({ name, value, line, ...(comment === undefined ? {} : { comment }) });
  }
  return { lines, options, covered };
}

/** What the templates set for each option in turn; for a list, the line at the same position. */
function inheritedOptions(
  inherited: readonly TemplateOption[],
): (option: Wanted) => TemplateOption | undefined {
  const single = new Map<string, TemplateOption>();
  const lists = new Map<string, TemplateOption[]>();
  for (const option of inherited) {
    const list = listOf(option.name);
    if (list === undefined) single.set(option.name, option);
    else {
      const others = lists.get(list);
      if (others === undefined) lists.set(list, [option]);
      else others.push(option);
    }
  }
  const seen = new Map<string, number>();
  return ({ name }) => {
    const list = listOf(name);
    if (list === undefined) return single.get(name);
    const index = seen.get(list) ?? 0;
    seen.set(list, index + 1);
    return lists.get(list)?.[index];
  };
}

function isCodecs({ name }: Wanted): boolean {
  return name === 'allow';
}

/** Ignore comments for findings that the conversion itself would cause. `md5` works in every release; the newest prefer another word, which older ones do not know. */
function ignoreComment(
  type: string,
  { name, value }: Wanted,
  all: readonly Wanted[],
  release: Release,
): OutputLine | undefined {
  if (name === 'rewrite_contact' && isHalfway(all))
    return plainLine(
      '; sip-workbench-ignore pjsip-conf/incomplete-nat-settings: same audio settings as in sip.conf, which has no comedia here',
    );
  if (name === 'match_header' && all.some(other => other.name === 'match'))
    return plainLine(
      '; sip-workbench-ignore pjsip-conf/header-is-alternative: the address over UDP, or the same address over TCP',
    );
  const digest = optionFacts('auth', 'password_digest');
  if (type !== 'auth' || name !== 'auth_type' || value !== 'md5') return undefined;
  if (digest === undefined || !existsIn(digest, release)) return undefined;
  return plainLine('; sip-workbench-ignore pjsip-conf/deprecated-auth-type: md5 works in every release');
}

/** Signaling is sent back to where it came from, audio is not. */
function isHalfway(options: readonly Wanted[]): boolean {
  const has = (wanted: string, value: string): boolean =>
    options.some(option => option.name === wanted && option.value === value);
  return has('rewrite_contact', 'yes') && has('rtp_symmetric', 'no');
}
