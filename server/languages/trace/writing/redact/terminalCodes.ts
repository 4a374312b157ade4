import { TERMINAL_CODES } from '../../reading/shownLine.ts';

/** A code of a terminal in a line, as it is or as JSON and syslog write it. */
export interface TerminalCode {
  readonly start: number;
  readonly end: number;
  /** Colors are part of how a log looks; no reader of the trace sees what other codes say, such as the title of a window. */
  readonly isColor: boolean;
}

export function terminalCodes(text: string): readonly TerminalCode[] {
  if (!HAS_ESCAPE.test(text)) return [];
  return [...text.matchAll(TERMINAL_CODES), ...text.matchAll(WRITTEN_CODES)]
    .map(({ 0: code, index }) => ({ start: index, end: index + code.length, isColor: COLOR.test(code) }))
    .sort((a, b) => a.start - b.start);
}

const WRITTEN_ESCAPE = String.raw`(?:\\u001b|\\x1b|\\033|#033)`;
const WRITTEN_BELL = String.raw`(?:\\u0007|\\x07|\\007|\\a|#007)`;
const HAS_ESCAPE = new RegExp(String.raw`\u001b|${WRITTEN_ESCAPE}`, 'i');
/** A text for the terminal ends with its end mark, with the string that it is in, or with the line. */
const WRITTEN_TEXT = String.raw`(?:(?!${WRITTEN_ESCAPE}|${WRITTEN_BELL})(?:\\.|[^"\\]))*`;
const WRITTEN_CODES = new RegExp(
  String.raw`${WRITTEN_ESCAPE}(?:\[[0-9;:?<=>]*[ -/]*[@-~]|[\]PX^_]${WRITTEN_TEXT}(?:${WRITTEN_BELL}|${WRITTEN_ESCAPE}\\{1,2})?|[()*+][A-Za-z0-9]|[=>78cDEHMNOZ]|\\{1,2})`,
  'gi',
);

const COLOR = new RegExp(String.raw`^(?:\u001b|${WRITTEN_ESCAPE})\[[\d;:]{0,20}m$`, 'i');
