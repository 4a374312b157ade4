import { type CodeAction, CodeActionKind, type Diagnostic, type Position } from 'vscode-languageserver-types';
import { withGeneratedSecrets } from '../../rules/generatedSecret.ts';
import type { Subject } from '../../workspace/workspace.ts';
import { aboutFile, type Feature } from '../context.ts';
import { DISABLE_RULE, OPEN_RULE_PAGE } from '../sipWorkbench/knowledge/rulePageRequest.ts';

/** textDocument/codeAction: the fixes of the language, and the actions for the rule of every diagnostic */
export const codeAction: Feature = {
  start: context =>
    context.connection.onCodeAction(
      aboutFile(context, 'code actions', null, (subject, { range, context: asked }) => {
        const { language, view } = subject;
        const actions = withGeneratedSecrets(
          language.actions?.(view, range, asked.diagnostics, asked.only) ?? [],
          count => crypto.getRandomValues(new Uint8Array(count)),
        );
        if (
          asked.only !== undefined &&
          !asked.only.some(kind => kind === '' || kind === CodeActionKind.QuickFix)
        ) {
          return actions;
        }
        const { opensRulePages } = context.client;
        return [
          ...actions,
          ...ignoreActions(subject, asked.diagnostics),
          ...(opensRulePages ? ruleActions(subject, asked.diagnostics) : []),
        ];
      }),
    ),
  capabilities: () => ({
    codeActionProvider: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.Refactor,
        CodeActionKind.RefactorExtract,
        CodeActionKind.RefactorRewrite,
        CodeActionKind.SourceFixAll,
      ],
    },
  }),
};

function ignoreActions(
  { language, view, document }: Subject,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const prefix = language.commentPrefixes?.[0];
  if (prefix === undefined || document === undefined) return [];
  const seen = new Set<string>();
  return diagnostics.flatMap(diagnostic => {
    const { code, range } = diagnostic;
    const { line } = range.start;
    const key = `${line} ${code}`;
    if (typeof code !== 'string' || !code.startsWith(`${language.id}/`) || seen.has(key)) return [];
    seen.add(key);
    const place = { line, character: 0 };
    const text = document.text.getText({ start: place, end: { line: line + 1, character: 0 } });
    const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
    const eol = text.endsWith('\r\n') ? '\r\n' : '\n';
    const ignore = (where: string, at: Position, comment: string): CodeAction => ({
      title: `Ignore ${code} ${where}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: { changes: { [view.uri]: [{ range: { start: at, end: at }, newText: comment + eol }] } },
    });
    const here = ignore('on this line', place, `${indent}${prefix} sip-workbench-ignore ${code}: reason`);
    if (seen.has(code)) return here;
    seen.add(code);
    const top = { line: 0, character: 0 };
    return [here, ignore('in this file', top, `${prefix} sip-workbench-ignore-file ${code}: reason`)];
  });
}

/** For each rule with a finding: turn it off in the settings, and open its page. Our own client has these commands. */
function ruleActions({ language }: Subject, diagnostics: readonly Diagnostic[]): CodeAction[] {
  const codes = new Set(diagnostics.map(({ code }) => String(code)));
  return [...codes]
    .filter(code => language.rules().some(rule => rule.code === code))
    .flatMap(code => [
      ruleAction(`Disable ${code} in the settings`, DISABLE_RULE, code, diagnostics),
      ruleAction(`Open the page of ${code}`, OPEN_RULE_PAGE, code, diagnostics),
    ]);
}

function ruleAction(
  title: string,
  command: string,
  code: string,
  diagnostics: readonly Diagnostic[],
): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: diagnostics.filter(diagnostic => diagnostic.code === code),
    command: { title, command, arguments: [code] },
  };
}
