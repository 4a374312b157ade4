import { fixActionsBy } from '../../editing/fixActions.ts';
import { judge } from '../check/check.ts';
import type { SipConfView } from './cursor.ts';

/** The fixes of what the rules found in a range, and everything at once that can be fixed without thinking. */
export const actionsAt = fixActionsBy(({ model, uri }: SipConfView) => judge(model, uri));
