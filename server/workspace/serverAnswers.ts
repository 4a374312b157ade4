import type { LineEdit } from '../languages/project.ts';
import type { CheckRun, PlacedAnswer, ServerAnswer } from '../languages/serverCheck.ts';
import { lengthWithoutEol } from '../text/lines.ts';
import { canonicalUri, namedUri } from './location.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * The server's messages about the files of one root. The answers move with their lines; an answer whose line was
 * changed is removed until the next run, and so are those about the whole configuration.
 */
export class ServerAnswers {
  private readonly first: ReadonlyMap<string, readonly AnchoredAnswer[]>;
  private readonly whole: readonly PlacedAnswer[];
  private readonly moved = new Map<string, readonly AnchoredAnswer[]>();
  /** The answers that were shown separately when the answers about their file were first used. */
  private readonly alone = new Set<ServerAnswer>();
  private readonly seen = new Set<string>();

  constructor(
    readonly run: CheckRun,
    root: string,
    snapshot: Snapshot,
    answers: readonly ServerAnswer[],
  ) {
    const first = new Map<string, AnchoredAnswer[]>();
    const whole: PlacedAnswer[] = [];
    for (const answer of answers) {
      const at = answer.place && placeIn(root, snapshot, answer.place);
      if (at === undefined) {
        whole.push({ answer: withoutPlace(answer), line: undefined });
        continue;
      }
      const anchored = { answer, line: at.line, text: at.text };
      const ofFile = first.get(at.uri);
      if (ofFile === undefined) first.set(at.uri, [anchored]);
      else ofFile.push(anchored);
    }
    this.first = first;
    this.whole = whole;
  }

  /** The answers about a file, at their current places. */
  of(uri: string): readonly PlacedAnswer[] {
    const answers = this.moved.get(uri) ?? this.first.get(uri) ?? [];
    if (this.isCurrent) return [...this.whole, ...answers];
    if (!this.seen.has(uri)) return answers;
    // An answer that matched one of our findings would remain when the cause of both is fixed on another line.
    return answers.map(({ answer, line }) => ({
      answer: this.alone.has(answer) ? answer : { ...answer, kind: 'consequence' },
      line,
    }));
  }

  /** Records the answers about a file that were shown separately. */
  shownAlone(uri: string, answers: Iterable<ServerAnswer>): void {
    if (!this.isCurrent && this.seen.has(uri)) return;
    this.seen.add(uri);
    for (const answer of answers) this.alone.add(answer);
  }

  edited(uri: string, edits: readonly LineEdit[]): void {
    let answers = this.moved.get(uri) ?? this.first.get(uri) ?? [];
    for (const edit of edits) answers = answers.flatMap(answer => movedBy(answer, edit));
    this.moved.set(uri, answers);
  }

  /** The file is again the same as the server has read. */
  restored(uri: string): void {
    this.moved.delete(uri);
  }

  private get isCurrent(): boolean {
    return this.moved.size === 0;
  }
}

/** An answer with the text of its line, which is used to find the line among the lines that replace it. */
interface AnchoredAnswer {
  readonly answer: ServerAnswer;
  readonly line: number;
  readonly text: string;
}

function movedBy(anchored: AnchoredAnswer, { line, removed, lines }: LineEdit): AnchoredAnswer[] {
  if (anchored.line < line) return [anchored];
  if (anchored.line >= line + removed) return [{ ...anchored, line: anchored.line + lines.length - removed }];
  const kept = lines.findIndex(text => withoutEol(text) === anchored.text);
  return kept < 0 ? [] : [{ ...anchored, line: line + kept }];
}

function placeIn(
  root: string,
  snapshot: Snapshot,
  { file, line }: NonNullable<ServerAnswer['place']>,
): { readonly uri: string; readonly line: number; readonly text: string } | undefined {
  // The server runs in the folder of the root, where relative names start.
  const wanted = namedUri(root, file);
  for (const [uri, lines] of snapshot) {
    if (canonicalUri(uri) !== wanted || lines.length === 0) continue;
    const at = Math.min(lineAfterFeeds(lines, line - 1), lines.length - 1);
    return { uri, line: at, text: withoutEol(lines[at] ?? '') };
  }
  return undefined;
}

/** Servers count line feeds; an editor also ends a line at a lone carriage return. */
function lineAfterFeeds(lines: readonly string[], feeds: number): number {
  let line = 0;
  for (let left = feeds; left > 0 && line < lines.length; line++) if (lines[line]?.endsWith('\n')) left--;
  return line;
}

function withoutPlace(answer: ServerAnswer): ServerAnswer {
  const { place, ...rest } = answer;
  return place === undefined ? answer : { ...rest, text: `${place.file}:${place.line}: ${answer.text}` };
}

function withoutEol(line: string): string {
  return line.slice(0, lengthWithoutEol(line));
}
