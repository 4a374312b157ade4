import type { Language } from '../language.ts';
import { checkFile } from './check/check.ts';
import { everyRule } from './check/rules.ts';
import { answersOf, mergedWith, obstacle, summaryOf } from './check/serverCheck.ts';
import { explainScript } from './explain/explain.ts';
import { opensipsVersions } from './facts/serverVersions.ts';
import { versions } from './facts/versions.ts';
import { actionsAt } from './features/actions.ts';
import { completionsAt, resolveCompletionItem } from './features/completion.ts';
import { digestSettingsOf } from './features/digestSettings.ts';
import { foldingOf, selectionRangesAt } from './features/folding.ts';
import { formatEdits, formatOnTypeEdits } from './features/format.ts';
import { incomingCallsOf, outgoingCallsOf, prepareCallHierarchyAt } from './features/hierarchy.ts';
import { hintsIn } from './features/hints.ts';
import { hoverAt } from './features/hover.ts';
import { inventoryOf } from './features/inventory.ts';
import { linksOf } from './features/links.ts';
import { describeName } from './features/lookup.ts';
import {
  definitionsAt,
  highlightsAt,
  prepareRenameAt,
  referencesAt,
  renameAt,
} from './features/navigation.ts';
import { signatureAt } from './features/signature.ts';
import { symbolsOf, workspaceSymbolsOf } from './features/symbols.ts';
import { tokensOf } from './features/tokens.ts';
import type { ScriptModel } from './model/model.ts';
import { modelOf } from './model/modelOf.ts';
import { foldersNamed } from './model/privateNames.ts';
import { edit, includes, markedLines, parse, print, type ScriptTree } from './reading/parser.ts';
import { scriptBounds } from './reading/scriptBounds.ts';
import { routeMapOf } from './routeMap/routeMap.ts';
import { exportRouteMap } from './routeMap/routeMapExport.ts';
import { upgradeReport } from './upgrade/report.ts';
import { upgradeTargets, upgradeTo, upgradeVersion } from './upgrade/upgrades.ts';

/** The script of an OpenSIPS server. */
export const opensipsCfg: Language<ScriptTree, ScriptModel> = {
  id: 'opensips-cfg',
  title: 'OpenSIPS opensips.cfg',
  versions: opensipsVersions,
  rules: everyRule,
  commentPrefixes: ['#', '/*'],
  recognizes: (name, head) => hasScriptName(name) || isScriptHead(name, head),
  parse,
  edit,
  print,
  lineOf: (tree, line) => tree.lines[line],
  markedLines,
  bounds: scriptBounds,
  includes,
  includeBases: ['root', 'includer'],
  companions: [],
  foldersNamed,
  triggers: {
    completion: ['$', '(', '{', '"', '.', '[', ','],
    signature: ['(', ','],
    format: ['}', ';'],
  },
  model: modelOf,
  digestSettings: digestSettingsOf,
  questionParts: ['destinations', 'contacts', 'tables', 'assumptions', 'replies'],
  explain: explainScript,
  check: view => checkFile(view.model, view.uri),
  status: ({ model }) => ({
    label: `OpenSIPS ${model.version}`,
    detail:
      model.versionFrom === 'setting'
        ? 'The version is set in the settings.'
        : `The version was detected from the file: ${model.version} is the newest version whose syntax fits it best.`,
    severity: model.isPartial ? 'warning' : 'information',
  }),
  serverCheck: { obstacle, answers: answersOf, merge: mergedWith, summary: summaryOf },
  routeMaps: { mapOf: routeMapOf, write: exportRouteMap },
  upgrades: {
    versions,
    versionOf: upgradeVersion,
    targets: upgradeTargets,
    upgrade: upgradeTo,
    report: upgradeReport,
  },
  hover: hoverAt,
  describeName,
  complete: completionsAt,
  resolveCompletion: resolveCompletionItem,
  signatureHelp: signatureAt,
  inventory: inventoryOf,
  symbols: symbolsOf,
  workspaceSymbols: workspaceSymbolsOf,
  folding: foldingOf,
  selectionRanges: selectionRangesAt,
  highlights: highlightsAt,
  definition: definitionsAt,
  references: referencesAt,
  prepareRename: prepareRenameAt,
  rename: renameAt,
  prepareCallHierarchy: prepareCallHierarchyAt,
  incomingCalls: incomingCallsOf,
  outgoingCalls: outgoingCallsOf,
  links: linksOf,
  tokens: tokensOf,
  hints: hintsIn,
  actions: actionsAt,
  format: formatEdits,
  formatOnType: formatOnTypeEdits,
};

function hasScriptName(name: string): boolean {
  return /^(.*[._-])?opensips([._-].*)?\.cfg(\.(m4|in))?$/i.test(name) || /\.opensips\.cfg$/i.test(name);
}

/** A .cfg file with another name that declares what it is, or loads modules in a way that only these scripts do. */
function isScriptHead(name: string, head: string): boolean {
  if (!/\.cfg(\.(m4|in|j2))?$/i.test(name)) return false;
  if (/kamailio|^\s*#!(?:KAMAILIO|SER|MAXCOMPAT)/im.test(head)) return false;
  return /opensips/i.test(head) || /^\s*loadmodule\s+"[^"]*\.so"/m.test(head);
}
