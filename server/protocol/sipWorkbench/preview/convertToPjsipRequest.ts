import type { PreviewResult } from './previewResult.ts';

/** The conversion of a sip.conf to pjsip.conf: a `PreviewResult`, or null for another document. */
export const CONVERT_REQUEST = 'sipWorkbench/convertToPjsip';

export interface ConvertParams {
  readonly textDocument: { readonly uri: string };
}

export type ConvertResult = PreviewResult;
