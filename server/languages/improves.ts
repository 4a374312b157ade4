import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type Diagnostic,
  DiagnosticSeverity,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { Project } from './project.ts';

/** What is needed to check a project: the parts of a language that read and check. */
export interface Judge<Tree, Model> {
  parse(text: string): Tree;
  print(tree: Tree): string;
  /** The model of a project, built anew: nothing of the model at hand is changed. */
  model(project: Project<Tree>): Model;
  /** The findings in one file. */
  check(uri: string, tree: Tree, model: Model): readonly Diagnostic[];
}

/** Longer projects are not checked again for a fix: the result would be too late to be useful. */
const lineLimit = 6000;

/**
 * True when a change is worth offering: the project then has fewer findings, and no error or warning that did not exist
 * before. Undefined if the project is too long to check.
 */
export function improves<Tree, Model>(
  judge: Judge<Tree, Model>,
  project: Project<Tree>,
  before: readonly Diagnostic[],
  edit: WorkspaceEdit,
): boolean | undefined {
  const after = findingsAfter(judge, project, edit);
  if (after === undefined) return undefined;
  return isBetter(before, after);
}

/** The findings of a project after an edit. */
export function findingsAfter<Tree, Model>(
  judge: Judge<Tree, Model>,
  project: Project<Tree>,
  edit: WorkspaceEdit,
): readonly Diagnostic[] | undefined {
  const trees = new Map(project.trees);
  let lines = 0;
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) {
    const tree = trees.get(uri);
    if (tree === undefined) return undefined;
    const text = judge.print(tree);
    trees.set(uri, judge.parse(applied(text, edits)));
  }
  for (const tree of trees.values()) {
    lines += judge.print(tree).split('\n').length;
    if (lines > lineLimit) return undefined;
  }
  return findingsOf(judge, { ...project, trees });
}

/** Every finding in the files of a project. */
export function findingsOf<Tree, Model>(
  judge: Judge<Tree, Model>,
  project: Project<Tree>,
): readonly Diagnostic[] {
  const model = judge.model(project);
  return [...project.trees].flatMap(([uri, tree]) => judge.check(uri, tree, model));
}

/** The text with edits applied; those that touch each other keep their order. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('file:///text', '', 0, text), [...edits]);
}

function isBetter(before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  if (after.length >= before.length) return false;
  const known = new Map<string, number>();
  for (const one of before) known.set(keyOf(one), (known.get(keyOf(one)) ?? 0) + 1);
  for (const one of after) {
    if (one.severity !== DiagnosticSeverity.Error && one.severity !== DiagnosticSeverity.Warning) continue;
    const count = known.get(keyOf(one)) ?? 0;
    if (count === 0) return false;
    known.set(keyOf(one), count - 1);
  }
  return true;
}

function keyOf({ severity, code, message }: Diagnostic): string {
  return `${severity} ${code} ${message}`;
}
