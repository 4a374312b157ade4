import { URI } from 'vscode-uri';
import { effective, type FlexisipModel } from '../model/model.ts';
import type { FlexisipTree } from '../reading/parser.ts';
import { parseUsers } from '../users/reading/parser.ts';
import type { FlexisipQuestion } from './explanation.ts';

/** Where the users file may be: where the configuration says, or beside it, for a copy from another machine. */
export function usersFilesNamed(tree: FlexisipTree): readonly string[] {
  const paths = tree.sections
    .filter(({ header }) => header?.name.toLowerCase() === 'module::authentication')
    .flatMap(({ lines }) =>
      lines.flatMap(({ statement }) =>
        statement.kind === 'entry' && KEYS.has(statement.key.toLowerCase()) ? statement.value : [],
      ),
    )
    .map(path => path.trim())
    .filter(path => nameOf(path) !== '');
  return paths.flatMap(path => (isAbsolute(path) ? [path, nameOf(path)] : [path]));
}

/** The key, and its old name, which is read still. */
const KEYS: ReadonlySet<string> = new Set(['file-path', 'datasource']);

/** The users file that the configuration names, when there is one. */
export function usersFile(model: FlexisipModel): FlexisipQuestion['users'] {
  const path = effective(model, 'module::Authentication', 'file-path').value.trim();
  for (const candidate of [path, nameOf(path)]) {
    const text = candidate === '' ? undefined : (model.companions.get(candidate) ?? undefined);
    if (text === undefined) continue;
    const file = isAbsolute(candidate)
      ? URI.parse(model.uri)
          .with({ path: candidate.replace(/^\/+/, '/') })
          .toString()
      : model.uri.replace(/[^/]*$/, candidate);
    return { file, tree: parseUsers(text) };
  }
  return undefined;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/');
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, '');
}
