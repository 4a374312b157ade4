/** Text on one line with visible, harmless control characters, for terminals and logs. */
export function visibleText(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    character =>
      character === '\n' || character === '\t'
        ? ' '
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A text that is safe for a terminal, a build log, or a file: control characters and writing-direction marks are visible and
 * harmless; line endings and tabs are kept. With `painted`, the colors that the program itself wrote are kept as well.
 */
export function outwardText(text: string, painted = false): string {
  return text.replace(UNSEEN, (found, color: string | undefined) =>
    color !== undefined
      ? painted
        ? color
        : visibleText(color)
      : found === '\r\n'
        ? found
        : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const UNSEEN =
  /(\u001b\[\d{0,3}m)|\r\n|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
