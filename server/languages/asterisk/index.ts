import type { Language } from '../language.ts';
import { actionsAt } from './actions.ts';
import { checkFile } from './check.ts';
import { completeAt, resolveItem } from './completion.ts';
import { digestSettingsOf } from './digestSettings.ts';
import { explainMessage } from './explain.ts';
import { foldingOf } from './folding.ts';
import { formatAfterTyping, formatFile } from './format.ts';
import { prepareHierarchy, subtypesOf, supertypesOf } from './hierarchy.ts';
import { hintsIn } from './hints.ts';
import { hoverAt } from './hover.ts';
import { lensesOf } from './lenses.ts';
import { includesOf, linksOf } from './links.ts';
import { SipConf } from './model.ts';
import { definitionAt, highlightsAt, referencesAt } from './navigation.ts';
import { type ConfigTree, editConfig, lineAt, markedLines, parseConfig, printConfig } from './parser.ts';
import { prepareRenameAt, renameAt } from './rename.ts';
import { rules } from './rules.ts';
import { selectionRangesOf } from './selection.ts';
import { signatureAt } from './signature.ts';
import { statusOf } from './status.ts';
import { symbolsOf, workspaceSymbolsOf } from './symbols.ts';
import { tokensOf } from './tokens.ts';

/** sip.conf of Asterisk's chan_sip. */
export const sipConf: Language<ConfigTree, SipConf> = {
  id: 'sip-conf',
  title: 'Asterisk sip.conf',
  rules,
  commentPrefixes: [';'],
  recognizes: (name, head) => /^sip([_-].*)?\.conf$/i.test(name) || isSipConfHead(name, head),
  parse: parseConfig,
  edit: editConfig,
  print: printConfig,
  lineOf: (tree, line) => lineAt(tree, line)?.text,
  includes: includesOf,
  companions: ['extensions.conf', 'acl.conf'],
  model: (project, settings, previous) => {
    if (previous === undefined || previous.project.root !== project.root || previous.settings !== settings) {
      return new SipConf(project, settings);
    }
    previous.update(project);
    return previous;
  },
  digestSettings: digestSettingsOf,
  explain: explainMessage,
  triggers: {
    completion: ['=', '(', ',', '#', '[', '@', '/', '?'],
    signature: [':', '@', '/', '?', '~'],
    format: ['\n'],
  },
  check: (view, limits) => checkFile(view.model, view.uri, limits),
  markedLines,
  hover: hoverAt,
  complete: completeAt,
  resolveCompletion: resolveItem,
  signatureHelp: signatureAt,
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

/** A template or copy of sip.conf under another name, such as sip.conf.sample, that sets what only sip.conf has. */
function isSipConfHead(name: string, head: string): boolean {
  return /^sip([_-].*)?\.conf\b/i.test(name) && /^\s*\[general\]/im.test(head);
}
