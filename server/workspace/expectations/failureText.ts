import { beginningWithoutSecrets } from '../../text/secrets.ts';
import type { Failure } from './failures.ts';

/** The field that differs, with both values. */
export function differenceText({ path, expected, actual }: Failure): string {
  return `${path}: expected ${shortValue(expected)}, got ${shortValue(actual)}`;
}

/** Why the explanation is as it is, one sentence each; `shown` gives the path of a file, by its URI. */
export function reasonTexts(
  { decided, question, sentence }: Failure,
  shown: (uri: string) => string,
): readonly string[] {
  const places = decided?.config.map(({ file, line }) => `${shown(file)}:${line + 1}`).join(', ');
  return [
    ...(question === undefined ? [] : [`depends on ${question}, which "assume" can answer`]),
    sentence,
    ...(decided === undefined ? [] : [`decided at ${places}: ${decided.title}. ${decided.detail}`]),
  ];
}

/** A value of an expectation or an explanation as JSON of moderate length. */
function shortValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  return beginningWithoutSecrets(JSON.stringify(value), LONGEST);
}

const LONGEST = 300;
