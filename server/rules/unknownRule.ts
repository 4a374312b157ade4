import { nearest } from '../text/spelling.ts';
import { visibleText } from '../text/visible.ts';

/** That there is no rule with a code, and which one may be meant. */
export function unknownRule(code: string, codes: Iterable<string>): string {
  const known = [...codes];
  // Without the language, or with the wrong one, the name alone shows what is meant.
  const name = code.replace(/^.*\//, '');
  const near = known.find(other => other.endsWith(`/${name}`)) ?? nearest(code, known);
  const shown = visibleText(code.slice(0, 100));
  return `there is no rule ${shown}.${near === undefined ? '' : ` Did you mean ${near}?`}`;
}
