import { nearest } from '../../../text/spelling.ts';
import { moduleFacts, moduleNames } from './facts.ts';
import { kamailioModules } from './kamailio.ts';

/** Before the name of a module that is private because the user says so. */
export const privateMark = 'private:';

/** Before the name of a function that is private because the user says so. */
export const functionMark = 'function:';

/**
 * True for a module that no OpenSIPS version has, and that neither misspells one of theirs nor belongs to Kamailio: the user may have
 * built it, so that its functions, parameters and variables are unknown here.
 */
export function isPrivateModule(name: string): boolean {
  if (name.startsWith(privateMark)) return true;
  return (
    /^\w[\w-]*$/.test(name) &&
    moduleFacts(name) === undefined &&
    !kamailioModules.has(name) &&
    nearest(name, moduleNames()) === undefined
  );
}
