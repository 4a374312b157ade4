import type {
  CallFlow,
  CallFlowFilter,
  ExportFormat,
  MessageComparison,
} from '../../../server/languages/callFlow.ts';
import { isCount } from '../fromPage.ts';

/** From the extension to the page. */
export type ToPage =
  | { readonly type: 'flow'; readonly flow: CallFlow; readonly filter: CallFlowFilter }
  /** The cursor of the editor is on this line. */
  | { readonly type: 'cursor'; readonly line: number }
  | { readonly type: 'comparison'; readonly comparison: MessageComparison }
  /** Draw this SVG as a PNG and send it back. */
  | { readonly type: 'rasterize'; readonly svg: string };

/** From the page to the extension. The page shows untrusted text, so the extension checks its messages. */
export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'select'; readonly line: number }
  /** Explain what a server does with the request on this line. */
  | { readonly type: 'explain'; readonly line: number }
  | { readonly type: 'filter'; readonly filter: CallFlowFilter }
  | { readonly type: 'export'; readonly format: ExportFormat | 'png' }
  /** Put the picture on the clipboard in this form. */
  | { readonly type: 'copy'; readonly format: 'svg' | 'mermaid' | 'text' }
  /** Compare the messages with these numbers. */
  | { readonly type: 'compare'; readonly first: number; readonly second: number }
  /** A PNG in base64. */
  | { readonly type: 'png'; readonly data: string };

const FORMATS: readonly string[] = ['svg', 'mermaid', 'text', 'messages', 'sipp', 'redacted', 'png'];

/** True when a value from the page is a message that the extension may act on. */
export function isFromPage(value: unknown): value is FromPage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'ready':
      return true;
    case 'select':
    case 'explain':
      return 'line' in value && isCount(value.line);
    case 'filter':
      return 'filter' in value && isFilter(value.filter);
    case 'export':
      return 'format' in value && typeof value.format === 'string' && FORMATS.includes(value.format);
    case 'copy':
      return (
        'format' in value && typeof value.format === 'string' && /^(?:svg|mermaid|text)$/.test(value.format)
      );
    case 'compare':
      return 'first' in value && isCount(value.first) && 'second' in value && isCount(value.second);
    case 'png':
      return 'data' in value && typeof value.data === 'string' && /^[A-Za-z0-9+/=]*$/.test(value.data);
    default:
      return false;
  }
}

function isFilter(value: unknown): value is CallFlowFilter {
  return (
    typeof value === 'object' &&
    value !== null &&
    'foldPorts' in value &&
    typeof value.foldPorts === 'boolean' &&
    'callId' in value &&
    typeof value.callId === 'string' &&
    (!('callIds' in value) ||
      (Array.isArray(value.callIds) && value.callIds.every(callId => typeof callId === 'string'))) &&
    'search' in value &&
    typeof value.search === 'string' &&
    (!('withLegs' in value) || typeof value.withLegs === 'boolean')
  );
}
