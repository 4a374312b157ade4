import type { CallFlows } from '../../callFlow.ts';
import type { View } from '../../project.ts';
import type { Trace, TraceModel } from '../model/model.ts';
import type { TraceTree } from '../reading/parser.ts';
import { callFlowOf, exportCallFlow } from './callFlow.ts';
import { compareMessages } from './compareMessages.ts';

/** The ladder diagram of a trace for views and files. */
export const callFlows: CallFlows<TraceTree, TraceModel> = {
  flowOf: (view, filter) => withTrace(view, trace => callFlowOf(trace, filter)),
  write: (view, filter, format) => withTrace(view, trace => exportCallFlow(trace, filter, format)),
  compare: (view, first, second) => withTrace(view, trace => compareMessages(trace, first, second)),
};

function withTrace<Answer>(
  { model, uri }: View<TraceTree, TraceModel>,
  work: (trace: Trace) => Answer,
): Answer | undefined {
  const trace = model.traces.get(uri);
  return trace && work(trace);
}
