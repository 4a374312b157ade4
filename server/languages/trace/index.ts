import type { Language } from '../language.ts';
import { checkTrace } from './check.ts';
import { type TraceModel, traceModel } from './model.ts';
import { editTrace, parseTrace, printTrace, type TraceTree } from './parser.ts';
import { isTraceFile } from './recognition.ts';
import { rules } from './rules.ts';

/** SIP messages, alone or in the logs of programs that write them down. */
export const sipTrace: Language<TraceTree, TraceModel> = {
  id: 'sip-trace',
  title: 'SIP trace',
  rules,
  recognizes: isTraceFile,
  parse: parseTrace,
  edit: editTrace,
  print: printTrace,
  includes: () => [],
  companions: [],
  model: (project, _settings, previous) => traceModel(project, previous),
  check: view => {
    const trace = view.model.traces.get(view.uri);
    return trace === undefined ? [] : checkTrace(trace, view.uri).map(({ diagnostic }) => diagnostic);
  },
};
