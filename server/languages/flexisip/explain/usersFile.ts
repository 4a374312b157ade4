import { companionFile } from '../model/companionFiles.ts';
import type { FlexisipModel } from '../model/model.ts';
import { parseUsers } from '../users/reading/parser.ts';
import type { FlexisipQuestion } from './explanation.ts';

/** The users file that the configuration refers to, if any. */
export function usersFile(model: FlexisipModel): FlexisipQuestion['users'] {
  const found = companionFile(model, 'module::Authentication', 'file-path');
  return found === undefined ? undefined : { file: found.file, tree: parseUsers(found.text) };
}
