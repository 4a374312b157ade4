import { type CodeDescription, type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { rulePage, severityNumbers } from '../rules/diagnostic.ts';
import { gatherHabits } from '../rules/habits.ts';
import { applyIgnoreComments, findIgnoreComments, type IgnoreComment, markedLines } from '../rules/ignore.ts';
import type { Severity } from '../rules/rule.ts';
import { visibleText } from '../text/visible.ts';
import type { Language } from './language.ts';
import type { LanguageSettings, Project, View } from './project.ts';

/**
 * The diagnostics of one file for display: the findings of its language, without those that an ignore comment
 * suppresses, with the severities that the user has set and a link to the page of each rule. With `project`, also the
 * includes that are not read.
 */
export function report<Tree extends object, Model extends object>(
  language: Language<Tree, Model>,
  view: View<Tree, Model>,
  settings: LanguageSettings,
  limits?: Readonly<Record<Severity, number>>,
  project?: Project<Tree>,
): Diagnostic[] {
  const comments = ignoreCommentsOf(language, view.tree);
  // Whether a comment has an effect follows only from all findings, and a habit that is set to error is shown at each of its places.
  const needsAll = comments.length > 0 || Object.values(settings.severities).includes('error');
  const found = language.check(view, needsAll ? undefined : limits);
  const heard = applyIgnoreComments(found, comments, code => settings.severities[code] === 'off');
  const unread = project === undefined ? [] : unreadIncludes(language, view.tree, view.uri, project);
  const gathered = gatherHabits(applySeverities(heard, settings), language.rules(), view.uri);
  return [...unread, ...gathered.map(withPage)];
}

/** A finding for every include of something that SIP Workbench does not read: devices, other machines, huge files. */
function unreadIncludes<Tree extends object>(
  language: Pick<Language<Tree>, 'includes'>,
  tree: Tree,
  uri: string,
  project: Project<Tree>,
): Diagnostic[] {
  const { refusal } = project;
  if (refusal === undefined) return [];
  return language.includes(tree).flatMap(({ path, range }) => {
    const reason = refusal(uri, path);
    if (reason === undefined) return [];
    return {
      range,
      severity: DiagnosticSeverity.Warning,
      source: 'SIP Workbench',
      message: `${visibleText(reason)} Its content is not checked. Include a regular file.`,
    };
  });
}

/** Diagnostics with the severities that the user has set; without those that are turned off. */
export function applySeverities(
  diagnostics: readonly Diagnostic[],
  settings: LanguageSettings,
): Diagnostic[] {
  const changed: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const severity = settings.severities[String(diagnostic.code)];
    if (severity === undefined) changed.push(diagnostic);
    else if (severity !== 'off') changed.push({ ...diagnostic, severity: severityNumbers[severity] });
  }
  return changed;
}

function withPage(diagnostic: Diagnostic): Diagnostic {
  if (typeof diagnostic.code !== 'string' || diagnostic.codeDescription !== undefined) return diagnostic;
  let codeDescription = pagesByCode.get(diagnostic.code);
  if (codeDescription === undefined) {
    codeDescription = { href: rulePage(diagnostic.code) };
    pagesByCode.set(diagnostic.code, codeDescription);
  }
  return { ...diagnostic, codeDescription };
}

/** One object for each code: a large file has the same few codes a hundred thousand times. */
const pagesByCode = new Map<string, CodeDescription>();

const commentsByTree = new WeakMap<object, readonly IgnoreComment[]>();

function ignoreCommentsOf<Tree extends object, Model extends object>(
  language: Language<Tree, Model>,
  tree: Tree,
): readonly IgnoreComment[] {
  const prefixes = language.commentPrefixes ?? [];
  if (prefixes.length === 0) return [];
  let comments = commentsByTree.get(tree);
  if (comments === undefined) {
    const lines = language.markedLines?.(tree) ?? markedLines(language.print(tree));
    comments = findIgnoreComments(lines, prefixes);
    commentsByTree.set(tree, comments);
  }
  return comments;
}
