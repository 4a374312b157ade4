import { baseName } from '../../../workspace/location.ts';

/** New texts that the client compares with the files that they were made from. */
export interface PreviewResult {
  readonly files: readonly {
    /** URI of the file that it was made from. */
    readonly source: string;
    /** URI of the new file in the same folder; nothing has been written there. */
    readonly file: string;
    readonly text: string;
  }[];
  /** Markdown. */
  readonly report: string;
}

/** A place as reports show it: the name of the file, and its line counted from 1. */
export function placeInReport(file: string, line: number): string {
  return `${baseName(file)}:${line + 1}`;
}
