import { parseAddress } from '../../../sip/address.ts';
import type { SipMessage } from '../../../sip/message.ts';
import { wholePiece } from '../../../sip/piece.ts';
import type { SipUri } from '../../../sip/uri.ts';
import { parseExpression } from '../expressions/expression.ts';
import { evaluate } from '../expressions/expressionEvaluation.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import type { CompanionFile } from '../model/companionFiles.ts';

/** A line in the file of `routes-config-path` whose condition is true for a message. */
export interface ConditionalRoute {
  readonly uri: SipUri;
  /** Counts from 0. */
  readonly line: number;
}

/**
 * The first route whose condition is true (`ConditionalRouteMap`): a route, spaces, and a condition, which may continue on
 * lines that start with white space; `*` is always true, `#` starts a comment.
 */
export function conditionalRoute({ text }: CompanionFile, message: SipMessage): ConditionalRoute | undefined {
  const variables = messageVariables(message);
  for (const { route, condition, line } of entriesOf(text)) {
    if (condition === '*' || evaluate(parseExpression(condition), variables) === true) {
      return { uri: parseAddress(wholePiece(route)).uri, line };
    }
  }
  return undefined;
}

interface Entry {
  readonly route: string;
  readonly condition: string;
  readonly line: number;
}

function entriesOf(text: string): readonly Entry[] {
  const entries: { route: string; parts: string[]; line: number }[] = [];
  text.split('\n').forEach((whole, line) => {
    const hash = whole.indexOf('#');
    const written = hash < 0 ? whole : whole.slice(0, hash);
    const words = written.trim();
    if (words === '') return;
    const last = entries.at(-1);
    if (/^[ \t]/.test(written) && last !== undefined) {
      last.parts.push(words);
      return;
    }
    const route = /^\S+/.exec(words)?.[0] ?? '';
    entries.push({ route, parts: [words.slice(route.length).trim()], line });
  });
  return entries.map(({ route, parts, line }) => ({ route, condition: parts.join(' ').trim(), line }));
}
