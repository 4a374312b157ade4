import type { ExplainQuestion } from '../../languages/explainQuestion.ts';
import type { ExplainAnswer } from '../../languages/explanation.ts';

/** A configuration, and a question about a message. May contain the client's answer, so it must not be logged. */
export interface ExplainParams extends ExplainQuestion {
  readonly textDocument: { readonly uri: string };
}

export type { ExplainAnswer };

/** The answer is `ExplainAnswer`, or null if the file is not a configuration that can explain messages. */
export const EXPLAIN_REQUEST = 'sipWorkbench/explain';
