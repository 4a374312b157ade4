import type { Language } from '../language.ts';
import { checkFile } from './check/check.ts';
import { everyRule } from './check/rules.ts';
import { explainQuestion } from './explain/explainQuestion.ts';
import { flexisipVersions } from './facts/serverVersions.ts';
import { actionsOf } from './features/actions.ts';
import { completeAt, resolveCompletion } from './features/completion.ts';
import { digestSettingsOf } from './features/digestSettings.ts';
import { foldingOf } from './features/folding.ts';
import { formatFlexisip } from './features/format.ts';
import { hintsOf } from './features/hints.ts';
import { hoverAt } from './features/hover.ts';
import { inventoryOf } from './features/inventory.ts';
import { linksOf } from './features/links.ts';
import { describeName } from './features/lookup.ts';
import { definitionsAt, highlightsAt, referencesAt } from './features/navigation.ts';
import { selectionRangesOf } from './features/selection.ts';
import { statusOf } from './features/status.ts';
import { symbolsOf, workspaceSymbolsOf } from './features/symbols.ts';
import { tokensOf } from './features/tokens.ts';
import { companionsNamed } from './model/companionFiles.ts';
import { buildModel, type FlexisipModel } from './model/model.ts';
import {
  editFlexisip,
  type FlexisipTree,
  lineAt,
  markedLines,
  parseFlexisip,
  printFlexisip,
} from './reading/parser.ts';

/** flexisip.conf, the configuration of the Flexisip proxy and its companion servers. */
export const flexisipConf: Language<FlexisipTree, FlexisipModel> = {
  id: 'flexisip-conf',
  title: 'Flexisip',
  versions: flexisipVersions,
  rules: everyRule,
  commentPrefixes: ['#'],
  recognizes: (name, head) => /^flexisip.*\.conf(\.|$)/i.test(name) || isFlexisipHead(head),
  parse: parseFlexisip,
  edit: editFlexisip,
  print: printFlexisip,
  lineOf: (tree, line) => lineAt(tree, line)?.line.text,
  markedLines,
  includes: () => [],
  triggers: { completion: ['[', '=', "'", ' '] },
  includeBases: [],
  companions: [],
  // The users file, static records and conditional routes, which only an explanation reads.
  companionsNamed,
  model: (project, settings) => buildModel(project, settings),
  digestSettings: digestSettingsOf,
  questionParts: ['registrations', 'contacts', 'destinations'],
  explain: explainQuestion,
  check: view => checkFile(view.model),
  status: view => statusOf(view.model),
  hover: hoverAt,
  describeName,
  complete: completeAt,
  resolveCompletion,
  inventory: inventoryOf,
  symbols: symbolsOf,
  workspaceSymbols: workspaceSymbolsOf,
  folding: foldingOf,
  selectionRanges: selectionRangesOf,
  highlights: highlightsAt,
  definition: definitionsAt,
  references: referencesAt,
  links: linksOf,
  tokens: tokensOf,
  hints: hintsOf,
  actions: actionsOf,
  format: (view, _options, range) => formatFlexisip(view, range),
};

/** Is this a default configuration that the server printed, or does it have sections that no other server has? */
function isFlexisipHead(head: string): boolean {
  return /^##? This is the default Flexisip/m.test(head) || /^ *\[ *module::[A-Z]\w+ *\]/m.test(head);
}
