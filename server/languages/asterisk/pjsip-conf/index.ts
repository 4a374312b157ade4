import type { Language } from '../../language.ts';
import {
  type ConfigTree,
  editConfig,
  lineAt,
  markedLines,
  parseConfig,
  printConfig,
} from '../config/parser.ts';
import { asteriskVersions } from '../config/versions.ts';
import { configBounds } from '../editing/configBounds.ts';
import { checkFile } from './check/check.ts';
import { everyRule } from './check/rules.ts';
import { explainMessage } from './explain/explain.ts';
import { actionsAt } from './features/actions.ts';
import { completeAt, resolveItem } from './features/completion/completion.ts';
import { digestSettingsOf } from './features/digestSettings.ts';
import { foldingOf } from './features/folding.ts';
import { formatAfterTyping, formatFile } from './features/format.ts';
import { prepareHierarchy, subtypesOf, supertypesOf } from './features/hierarchy.ts';
import { hintsIn } from './features/hints.ts';
import { hoverAt } from './features/hover.ts';
import { inventoryOf } from './features/inventory.ts';
import { lensesOf } from './features/lenses.ts';
import { includesOf, linksOf } from './features/links.ts';
import { describeName } from './features/lookup.ts';
import { definitionAt, highlightsAt, referencesAt } from './features/navigation.ts';
import { prepareRenameAt, renameAt } from './features/rename.ts';
import { selectionRangesOf } from './features/selection.ts';
import { signatureAt } from './features/signature.ts';
import { statusOf } from './features/status.ts';
import { symbolsOf, workspaceSymbolsOf } from './features/symbols.ts';
import { tokensOf } from './features/tokens.ts';
import type { PjsipConf } from './model/model.ts';
import { pjsipConfOf } from './model/modelOf.ts';

/** pjsip.conf and pjsip_wizard.conf of Asterisk's chan_pjsip. */
export const pjsipConf: Language<ConfigTree, PjsipConf> = {
  id: 'pjsip-conf',
  title: 'Asterisk pjsip.conf',
  versions: asteriskVersions,
  rules: everyRule,
  commentPrefixes: [';'],
  recognizes: (name, head) => isPjsipName(name) || isPjsipHead(name, head),
  parse: parseConfig,
  edit: editConfig,
  print: printConfig,
  bounds: configBounds,
  lineOf: (tree, line) => lineAt(tree, line)?.text,
  includes: includesOf,
  companions: [
    'extensions.conf',
    'extensions.ael',
    'extensions.lua',
    'acl.conf',
    'http.conf',
    'pjsip.conf',
    'pjsip_wizard.conf',
    'users.conf',
  ],
  model: pjsipConfOf,
  digestSettings: digestSettingsOf,
  questionParts: ['registrations', 'nonce'],
  explain: explainMessage,
  triggers: { completion: ['=', '(', ',', '/'], signature: [':', '@', '/', '='], format: ['\n'] },
  check: (view, limits) => checkFile(view.model, view.uri, limits),
  markedLines,
  hover: hoverAt,
  describeName,
  complete: completeAt,
  resolveCompletion: resolveItem,
  signatureHelp: signatureAt,
  inventory: inventoryOf,
  symbols: symbolsOf,
  workspaceSymbols: workspaceSymbolsOf,
  folding: foldingOf,
  selectionRanges: selectionRangesOf,
  highlights: highlightsAt,
  definition: definitionAt,
  references: referencesAt,
  prepareRename: prepareRenameAt,
  rename: renameAt,
  prepareTypeHierarchy: prepareHierarchy,
  supertypes: supertypesOf,
  subtypes: subtypesOf,
  tokens: tokensOf,
  hints: hintsIn,
  lenses: lensesOf,
  actions: actionsAt,
  links: linksOf,
  format: formatFile,
  formatOnType: formatAfterTyping,
  status: view => statusOf(view.model),
};

/** pjsip.conf, and the files that it is split into: pjsip_*.conf, and pjsip.*.conf of FreePBX. Never pjsip_notify.conf. */
function isPjsipName(name: string): boolean {
  return /^pjsip([._-].*)?\.conf$/i.test(name) && !/^pjsip_notify\.conf$/i.test(name);
}

/** A copy under another name, such as pjsip.conf.sample, that has sections of objects. */
function isPjsipHead(name: string, head: string): boolean {
  return (
    /^pjsip([._-].*)?\.conf\b/i.test(name) && !/^pjsip_notify/i.test(name) && /^\s*type\s*=/im.test(head)
  );
}
