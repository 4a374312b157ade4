import { isQuoted, type Piece, splitPiece, trimPiece, unfold, unquote } from './piece.ts';

/** One `;name` or `;name=value` (RFC 3261 generic-param and uri-parameter). */
export interface Parameter {
  readonly name: Piece;
  /** Absent for a parameter without `=`; a quoted value keeps its quotes here. */
  readonly value: Piece | undefined;
  readonly start: number;
  readonly end: number;
}

/** Reads `a=b;c;d="e"` (without the first semicolon). Empty parts are skipped; nothing is refused. */
export function parseParameters(list: Piece, separator: ',' | ';' = ';'): Parameter[] {
  return splitPiece(list, separator)
    .filter(part => part.text !== '')
    .map(parseParameter);
}

/** The value of the first parameter of that name (case-insensitive), unquoted and unfolded; '' for one without value. */
export function parameterValue(parameters: readonly Parameter[], name: string): string | undefined {
  const found = findParameter(parameters, name);
  if (found === undefined) return undefined;
  return found.value === undefined ? '' : unquote(unfold(found.value.text));
}

/** The first parameter of that name (case-insensitive). */
export function findParameter(parameters: readonly Parameter[], name: string): Parameter | undefined {
  const wanted = name.toLowerCase();
  return parameters.find(
    ({ name: { text } }) => text.length === name.length && text.toLowerCase() === wanted,
  );
}

/** Reads one `name=value`. */
export function parseParameter(part: Piece): Parameter {
  const equals = part.text.indexOf('=');
  if (equals < 0) return { name: part, value: undefined, start: part.start, end: part.end };
  return {
    name: trimPiece(part, 0, equals),
    value: trimPiece(part, equals + 1),
    start: part.start,
    end: part.end,
  };
}

/** True if the value is in matching double quotes. */
export function isQuotedValue(parameter: Parameter): boolean {
  return parameter.value !== undefined && isQuoted(parameter.value.text);
}
