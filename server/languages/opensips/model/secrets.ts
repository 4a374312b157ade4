import { secretsIn } from '../../../text/secrets.ts';
import type { ScriptModel } from './model.ts';

/**
 * The passwords in the files of a script, longest first, as written and without backslashes: a server or a run of the script may
 * repeat them anywhere.
 */
export function secretsOf({ project }: ScriptModel): readonly string[] {
  const written = [...project.trees.values()].flatMap(({ lines }) => secretsIn(lines.join('')));
  const found = new Set(written.flatMap(secret => [secret, secret.replace(/\\(.)/g, '$1')]));
  return [...found].sort((a, b) => b.length - a.length);
}
