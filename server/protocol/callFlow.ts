import { RequestType } from 'vscode-languageserver';
import {
  type CallFlow,
  callFlowOf,
  compareMessages,
  type ExportedFiles,
  exportCallFlow,
  type MessageComparison,
  traceInModel,
} from '../languages/traces.ts';
import {
  CALL_FLOW_REQUEST,
  type CallFlowParams,
  COMPARE_MESSAGES_REQUEST,
  type CompareMessagesParams,
  EXPORT_CALL_FLOW_REQUEST,
  type ExportCallFlowParams,
} from './callFlowRequest.ts';
import { aboutFile, type Feature } from './context.ts';

const flowRequest = new RequestType<CallFlowParams, CallFlow | null, void>(CALL_FLOW_REQUEST);
const exportRequest = new RequestType<ExportCallFlowParams, ExportedFiles | null, void>(
  EXPORT_CALL_FLOW_REQUEST,
);

const compareRequest = new RequestType<CompareMessagesParams, MessageComparison | null, void>(
  COMPARE_MESSAGES_REQUEST,
);

/** `sipWorkbench/callFlow`, `sipWorkbench/compareMessages` and `sipWorkbench/exportCallFlow`: the picture of a trace, and what it is saved as. */
export const callFlow: Feature = {
  start: context => {
    context.connection.onRequest(
      flowRequest,
      aboutFile<CallFlowParams, CallFlow | null>(context, 'call flow', null, ({ view }, { filter }) => {
        const trace = traceInModel(view.model, view.uri);
        return trace && callFlowOf(trace, filter);
      }),
    );
    context.connection.onRequest(
      compareRequest,
      aboutFile<CompareMessagesParams, MessageComparison | null>(
        context,
        'comparison of messages',
        null,
        ({ view }, { first, second }) => {
          const trace = traceInModel(view.model, view.uri);
          return (trace && compareMessages(trace, first, second)) ?? null;
        },
      ),
    );
    context.connection.onRequest(
      exportRequest,
      aboutFile<ExportCallFlowParams, ExportedFiles | null>(
        context,
        'call flow export',
        null,
        ({ view }, { filter, format }) => {
          const trace = traceInModel(view.model, view.uri);
          return trace && exportCallFlow(trace, filter, format);
        },
      ),
    );
  },
};
