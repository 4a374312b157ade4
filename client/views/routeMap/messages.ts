import type { RouteMap, RouteMapFormat } from '../../../server/languages/routeMap.ts';
import { isCount } from '../fromPage.ts';

/** From the extension to the page. */
export type ToPage =
  | { readonly type: 'map'; readonly map: RouteMap }
  /** The cursor of the editor is in this box, by index. */
  | { readonly type: 'cursor'; readonly box: number }
  /** The titles of the blocks that the explained message went through, in order. */
  | { readonly type: 'way'; readonly routes: readonly string[] };

/** From the page to the extension. The page shows untrusted text, so the extension checks its messages. */
export type FromPage =
  | { readonly type: 'ready' }
  /** Show this place of the map, by index. */
  | { readonly type: 'select'; readonly place: number }
  | { readonly type: 'export'; readonly format: RouteMapFormat };

/** True when a value from the page is a message that the extension may act on. */
export function isFromPage(value: unknown): value is FromPage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'ready':
      return true;
    case 'select':
      return 'place' in value && isCount(value.place);
    case 'export':
      return 'format' in value && (value.format === 'svg' || value.format === 'mermaid');
    default:
      return false;
  }
}
