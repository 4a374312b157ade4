import type { RouteMap } from '../../../server/languages/opensips/routeMap.ts';

/** From the extension to the page. */
export type ToPage =
  | { readonly type: 'map'; readonly map: RouteMap }
  /** The cursor of the editor stands in this line of this file. */
  | { readonly type: 'cursor'; readonly uri: string; readonly line: number };

/** From the page to the extension. The page shows names of strangers, so the extension checks what comes from it. */
export type FromPage =
  | { readonly type: 'ready' }
  /** Show the block with this place in the map. */
  | { readonly type: 'node'; readonly index: number }
  /** Show where one block calls the other. */
  | { readonly type: 'edge'; readonly index: number };

/** True when a value from the page is a message that the extension may act on. */
export function isFromPage(value: unknown): value is FromPage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (value.type === 'ready') return true;
  if (value.type !== 'node' && value.type !== 'edge') return false;
  return (
    'index' in value &&
    typeof value.index === 'number' &&
    Number.isSafeInteger(value.index) &&
    value.index >= 0
  );
}
