import type { Language } from '../language.ts';
import { actionsAt } from './actions.ts';
import { checkOtherLines, checkTrace } from './check.ts';
import { completionAt } from './completion.ts';
import { traceOfView } from './cursor.ts';
import { foldingOf } from './folding.ts';
import { formatTrace } from './format.ts';
import { hoverAt } from './hover.ts';
import { lensesOf } from './lenses.ts';
import { linksOf } from './links.ts';
import { prepareEdited, type TraceModel, traceModel } from './model.ts';
import { definitionAt, highlightsAt, prepareRenameAt, referencesAt, renameAt } from './navigation.ts';
import { editTrace, lineAt, parseTrace, printTrace, type TraceTree } from './parser.ts';
import { readInSteps } from './reading.ts';
import { isTraceFile } from './recognition.ts';
import { rules } from './rules.ts';
import { statusOf } from './status.ts';
import { symbolsOf } from './symbols.ts';
import { tokensOf } from './tokens.ts';

/** SIP messages, alone or in the logs of programs that write them down. */
export const sipTrace: Language<TraceTree, TraceModel> = {
  id: 'sip-trace',
  title: 'SIP trace',
  rules,
  recognizes: isTraceFile,
  parse: parseTrace,
  edit: (tree, edit) => {
    const edited = editTrace(tree, edit);
    prepareEdited(tree, edited);
    return edited;
  },
  print: printTrace,
  lineOf: lineAt,
  readInSteps,
  includes: () => [],
  triggers: { completion: [';', ' ', ','] },
  includeBases: [],
  companions: [],
  model: (project, _settings, previous) => traceModel(project, previous),
  check: (view, limits) => {
    const trace = traceOfView(view);
    if (trace === undefined) return [];
    const found = checkTrace(trace, view.uri, limits).map(({ diagnostic }) => diagnostic);
    return [...found, ...checkOtherLines(trace)];
  },
  status: statusOf,
  hover: hoverAt,
  complete: completionAt,
  symbols: symbolsOf,
  folding: foldingOf,
  highlights: highlightsAt,
  definition: definitionAt,
  references: referencesAt,
  prepareRename: prepareRenameAt,
  rename: renameAt,
  links: linksOf,
  lenses: lensesOf,
  tokens: tokensOf,
  actions: actionsAt,
  format: formatTrace,
};
