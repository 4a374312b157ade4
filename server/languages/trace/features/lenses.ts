import type { CodeLens } from 'vscode-languageserver-types';
import { type TraceView, traceOfView } from './cursor.ts';

/** More lenses than this make an editor slow. */
const MOST_LENSES = 2000;

/** A lens above each REGISTER, and each INVITE that starts a call, which shows the device that it matches. */
export function lensesOf(view: TraceView): CodeLens[] {
  const lenses: CodeLens[] = [];
  for (const { facts, line } of traceOfView(view)?.entries ?? []) {
    if (lenses.length >= MOST_LENSES) break;
    const { method, toTag } = facts;
    if (method !== 'REGISTER' && (method !== 'INVITE' || toTag !== undefined)) continue;
    const start = { line, character: 0 };
    lenses.push({
      range: { start, end: start },
      command: {
        title: 'Explain message matching',
        command: 'sipWorkbench.explainMatching',
        arguments: [view.uri, line],
      },
    });
  }
  return lenses;
}
