import type { CallFlowFilter, ExportFormat } from '../../languages/callFlow.ts';

/** The picture of a trace: a `CallFlow`, or null for a document that is not a trace. */
export const CALL_FLOW_REQUEST = 'sipWorkbench/callFlow';

/** The exported picture: `ExportedFiles`, or null. */
export const EXPORT_CALL_FLOW_REQUEST = 'sipWorkbench/exportCallFlow';

/** Two messages side by side: a `MessageComparison`, or null. */
export const COMPARE_MESSAGES_REQUEST = 'sipWorkbench/compareMessages';

export interface CompareMessagesParams {
  readonly textDocument: { readonly uri: string };
  /** Numbers of the messages. */
  readonly first: number;
  readonly second: number;
}

export interface CallFlowParams {
  readonly textDocument: { readonly uri: string };
  readonly filter: CallFlowFilter;
}

export interface ExportCallFlowParams extends CallFlowParams {
  readonly format: ExportFormat;
}
