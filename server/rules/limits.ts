import type { Severity } from './rule.ts';

/**
 * The maximum number of diagnostics per severity and file that an editor gets: nobody reads more, and sending them costs time
 * at every keystroke.
 */
export const limits: Readonly<Record<Severity, number>> = {
  error: 1000,
  warning: 500,
  information: 200,
  hint: 50,
};
