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
import type { SipConf } from './model/model.ts';
import { sipConfOf } from './model/modelOf.ts';

/** sip.conf of Asterisk's chan_sip. */
export const sipConf: Language<ConfigTree, SipConf> = {
  id: 'sip-conf',
  title: 'Asterisk sip.conf',
  versions: asteriskVersions,
  rules: everyRule,
  commentPrefixes: [';'],
  recognizes: (name, head) =>
    !isNotify(name) && (/^sip([_-].*)?\.conf$/i.test(name) || isSipConfHead(name, head)),
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
    'users.conf',
    'extconfig.conf',
  ],
  model: sipConfOf,
  digestSettings: digestSettingsOf,
  questionParts: ['registrations', 'nonce'],
  explain: explainMessage,
  triggers: {
    completion: ['=', '(', ',', '#', '[', '@', '/', '?'],
    signature: [':', '@', '/', '?', '~'],
    format: ['\n'],
  },
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
  links: linksOf,
  tokens: tokensOf,
  hints: hintsIn,
  lenses: lensesOf,
  actions: actionsAt,
  format: formatFile,
  formatOnType: formatAfterTyping,
  status: view => statusOf(view.model),
};

/** sip_notify.conf contains NOTIFY requests, not devices. */
function isNotify(name: string): boolean {
  return /^sip_notify\.conf/i.test(name);
}

/** A template or copy of sip.conf under another name, such as sip.conf.sample, with options that only sip.conf has. */
function isSipConfHead(name: string, head: string): boolean {
  return /^sip([_-].*)?\.conf\b/i.test(name) && /^\s*\[general\]/im.test(head);
}
