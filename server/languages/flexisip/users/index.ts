import type { Language } from '../../language.ts';
import { flexisipVersions } from '../facts/serverVersions.ts';
import { checkUsers } from './check/check.ts';
import { everyRule } from './check/rules.ts';
import { usersActionsOf } from './features/actions.ts';
import { completeUsersAt } from './features/completion.ts';
import { digestSettingsOf } from './features/digestSettings.ts';
import { usersHoverAt } from './features/hover.ts';
import { inventoryOf } from './features/inventory.ts';
import { usersSymbolsOf } from './features/symbols.ts';
import { usersTokensOf } from './features/tokens.ts';
import { buildUsersModel, type UsersModel } from './model/model.ts';
import { editUsers, parseUsers, printUsers, type UsersTree } from './reading/parser.ts';
import { usersBounds } from './reading/usersBounds.ts';

/** The file of users and passwords that Flexisip's Authentication module reads. */
export const flexisipUsers: Language<UsersTree, UsersModel> = {
  id: 'flexisip-users',
  title: 'Flexisip users',
  versions: flexisipVersions,
  rules: everyRule,
  commentPrefixes: ['#'],
  recognizes: (name, head) => isUsersName(name) || isUsersHead(head),
  parse: parseUsers,
  edit: editUsers,
  print: printUsers,
  bounds: usersBounds,
  lineOf: (tree, line) => tree.lines[line]?.text,
  includes: () => [],
  includeBases: [],
  companions: ['flexisip.conf'],
  triggers: { completion: ['@', ' '] },
  model: (project, settings, previous) => buildUsersModel(project, settings, previous),
  digestSettings: digestSettingsOf,
  check: view => checkUsers(view.model),
  hover: usersHoverAt,
  complete: completeUsersAt,
  inventory: inventoryOf,
  symbols: usersSymbolsOf,
  tokens: usersTokensOf,
  actions: usersActionsOf,
};

/** Usual names of the file; Asterisk has its own users.conf. */
function isUsersName(name: string): boolean {
  return !/\.conf$/i.test(name) && /^(flexisip[._-])?(users?|userdb|passwd)([._-][\w.-]*)?$/i.test(name);
}

/** The first line has the version, or a line has a user and a password, in case the version is missing. */
function isUsersHead(head: string): boolean {
  return (
    /^\ufeff?version:\d[ \t]*(\r?\n|$)/i.test(head) ||
    /^[^\s#@]+@\S+[ \t]+(clrtxt|md5|sha256):\S/im.test(head)
  );
}
