/** The conversion of a sip.conf to pjsip.conf: a `ConvertResult`, or null for another document. */
export const CONVERT_REQUEST = 'sipWorkbench/convertToPjsip';

export interface ConvertParams {
  readonly textDocument: { readonly uri: string };
}

export interface ConvertResult {
  readonly files: readonly {
    /** URI of the file that it was converted from. */
    readonly source: string;
    /** URI of the new file in the same folder; nothing has been written there. */
    readonly file: string;
    readonly text: string;
  }[];
  /** Markdown. */
  readonly report: string;
}
