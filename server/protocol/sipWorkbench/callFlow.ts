import { RequestType } from 'vscode-languageserver';
import type { CallFlow, ExportedFiles, MessageComparison } from '../../languages/callFlow.ts';
import { aboutFile, type Feature } from '../context.ts';
import {
  CALL_FLOW_REQUEST,
  type CallFlowParams,
  COMPARE_MESSAGES_REQUEST,
  type CompareMessagesParams,
  EXPORT_CALL_FLOW_REQUEST,
  type ExportCallFlowParams,
} from './callFlowRequest.ts';

const flowRequest = new RequestType<CallFlowParams, CallFlow | null, void>(CALL_FLOW_REQUEST);
const exportRequest = new RequestType<ExportCallFlowParams, ExportedFiles | null, void>(
  EXPORT_CALL_FLOW_REQUEST,
);

const compareRequest = new RequestType<CompareMessagesParams, MessageComparison | null, void>(
  COMPARE_MESSAGES_REQUEST,
);

/**
 * `sipWorkbench/callFlow`, `sipWorkbench/compareMessages` and `sipWorkbench/exportCallFlow`: the picture of a trace,
 * and its exports.
 */
export const callFlow: Feature = {
  start: context => {
    context.connection.onRequest(
      flowRequest,
      aboutFile<CallFlowParams, CallFlow | null>(
        context,
        'call flow',
        null,
        ({ language, view }, { filter }) => language.callFlows?.flowOf(view, filter),
      ),
    );
    context.connection.onRequest(
      compareRequest,
      aboutFile<CompareMessagesParams, MessageComparison | null>(
        context,
        'comparison of messages',
        null,
        ({ language, view }, { first, second }) => language.callFlows?.compare(view, first, second),
      ),
    );
    context.connection.onRequest(
      exportRequest,
      aboutFile<ExportCallFlowParams, ExportedFiles | null>(
        context,
        'call flow export',
        null,
        ({ language, view }, { filter, format }) => language.callFlows?.write(view, filter, format),
      ),
    );
  },
};
