// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of snippets are written like this.
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type Range,
} from 'vscode-languageserver-types';
import { suggestNext } from '../../../language.ts';
import { coreFacts } from '../../facts/facts.ts';
import { existsIn } from '../../facts/versions.ts';
import type { ScriptView } from '../../model/view.ts';
import { globalTypeText } from '../describe.ts';
import { item } from './item.ts';
import { globalValues } from './values.ts';

/** What a statement can begin with, other than a function. */
export function* statements(
  view: ScriptView,
  range: Range,
  fits: (label: string) => boolean,
): Generator<CompletionItem> {
  const { version } = view.model;
  for (const [name, insert] of Object.entries(statementSnippets))
    if (fits(name)) yield snippet(name, insert, range, version);
}

/** A snippet whose first place is empty is completed there. */
function snippet(name: string, insert: string, range: Range, version: string): CompletionItem {
  const data = { of: 'keyword', name, version } as const;
  return {
    ...item(name, CompletionItemKind.Keyword, range, { insert, isSnippet: true, data }),
    ...(insert.includes('$1') ? suggestNext : {}),
  };
}

const statementSnippets: Readonly<Record<string, string>> = {
  if: 'if (${1:condition}) {\n\t$0\n}',
  while: 'while (${1:condition}) {\n\t$0\n}',
  for: 'for (\\$var(${1:it}) in \\$(avp(${2:name})[*])) {\n\t$0\n}',
  switch: 'switch (${1:\\$rm}) {\n\tcase "${2:INVITE}":\n\t\t$0\n\t\tbreak;\n\tdefault:\n\t\texit;\n}',
  route: 'route($1);',
  exit: 'exit;',
  drop: 'drop;',
  return: 'return(${1:1});',
  xlog: 'xlog("${1:L_INFO}", "${2:text}\\n");',
  async: 'async(${1:function}(), ${2:resume});',
  launch: 'launch(${1:function}());',
  break: 'break;',
  else: 'else ',
  assert: 'assert(${1:condition}, "${2:text}");',
};

export function* topLevel(
  view: ScriptView,
  range: Range,
  fits: (label: string) => boolean,
): Generator<CompletionItem> {
  const { version } = view.model;
  for (const [name, insert] of Object.entries(itemSnippets))
    if (fits(name)) yield snippet(name, insert, range, version);
  for (const facts of coreFacts.globals) {
    if (!fits(facts.name) || !existsIn(version, facts)) continue;
    const isOld = facts.deprecatedSince !== undefined;
    yield {
      ...item(facts.name, CompletionItemKind.Property, range, {
        detail: globalTypeText(facts.type),
        insert: `${facts.name}=`,
        data: { of: 'global', name: facts.name, version },
      }),
      ...(globalValues(view, facts.name, range).next().done === true ? {} : suggestNext),
      ...(isOld ? { tags: [CompletionItemTag.Deprecated] } : {}),
    };
  }
}

const itemSnippets: Readonly<Record<string, string>> = {
  loadmodule: 'loadmodule "$1"',
  modparam: 'modparam("$1", "${2:parameter}", ${3:value})',
  route: 'route[${1:name}] {\n\t$0\n}',
  failure_route: 'failure_route[${1:name}] {\n\t$0\n}',
  onreply_route: 'onreply_route[${1:name}] {\n\t$0\n}',
  branch_route: 'branch_route[${1:name}] {\n\t$0\n}',
  error_route: 'error_route {\n\t$0\n}',
  local_route: 'local_route {\n\t$0\n}',
  startup_route: 'startup_route {\n\t$0\n}',
  timer_route: 'timer_route[${1:name}, ${2:60}] {\n\t$0\n}',
  event_route: 'event_route[${1:E_EVENT}] {\n\t$0\n}',
  include_file: 'include_file "${1:path}"',
  import_file: 'import_file "${1:path}"',
};
