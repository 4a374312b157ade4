import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { lengthWithoutEol, splitLines } from '../text/lines.ts';
import { least } from '../text/longLists.ts';
import type { RuleInfo } from './rule.ts';

/** A comment that suppresses rules. */
export interface IgnoreComment {
  /** Line of the comment. */
  readonly line: number;
  /** Columns of the codes, from the first to the last. */
  readonly start: number;
  readonly end: number;
  readonly codes: readonly string[];
  /** The line that it applies to; undefined for the whole file. */
  readonly target: number | undefined;
}

/** The hint about a comment without effect. */
export const unusedIgnoreComment: RuleInfo = {
  code: 'workbench/unused-ignore-comment',
  severity: 'hint',
  title: 'Ignore comment without effect',
  why: 'A comment that is no longer needed hides the next real finding of the same rule on that line.',
  fix: 'Remove the comment, or write the code of the rule as shown in the message.',
  bad: '; sip-workbench-ignore sip-conf/no-such-rule: it was needed once\n[general]\n',
  good: '[general]\n',
  family: 'workbench',
};

/** The marker in every ignore comment. */
export const ignoreMarker = 'sip-workbench-ignore';

/** A line with its number. */
export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/** The lines of a text that may be ignore comments. Nearly every file has none, and this runs at every keystroke. */
export function markedLines(text: string): readonly NumberedLine[] {
  if (!text.includes(ignoreMarker)) return [];
  return splitLines(text)
    .map((content, line) => ({ line, text: content }))
    .filter(({ text: content }) => content.includes(ignoreMarker));
}

/**
 * The ignore comments in the lines with the marker: `sip-workbench-ignore CODE, CODE: reason` in a comment applies to
 * its own line, or, if alone on its line, to the next line that is not such a comment; `sip-workbench-ignore-file CODE`
 * applies to the file.
 */
export function findIgnoreComments(
  lines: readonly NumberedLine[],
  commentPrefixes: readonly string[],
): IgnoreComment[] {
  const comments: IgnoreComment[] = [];
  let below: number | undefined;
  for (const { line, text } of [...lines].reverse()) {
    const comment = readComment(text, line, commentPrefixes);
    if (comment === undefined) continue;
    const isForNext = comment.isAlone && comment.target !== undefined;
    // A block of such comments applies to the line below all of them.
    const target = isForNext
      ? comments.at(-1)?.line === line + 1 && below !== undefined
        ? below
        : line + 1
      : undefined;
    below = target;
    comments.push(isForNext ? { ...comment, target } : comment);
  }
  return comments.reverse();
}

/** Removes suppressed diagnostics, and adds a hint for each comment that had no effect although its rules are on. */
export function applyIgnoreComments(
  diagnostics: readonly Diagnostic[],
  comments: readonly IgnoreComment[],
  isOff: (code: string) => boolean,
): Diagnostic[] {
  if (comments.length === 0) return [...diagnostics];
  const byTarget = groupByTarget(comments);
  const used = new Set<IgnoreComment>();
  const kept = diagnostics.filter(diagnostic => {
    const near = [...(byTarget.get(diagnostic.range.start.line) ?? []), ...(byTarget.get(undefined) ?? [])];
    const silencing = near.filter(comment => comment.codes.includes(String(diagnostic.code)));
    for (const comment of silencing) used.add(comment);
    return silencing.length === 0;
  });
  for (const comment of comments) {
    if (!used.has(comment) && !comment.codes.some(isOff)) kept.push(unusedHint(comment));
  }
  return kept;
}

/** The comments by the line that they apply to; undefined means the whole file. */
function groupByTarget(comments: readonly IgnoreComment[]): ReadonlyMap<number | undefined, IgnoreComment[]> {
  const groups = new Map<number | undefined, IgnoreComment[]>();
  for (const comment of comments) {
    const group = groups.get(comment.target);
    if (group === undefined) groups.set(comment.target, [comment]);
    else group.push(comment);
  }
  return groups;
}

function unusedHint(comment: IgnoreComment): Diagnostic {
  const names =
    comment.codes.length === 0 ? 'has no rule code' : `has no effect: ${comment.codes.join(', ')}`;
  return {
    range: {
      start: { line: comment.line, character: comment.start },
      end: { line: comment.line, character: comment.end },
    },
    severity: DiagnosticSeverity.Hint,
    code: unusedIgnoreComment.code,
    source: 'SIP Workbench',
    message: `This comment ${names}. A comment that is no longer needed hides the next real finding. Remove it, or correct the code of the rule.`,
    tags: [DiagnosticTag.Unnecessary],
  };
}

function readComment(
  line: string,
  number: number,
  commentPrefixes: readonly string[],
): (IgnoreComment & { readonly isAlone: boolean }) | undefined {
  const at = line.indexOf(ignoreMarker);
  if (at < 0) return undefined;
  const before = line.slice(0, at);
  const places = commentPrefixes.map(prefix => before.indexOf(prefix)).filter(place => place >= 0);
  if (places.length === 0) return undefined;
  let start = at + ignoreMarker.length;
  const isFile = line.startsWith('-file', start);
  if (isFile) start += '-file'.length;
  const list = line.slice(start, lengthWithoutEol(line)).replace(/:.*$/, '');
  if (list !== '' && !/^\s/.test(list)) return undefined;
  return {
    line: number,
    start: at,
    end: start + list.trimEnd().length,
    codes: list.split(/[\s,]+/).filter(code => code !== ''),
    target: isFile ? undefined : number,
    isAlone: before.slice(0, least(places)).trim() === '',
  };
}
