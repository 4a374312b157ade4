import type { Language } from '../language.ts';
import { compareIn, flowOf, writeFlow } from './callFlow/callFlows.ts';
import { checkOtherLines, checkTrace } from './check/check.ts';
import { everyRule } from './check/rules.ts';
import { actionsAt } from './features/actions.ts';
import { completionAt } from './features/completion.ts';
import { traceOfView } from './features/cursor.ts';
import { foldingOf } from './features/folding.ts';
import { formatTrace } from './features/format.ts';
import { hoverAt } from './features/hover.ts';
import { lensesOf } from './features/lenses.ts';
import { linksOf } from './features/links.ts';
import {
  definitionAt,
  highlightsAt,
  prepareRenameAt,
  referencesAt,
  renameAt,
} from './features/navigation.ts';
import { statusOf } from './features/status.ts';
import { symbolsOf } from './features/symbols.ts';
import { tokensOf } from './features/tokens.ts';
import { prepareEdited, type TraceModel, traceModel } from './model/model.ts';
import { readInSteps } from './readInSteps.ts';
import { editTrace, lineAt, parseTrace, printTrace, type TraceTree } from './reading/parser.ts';
import { startsWithMessage } from './reading/recognition.ts';
import { traceBounds } from './reading/traceBounds.ts';

/** SIP messages, alone or in the logs of programs. */
export const sipTrace: Language<TraceTree, TraceModel> = {
  id: 'sip-trace',
  title: 'SIP trace',
  rules: everyRule,
  recognizes: (name, head) =>
    hasTraceName(name) || (mayBeLog(name) && head !== '' && startsWithMessage(head)),
  parse: parseTrace,
  edit: (tree, edit) => {
    const edited = editTrace(tree, edit);
    prepareEdited(tree, edited);
    return edited;
  },
  print: printTrace,
  lineOf: lineAt,
  readInSteps,
  bounds: traceBounds,
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
  callFlows: { flowOf, write: writeFlow, compare: compareIn },
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

function hasTraceName(name: string): boolean {
  return /\.(?:sip|siptrace|sip\.log)$/i.test(name);
}

/** False for the names of configuration files and programs, whose content does not matter. */
function mayBeLog(name: string): boolean {
  return !/\.[a-z0-9]+$/i.test(name) || /\.(?:log|txt|dat|trace|out|json)$/i.test(name);
}
