import type { LanguageSettings, Project } from '../../../project.ts';
import { versionIn } from '../../../serverVersions.ts';
import { flexisipVersions } from '../../facts/serverVersions.ts';
import { effective, list, modelOf, written } from '../../model/model.ts';
import { parseFlexisip } from '../../reading/parser.ts';
import { statementAt, type UserEntry, type UserStatement, type UsersTree } from '../reading/parser.ts';

/** The settings for users in the flexisip.conf next to the file. */
export interface UsersConfiguration {
  /** The words of `auth-domains`. */
  readonly domains: readonly string[];
  /** The realm of all users, if one is set. */
  readonly fixedRealm: string | undefined;
  readonly algorithms: readonly string[];
}

export interface UsersModel {
  readonly uri: string;
  readonly tree: UsersTree;
  readonly statements: readonly UserStatement[];
  readonly memory: UsersMemory;
  /** Undefined if there is no flexisip.conf next to the file. */
  readonly configuration: UsersConfiguration | undefined;
  readonly settings: LanguageSettings;
}

/** What is known from earlier models of the same file; passed on and updated, so that a keystroke costs little. */
export interface UsersMemory {
  tree: UsersTree;
  statements: readonly UserStatement[];
  /** How many lines each key has. */
  readonly counts: Map<string, number>;
  /** How many keys have more than one line. */
  repeated: number;
  /** The flexisip.conf next to it, as it was last read. */
  companion?: {
    readonly text: string;
    readonly version: string;
    readonly configuration: UsersConfiguration;
  };
}

export function buildUsersModel(
  project: Project<UsersTree>,
  settings: LanguageSettings,
  previous: UsersModel | undefined,
): UsersModel {
  const tree = project.trees.get(project.root) ?? { lines: [] };
  const text = project.companions.get('flexisip.conf') ?? undefined;
  const memory: UsersMemory = previous?.memory ?? {
    tree: { lines: [] },
    statements: [],
    counts: new Map(),
    repeated: 0,
  };
  update(memory, tree);
  return {
    uri: project.root,
    tree,
    statements: memory.statements,
    memory,
    configuration: configurationOf(memory, text, settings),
    settings,
  };
}

/** The range in which two lists of lines differ: the lines before and after it are the same objects. */
export function changedStretch<Item>(
  before: readonly Item[],
  after: readonly Item[],
): { start: number; end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { start, end };
}

/**
 * Reads the changed lines, the following ones that a comment above may include, and the line before, which may be such
 * a comment.
 */
function update(memory: UsersMemory, tree: UsersTree): void {
  if (memory.tree === tree) return;
  const old = memory.statements;
  const stretch = changedStretch(memory.tree.lines, tree.lines);
  // The meaning of a line that starts with a space depends on the comment above it, and the first line is special.
  let { end } = stretch;
  if (end > 0 && end === Math.min(old.length, tree.lines.length)) end--;
  while (end > 0 && /^[ \t]/.test(tree.lines[tree.lines.length - end]?.text ?? '')) end--;
  const start = stretch.start <= 2 ? 0 : stretch.start - 1;
  const middle: UserStatement[] = [];
  for (let line = start; line < tree.lines.length - end; line++) middle.push(statementAt(tree, line));
  for (const statement of old.slice(start, old.length - end)) count(memory, statement, -1);
  for (const statement of middle) count(memory, statement, 1);
  memory.statements = [...old.slice(0, start), ...middle, ...old.slice(old.length - end)];
  memory.tree = tree;
}

function count(memory: UsersMemory, statement: UserStatement, change: 1 | -1): void {
  if (statement.kind !== 'user') return;
  const key = userKey(statement);
  const before = memory.counts.get(key) ?? 0;
  const after = before + change;
  if (after > 0) memory.counts.set(key, after);
  else memory.counts.delete(key);
  if (before === 1 && after === 2) memory.repeated++;
  if (before === 2 && after === 1) memory.repeated--;
}

/** Users by identity and user ID; a later line replaces an earlier one with the same key. */
export function usersOf(model: UsersModel): Map<string, { entry: UserEntry; line: number }> {
  const users = new Map<string, { entry: UserEntry; line: number }>();
  model.statements.forEach((entry, line) => {
    if (entry.kind === 'user') users.set(userKey(entry), { entry, line });
  });
  return users;
}

/** The key of the server: user, domain and user ID, which defaults to the user. */
export function userKey(entry: UserEntry): string {
  let key = userKeys.get(entry);
  if (key === undefined) {
    const user = entry.user?.text ?? '';
    key = `${user}@${entry.domain.text} ${entry.userId?.text ?? user}`;
    userKeys.set(entry, key);
  }
  return key;
}

const userKeys = new WeakMap<UserEntry, string>();

/** The settings of flexisip.conf, remembered until its text or the selected version changes. */
function configurationOf(
  memory: UsersMemory,
  text: string | undefined,
  settings: LanguageSettings,
): UsersConfiguration | undefined {
  if (text === undefined) return undefined;
  const version = versionIn(settings, flexisipVersions);
  const { companion } = memory;
  if (companion?.text === text && companion.version === version) return companion.configuration;
  const configuration = readConfiguration(text, settings);
  memory.companion = { text, version, configuration };
  return configuration;
}

function readConfiguration(text: string, settings: LanguageSettings): UsersConfiguration {
  const section = 'module::Authentication';
  const model = modelOf('flexisip.conf', parseFlexisip(text), settings);
  const realm = written(model, section, 'realm')?.entry.value ?? '';
  return {
    domains: list(model, section, 'auth-domains').map(word => word.text),
    fixedRealm: realm === '' || realm.startsWith('regex:') ? undefined : realm,
    algorithms: effective(model, section, 'available-algorithms').value.split(/[ ,]+/).filter(Boolean),
  };
}
