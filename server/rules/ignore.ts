import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { lengthWithoutEol, splitLines } from '../text/lines.ts';
import { least } from '../text/longLists.ts';
import type { RuleInfo } from './rule.ts';

/** One comment that silences rules. */
export interface IgnoreComment {
  /** Line of the comment. */
  readonly line: number;
  /** Columns of the codes, from the first to the last. */
  readonly start: number;
  readonly end: number;
  readonly codes: readonly string[];
  /** The line that it silences; undefined for the whole file. */
  readonly target: number | undefined;
}

/** The hint about a comment that silences nothing. */
export const unusedIgnoreComment: RuleInfo = {
  code: 'workbench/unused-ignore-comment',
  severity: 'hint',
  title: 'Ignore comment that silences nothing',
  why: 'A comment that outlives its reason hides the next real finding of the same rule on that line.',
  fix: 'Delete the comment, or write the code of the rule as the message shows it.',
  bad: '; sip-workbench-ignore sip-conf/no-such-rule: it was needed once\n[general]\n',
  good: '[general]\n',
  family: 'workbench',
};

/** What every ignore comment holds. */
const ignoreMarker = 'sip-workbench-ignore';

/** A line with its number. */
export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/** The lines of a text that may be ignore comments. Nearly every file has none, and this is asked at every keystroke. */
export function markedLines(text: string): readonly NumberedLine[] {
  if (!text.includes(ignoreMarker)) return [];
  return splitLines(text)
    .map((content, line) => ({ line, text: content }))
    .filter(({ text: content }) => content.includes(ignoreMarker));
}

/**
 * The ignore comments among the lines of a text that hold the marker: `sip-workbench-ignore CODE, CODE: reason` in a comment silences its own line, or, alone on
 * its line, the next line that is no such comment; `sip-workbench-ignore-file CODE` silences the file.
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
    // A block of such comments is about the line below all of them.
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

/** Removes what is silenced, and adds a hint for each comment that silenced nothing although its rules are on. */
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

/** The comments by the line that they silence; undefined stands for the whole file. */
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
    comment.codes.length === 0 ? 'names no rule' : `silences nothing: ${comment.codes.join(', ')}`;
  return {
    range: {
      start: { line: comment.line, character: comment.start },
      end: { line: comment.line, character: comment.end },
    },
    severity: DiagnosticSeverity.Hint,
    code: unusedIgnoreComment.code,
    source: 'SIP Workbench',
    message: `This comment ${names}. A comment that outlives its reason hides the next real finding. Delete it, or name the rule by its code.`,
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
