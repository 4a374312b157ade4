import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import {
  allItems,
  existsIn,
  isSince,
  itemFacts,
  itemsOf,
  sectionFacts,
  type Version,
} from '../../facts/facts.ts';
import { atKey, type Fix, type LineRule, type LineSubject, type Place, replacing } from '../rule.ts';

export const unknownKey: LineRule = {
  code: 'flexisip-conf/unknown-key',
  severity: 'error',
  family: 'keys',
  title: 'Key that the server does not know in this section',
  why: 'The server does not start with a key that no module reads. It logs all such keys, each with a suggested name, and stops.',
  fix: 'Correct the spelling, move the key to its section, or remove the line.',
  bad: '[module::Registrar]\nreg-domain=example.org\n',
  good: '[module::Registrar]\nreg-domains=example.org\n',
  on: 'line',
  kinds: ['entry'],
  check(subject) {
    const { statement } = subject.source;
    const name = subject.section.header?.name;
    if (statement.kind !== 'entry' || statement.ignored || name === undefined) return undefined;
    const section = sectionFacts(name);
    if (section === undefined || !existsIn(section, subject.version)) return undefined;
    const item = itemFacts(name, statement.key);
    if (item !== undefined && existsIn(item, subject.version)) return undefined;
    const at = atKey({ ...subject, entry: statement });
    const why = 'The server refuses it and does not start.';
    const { what, todo, fixes } = explained(subject, at, name, statement.key);
    return [{ ...at, message: message(what, why, todo), ...(fixes.length === 0 ? {} : { fixes }) }];
  },
};

function explained({ version, source }: LineSubject, at: Place, section: string, key: string): Explained {
  const sign = /^(;|\/\/|#)/.exec(key)?.[0];
  if (sign !== undefined) {
    const comment = replacing(
      'Turn the line into a comment',
      { ...at, start: 0, end: at.start + sign.length },
      '#',
      true,
    );
    return {
      what:
        sign === '#'
          ? 'There is a tab before this comment, so the line is not a comment: it sets a key.'
          : `\`${sign}\` does not start a comment: the line sets the key "${key}".`,
      todo: 'Start a comment with `#`, with nothing but spaces before it.',
      fixes: source.statement.kind === 'entry' ? [comment] : [],
    };
  }
  const item = itemFacts(section, key);
  return item === undefined
    ? outOfPlace(at, section, key, version)
    : ofOtherRelease(item, at, section, version);
}

interface Explained {
  readonly what: string;
  readonly todo: string;
  readonly fixes: Fix[];
}

/** A key that an earlier or later release knows. */
function ofOtherRelease(
  item: NonNullable<ReturnType<typeof itemFacts>>,
  at: Place,
  section: string,
  version: Version,
): Explained {
  const isGone = item.removed !== null && isSince(version, item.removed);
  const replacement = item.deprecated?.replacement ?? undefined;
  const fits =
    replacement !== undefined && item.deprecated?.renamed === true && knows(section, replacement, version);
  return {
    what: isGone
      ? `"${item.key}" was removed in Flexisip ${item.removed}.`
      : `"${item.key}" does not exist yet in Flexisip ${version.label}: it was added ${item.since === null ? 'after the latest release' : `in ${item.since}`}.`,
    todo: isGone && replacement !== undefined ? `Use "${replacement}" instead.` : 'Remove the line.',
    fixes: isGone && fits ? [replacing(`Change to "${replacement}"`, at, replacement, true)] : [],
  };
}

/** A key that no release knows here: misspelled, or a key of another section. */
function outOfPlace(at: Place, section: string, key: string, version: Version): Explained {
  // A plural or a singular of a key of this section is a better guess than another section.
  const twin = [`${key}s`, key.replace(/s$/, '')].find(
    name => name.toLowerCase() !== key.toLowerCase() && knows(section, name.toLowerCase(), version),
  );
  if (twin !== undefined)
    return {
      what: `"${key}" is not a key of [${section}].`,
      todo: `Did you mean "${twin}"?`,
      fixes: [replacing(`Change to "${twin}"`, at, twin)],
    };
  // The same name in another section is a better guess than a similar name in this one.
  const homes = homesOf(key, version);
  if (homes.length > 0 && homes.length <= 3) {
    const places = homes.map(home => `[${home}]`).join(' or ');
    return { what: `"${key}" is not a key of [${section}].`, todo: `It belongs to ${places}.`, fixes: [] };
  }
  const near = nearest(
    key,
    itemsOf(section, version).map(candidate => candidate.key),
  );
  return {
    what: `"${key}" is not a key of [${section}].`,
    todo: near === undefined ? 'Remove the line, or look up the correct name.' : `Did you mean "${near}"?`,
    fixes: near === undefined ? [] : [replacing(`Change to "${near}"`, at, near)],
  };
}

function knows(section: string, key: string, version: Version): boolean {
  const item = itemFacts(section, key);
  return item !== undefined && existsIn(item, version);
}

/** The sections that have this key. */
function homesOf(key: string, version: Version): string[] {
  const lower = key.toLowerCase();
  return allItems()
    .filter(item => item.key === lower && existsIn(item, version))
    .map(item => item.section);
}
