import { nearest } from '../../../text/spelling.ts';
import { falseWords, trueWords } from './truth.ts';

/**
 * The known word that is meant by an unknown one. Where a choice is between yes and no, the meaning decides: "on" is only one
 * letter from "no".
 */
export function meantWord(written: string, known: readonly string[]): string | undefined {
  const word = written.trim().toLowerCase();
  const [yes, no] = ['yes', 'no'].map(each => known.find(one => one.toLowerCase() === each));
  if (yes !== undefined && affirmative.has(word)) return yes;
  if (no !== undefined && negative.has(word)) return no;
  const near = nearest(written, known);
  return (near === yes && negative.has(word)) || (near === no && affirmative.has(word)) ? undefined : near;
}

const affirmative: ReadonlySet<string> = new Set([...trueWords, 'enable', 'enabled', 'active']);

const negative: ReadonlySet<string> = new Set([...falseWords, 'of', 'disable', 'disabled', 'never', 'none']);
