import type {
  CallFlow,
  CallFlowFilter,
  ExportedFiles,
  ExportFormat,
  MessageComparison,
} from '../../callFlow.ts';
import type { View } from '../../project.ts';
import type { Trace, TraceModel } from '../model/model.ts';
import type { TraceTree } from '../reading/parser.ts';
import { callFlowOf, exportCallFlow } from './callFlow.ts';
import { compareMessages } from './compareMessages.ts';

type TraceView = View<TraceTree, TraceModel>;

/** The ladder diagram of a trace for views. */
export function flowOf(view: TraceView, filter: CallFlowFilter): CallFlow | undefined {
  const trace = traceOf(view);
  return trace && callFlowOf(trace, filter);
}

/** The same for files. */
export function writeFlow(
  view: TraceView,
  filter: CallFlowFilter,
  format: ExportFormat,
): ExportedFiles | undefined {
  const trace = traceOf(view);
  return trace && exportCallFlow(trace, filter, format);
}

export function compareIn(view: TraceView, first: number, second: number): MessageComparison | undefined {
  const trace = traceOf(view);
  return trace && compareMessages(trace, first, second);
}

function traceOf({ model, uri }: TraceView): Trace | undefined {
  return model.traces.get(uri);
}
