import { nearest } from '../../../text/spelling.ts';
import type { AsteriskConf } from '../config/conf.ts';
import { dialplanContexts } from './contexts.ts';
import { otherDialplan } from './dialplan.ts';
import { usersExtensions } from './usersExtensions.ts';

/** What to say about a context that does not exist. */
export interface MissingContext {
  readonly what: string;
  readonly todo: string;
  /** An existing context with a similar name. */
  readonly near: string | undefined;
}

/** Undefined for a context that extensions.conf or users.conf creates, and when not all contexts are known. */
export function missingContext(owner: AsteriskConf, name: string): MissingContext | undefined {
  if (name === '' || otherDialplan(owner) !== undefined) return undefined;
  const known = dialplanContexts(owner);
  if (known === undefined || known.has(name)) return undefined;
  const users = usersExtensions(owner, 'hint');
  if (users.extensions.size > 0 && name === users.context) return undefined;
  const near = nearest(name, known);
  return {
    what: `extensions.conf has no context "${name}".`,
    todo:
      near === undefined
        ? 'Add the context to extensions.conf, or correct the name.'
        : `Did you mean "${near}"?`,
    near,
  };
}
