import { fixActionsBy } from '../../editing/fixActions.ts';
import { judge } from '../check/check.ts';
import type { PjsipView } from './view.ts';

/** The fixes for what the rules found in a range, and a fix for all auto-fixable problems. */
export const actionsAt = fixActionsBy(({ model, uri }: PjsipView) => judge(model, uri));
