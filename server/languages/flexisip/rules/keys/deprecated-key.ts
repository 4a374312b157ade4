import { message } from '../../../../rules/rule.ts';
import { type Deprecation, isSince, releaseOf } from '../../facts/facts.ts';
import { perSetting } from '../../model/groups.ts';
import { type DatedSetting, modernForms } from '../deprecations.ts';
import { atKey, type FileRule, type Finding, type Fix, type FixEdit } from '../rule.ts';

export const deprecatedKey: FileRule = {
  code: 'flexisip-conf/deprecated-key',
  severity: 'warning',
  family: 'keys',
  title: 'Key that the server warns about',
  why: 'The server logs a warning and still uses the value, if the key has any effect. A later release refuses the key.',
  fix: 'Use the key that replaces it, or remove the line.',
  bad: '[module::Authentication]\ndatasource=/etc/flexisip/users.txt\n',
  good: '[module::Authentication]\nfile-path=/etc/flexisip/users.txt\n',
  on: 'file',
  *check(model) {
    const subjects = deprecatedSettings(model);
    if (subjects.length <= MOST_SINGLE) yield* subjects.map(single);
    else yield* joined(subjects);
  },
};

interface Deprecated {
  readonly subject: DatedSetting;
  readonly deprecated: Deprecation;
  readonly forms: readonly Fix[];
}

const deprecatedSettings = perSetting((setting, version): Deprecated | undefined => {
  const { deprecated } = setting.item;
  if (deprecated === null || !isSince(version, deprecated.firstTag)) return undefined;
  const subject = { ...setting, version };
  return { subject, deprecated, forms: modernForms(subject) };
});

/** A file of an older release has dozens of them: more than this number become one finding. */
const MOST_SINGLE = 5;

function single({ subject, deprecated, forms }: Deprecated): Finding {
  const { item, version } = subject;
  const { since, replacement } = deprecated;
  const gone = item.removed === null ? '' : ` It was removed in ${item.removed}.`;
  const idle =
    item.idleSince !== undefined && isSince(version, item.idleSince)
      ? `It has had no effect since ${releaseOf(item.idleSince)}, and the server`
      : 'The server';
  return {
    ...atKey(subject),
    message: message(
      `"${item.key}" is deprecated${since === null ? '' : ` since ${since}`}.`,
      `${idle} logs a warning at every start.${gone}`,
      replacement === null ? 'Remove the line.' : `Use ${quoted(replacement)}.`,
    ),
    tag: 'deprecated',
    fixes: forms,
  };
}

/** One finding at the first key, with the others as related places and one fix for all that can be rewritten. */
function* joined([first, ...others]: readonly Deprecated[]): Generator<Finding> {
  if (first === undefined) return;
  const all = [first, ...others];
  const names = all.slice(0, MOST_SINGLE).map(({ subject }) => `"${subject.item.key}"`);
  const edits: FixEdit[] = [];
  const touched = new Set<string>();
  for (const { forms } of all) {
    const own = forms[0]?.edits ?? [];
    const lines = own.map(({ sectionIndex, line }) => `${sectionIndex}:${line}`);
    if (lines.some(line => touched.has(line))) continue;
    for (const line of lines) touched.add(line);
    for (const edit of own) edits.push(edit);
  }
  yield {
    ...atKey(first.subject),
    message: message(
      `${all.length} keys of this file are deprecated: ${names.join(', ')} and ${all.length - names.length} more.`,
      'The server logs a warning for each of them at every start, and later releases refuse some of them.',
      'Use the keys that replace them, or remove the lines; hover over a key to see its replacement.',
    ),
    tag: 'deprecated',
    related: others.map(({ subject }) => ({ ...atKey(subject), message: `"${subject.item.key}"` })),
    fixes: edits.length === 0 ? [] : [{ title: 'Rewrite or remove the deprecated keys', edits }],
  };
}

function quoted(replacement: string): string {
  return /^[\w:/-]+$/.test(replacement) ? `"${replacement}"` : replacement;
}
