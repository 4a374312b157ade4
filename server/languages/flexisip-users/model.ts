import { effective, list, modelOf, written } from '../flexisip/model.ts';
import { parseFlexisip } from '../flexisip/parser.ts';
import type { LanguageSettings, Project } from '../language.ts';
import { statementAt, type UserEntry, type UserStatement, type UsersTree } from './parser.ts';

/** What the flexisip.conf beside the file says about its users. */
export interface UsersConfiguration {
  /** The words of `auth-domains`. */
  readonly domains: readonly string[];
  /** A realm that is the same for all, when one is set. */
  readonly fixedRealm: string | undefined;
  readonly algorithms: readonly string[];
}

export interface UsersModel {
  readonly uri: string;
  readonly tree: UsersTree;
  readonly statements: readonly UserStatement[];
  /** Undefined when there is no flexisip.conf beside the file. */
  readonly configuration: UsersConfiguration | undefined;
  readonly settings: LanguageSettings;
}

export function buildUsersModel(
  project: Project<UsersTree>,
  settings: LanguageSettings,
  previous: UsersModel | undefined,
): UsersModel {
  const tree = project.trees.get(project.root) ?? { lines: [] };
  const text = project.companions.get('flexisip.conf') ?? undefined;
  return {
    uri: project.root,
    tree,
    statements:
      previous?.tree === tree ? previous.statements : tree.lines.map((_, line) => statementAt(tree, line)),
    configuration: text === undefined ? undefined : configurationOf(text, settings),
    settings,
  };
}

/** Users by identity and user id; a later line replaces an earlier one with the same key. */
export function usersOf(model: UsersModel): Map<string, { entry: UserEntry; line: number }> {
  const users = new Map<string, { entry: UserEntry; line: number }>();
  model.statements.forEach((entry, line) => {
    if (entry.kind === 'user') users.set(userKey(entry), { entry, line });
  });
  return users;
}

/** The key of the server: user, domain and user id, which is the user when the line gives none. */
export function userKey(entry: UserEntry): string {
  const user = entry.user?.text ?? '';
  return `${user}@${entry.domain.text} ${entry.userId?.text ?? user}`;
}

let lastConfiguration: { readonly text: string; readonly value: UsersConfiguration } | undefined;

function configurationOf(text: string, settings: LanguageSettings): UsersConfiguration {
  if (lastConfiguration?.text === text) return lastConfiguration.value;
  const section = 'module::Authentication';
  const model = modelOf('flexisip.conf', parseFlexisip(text), settings);
  const realm = written(model, section, 'realm')?.entry.value ?? '';
  const value: UsersConfiguration = {
    domains: list(model, section, 'auth-domains').map(word => word.text),
    fixedRealm: realm === '' || realm.startsWith('regex:') ? undefined : realm,
    algorithms: effective(model, section, 'available-algorithms').value.split(/[ ,]+/).filter(Boolean),
  };
  lastConfiguration = { text, value };
  return value;
}
