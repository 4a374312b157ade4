import { fixActionsBy } from '../../editing/fixActions.ts';
import { judge } from '../check/check.ts';
import type { SipConfView } from './cursor.ts';

/** The fixes for what the rules found in a range, and a fix for all auto-fixable problems. */
export const actionsAt = fixActionsBy(({ model, uri }: SipConfView) => judge(model, uri));
