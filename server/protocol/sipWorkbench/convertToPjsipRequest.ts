/** What a sip.conf becomes as pjsip.conf: a `ConvertResult`, or null for another document. */
export const CONVERT_REQUEST = 'sipWorkbench/convertToPjsip';

export interface ConvertParams {
  readonly textDocument: { readonly uri: string };
}

export interface ConvertResult {
  readonly files: readonly {
    /** URI of the file that it stands for. */
    readonly source: string;
    /** URI beside it; nothing has been written there. */
    readonly file: string;
    readonly text: string;
  }[];
  /** Markdown. */
  readonly report: string;
}
