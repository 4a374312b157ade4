import { createTwoFilesPatch } from 'diff';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CodeActionKind, type TextEdit } from 'vscode-languageserver-types';
import type { Language } from '../languages/language.ts';
import { report } from '../languages/report.ts';
import { linesWithoutSecrets } from '../text/secrets.ts';
import { canonicalUri } from '../workspace/location.ts';
import type { ProjectState } from '../workspace/project.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** A fix may uncover another problem; more rounds than this are endless. */
const maxRounds = 8;

/** A file whose text the fixes changed. */
export interface FixedFile {
  readonly uri: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Applies the fixes that need no decision (`source.fixAll`) to the files of one project until none is left. Afterwards,
 * the workspace has the fixed texts as open documents; nothing is written.
 */
export async function fixProject(
  workspace: Workspace,
  root: string,
  language: Language,
): Promise<readonly FixedFile[]> {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (let round = 1; round <= maxRounds; round++) {
    const state = await workspace.stateOf(root, language);
    const edits = fixesOf(state);
    if (edits.size === 0) break;
    for (const [uri, changes] of edits) {
      const tree = state.project.trees.get(uri);
      if (tree === undefined) continue;
      const text = language.print(tree);
      const fixed = TextDocument.applyEdits(TextDocument.create(uri, language.id, 0, text), [...changes]);
      if (!before.has(uri)) before.set(uri, text);
      after.set(uri, fixed);
      workspace.open(uri, language.id, round, fixed);
    }
  }
  return [...before].flatMap(([uri, text]) => {
    const fixed = after.get(uri) ?? text;
    return fixed === text ? [] : [{ uri, before: text, after: fixed }];
  });
}

/** The changes as a unified diff, to be read: secrets in it and around it are masked. */
export function diffOf({ before, after }: Omit<FixedFile, 'uri'>, file: string): string {
  return linesWithoutSecrets(createTwoFilesPatch(file, file, before, after, '', '', { context: 3 }));
}

function fixesOf({
  language,
  project,
  model,
  settings,
}: ProjectState): ReadonlyMap<string, readonly TextEdit[]> {
  const edits = new Map<string, readonly TextEdit[]>();
  for (const [uri, tree] of project.trees) {
    const view = { uri, tree, model };
    const end = { line: Number.MAX_SAFE_INTEGER, character: 0 };
    const range = { start: { line: 0, character: 0 }, end };
    const diagnostics = report(language, view, settings.language);
    const actions = language.actions?.(view, range, diagnostics, [CodeActionKind.SourceFixAll]) ?? [];
    for (const { kind, edit } of actions) {
      if (kind !== CodeActionKind.SourceFixAll) continue;
      for (const [target, changes] of Object.entries(edit?.changes ?? {}))
        if (changes.length > 0 && !edits.has(canonicalUri(target))) edits.set(canonicalUri(target), changes);
    }
  }
  return edits;
}
