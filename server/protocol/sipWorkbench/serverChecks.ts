import { type CancellationToken, CancellationTokenSource, type Diagnostic } from 'vscode-languageserver';
import type { LineEdit } from '../../languages/project.ts';
import type { FileSystem } from '../../workspace/files.ts';
import { baseName, canonicalUri, hasNeighbors } from '../../workspace/location.ts';
import type { ProjectState } from '../../workspace/project.ts';
import { ServerAnswers } from '../../workspace/serverAnswers.ts';
import { isSameSnapshot, readSnapshot, type Snapshot } from '../../workspace/snapshot.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { CheckOutcome, RunServerCheckParams, ServerCheckResult } from './serverCheckRequests.ts';

/** What the checks need from anyone who runs the server. */
export interface ServerCheckHost {
  readonly workspace: Workspace;
  readonly files: FileSystem;
  /** Has the client run the user's server. */
  readonly run: (params: RunServerCheckParams, token: CancellationToken) => Promise<ServerCheckResult>;
  /** Has the diagnostics and the status asked for again. */
  readonly changed: () => void;
  readonly report: (feature: string, error: unknown) => void;
}

/**
 * What the user's own server says about the projects with an open file: one run for each root, begun when a file is opened or
 * saved, on files that are the same in the editor and on disk.
 */
export class ServerChecks {
  private isAllowed = false;
  private readonly roots = new Map<string, RootCheck>();
  private revisions = 0;

  constructor(private readonly host: ServerCheckHost) {}

  /** The client says whether the user wants checks and trusts the workspace. */
  allow(allowed: boolean): void {
    if (allowed === this.isAllowed) return;
    this.isAllowed = allowed;
    if (allowed) for (const document of this.host.workspace.openDocuments) this.check(document.uri);
    else {
      for (const root of [...this.roots.keys()]) this.forget(root);
      this.host.changed();
    }
  }

  /** Checks the project of a file, unless that has been done with the same text. */
  check(uri: string): void {
    if (!this.isAllowed) return;
    this.checkProject(uri, false).catch((error: unknown) => this.host.report('server check', error));
  }

  /** Checks the project of a file because the user asks for it. */
  async checkNow(uri: string): Promise<CheckOutcome> {
    if (!this.isAllowed) return problem('The check with your own server is off.');
    return (await this.checkProject(uri, true)) ?? problem('A newer check has taken the place of this one.');
  }

  edited(uri: string, edits: readonly LineEdit[]): void {
    for (const [root, check] of this.roots) {
      check.running?.edits.push({ uri, edits });
      if (check.done?.snapshot.has(uri) === true) {
        check.done.answers.edited(uri, edits);
        check.revision = ++this.revisions;
      }
      if (!check.waitsForEditor) continue;
      check.waitsForEditor = false;
      this.check(root);
    }
  }

  /** What the editor held of a file is gone, so that the file counts as it is on disk. */
  closed(uri: string): void {
    for (const [root, check] of this.roots) {
      const files = (check.running ?? check.done)?.snapshot.keys() ?? [root];
      if (![...files].some(file => this.host.workspace.document(file) !== undefined)) this.forget(root);
      check.done?.answers.restored(uri);
      check.revision = ++this.revisions;
    }
  }

  /**
   * Files were changed on disk, perhaps by the editor, which may not have read them again yet. `isStale` says that something
   * was read from them before, were it only that they do not exist.
   */
  filesChanged(uris: readonly string[], isStale: boolean): void {
    const changed = new Set(uris.map(canonicalUri));
    for (const [root, { running, done }] of this.roots) {
      const files = [...((running ?? done)?.snapshot.keys() ?? [])];
      if (isStale || files.some(file => changed.has(canonicalUri(file)))) this.check(root);
    }
  }

  /** Another number when `merged` may give something else for the files of a root. */
  revisionOf(root: string): number {
    return this.roots.get(root)?.revision ?? 0;
  }

  /** The diagnostics of a file together with what the user's server says about it. */
  merged({ language, project, model }: ProjectState, uri: string, found: Diagnostic[]): Diagnostic[] {
    const answers = this.roots.get(project.root)?.done?.answers;
    const tree = project.trees.get(uri);
    if (answers === undefined || tree === undefined || language.serverCheck === undefined) return found;
    const view = { uri, tree, model };
    const { diagnostics, alone } = language.serverCheck.merge(view, found, answers.of(uri), answers.run);
    answers.shownAlone(uri, alone);
    return diagnostics;
  }

  /** What is to be told about the last check, in the status of the project. */
  noteOf({ language, project, model }: ProjectState): CheckOutcome | undefined {
    const check = this.roots.get(project.root);
    if (check?.note !== undefined) return check.note;
    const run = check?.done?.answers.run;
    return (
      run && language.serverCheck && { text: language.serverCheck.summary(model, run), isProblem: false }
    );
  }

  /** The outcome; undefined when there is nothing new, or when a newer check has taken the place of this one. */
  private async checkProject(uri: string, isAsked: boolean): Promise<CheckOutcome | undefined> {
    const subject = await this.host.workspace.subject(uri);
    const serverCheck = subject?.language.serverCheck;
    if (subject === undefined || serverCheck === undefined)
      return problem('No server of this machine can check this file.');
    const { project, model } = subject.state;
    if (!isOnDisk(project.root)) return problem('Only files on the disk of this machine can be checked.');
    const obstacle = serverCheck.obstacle(model);
    if (obstacle !== undefined) return problem(obstacle);
    const check = this.rootCheck(project.root);
    const ticket = ++check.ticket;
    const read = await readSnapshot(project.trees.keys(), this.host.files, this.host.workspace);
    if (check.ticket !== ticket || !this.isAllowed) return undefined;
    check.waitsForEditor = 'unsaved' in read;
    if ('unsaved' in read) {
      const note = { text: `Not checked: ${baseName(read.unsaved)} is not saved.`, isProblem: false };
      this.told(check, note);
      return note;
    }
    const { snapshot } = read;
    if (!isAsked && check.running !== undefined && isSameSnapshot(check.running.snapshot, snapshot))
      return undefined;
    if (!isAsked && check.done !== undefined && isSameSnapshot(check.done.snapshot, snapshot)) {
      for (const file of snapshot.keys()) check.done.answers.restored(file);
      this.told(check, undefined);
      return undefined;
    }
    const running: Running = { snapshot, source: new CancellationTokenSource(), edits: [] };
    check.running?.source.cancel();
    check.running = running;
    const result = await this.resultOf({ uri: project.root, isAsked }, running);
    // Whatever was typed in the meantime, the model is another one now.
    const { state } = (await this.host.workspace.subject(uri)) ?? subject;
    if (check.running !== running) return undefined;
    check.running = undefined;
    check.done = undefined;
    if (result.kind === 'failed') {
      this.told(check, problem(result.reason));
      return problem(result.reason);
    }
    const said = serverCheck.answers(state.model, result);
    const answers = new ServerAnswers(result, project.root, snapshot, said);
    for (const { uri: file, edits } of running.edits) if (snapshot.has(file)) answers.edited(file, edits);
    check.done = { snapshot, answers };
    this.told(check, undefined);
    return { text: serverCheck.summary(state.model, result), isProblem: result.status !== 0 };
  }

  private async resultOf(params: RunServerCheckParams, { source }: Running): Promise<ServerCheckResult> {
    try {
      return await this.host.run(params, source.token);
    } catch (error) {
      // A request that was cancelled ends like this, and nobody waits for it any more.
      if (!source.token.isCancellationRequested) this.host.report('server check', error);
      return { kind: 'failed', reason: 'The check could not be run.' };
    }
  }

  private told(check: RootCheck, note: CheckOutcome | undefined): void {
    check.note = note;
    check.revision = ++this.revisions;
    this.host.changed();
  }

  private rootCheck(root: string): RootCheck {
    let check = this.roots.get(root);
    if (check === undefined) {
      check = { ticket: 0, revision: ++this.revisions, waitsForEditor: false };
      this.roots.set(root, check);
    }
    return check;
  }

  private forget(root: string): void {
    const check = this.roots.get(root);
    if (check === undefined) return;
    this.roots.delete(root);
    check.ticket++;
    check.running?.source.cancel();
    check.running = undefined;
  }
}

/** The check of one root. */
interface RootCheck {
  /** Of the newest check; older ones give up. */
  ticket: number;
  revision: number;
  running?: Running | undefined;
  done?: { readonly snapshot: Snapshot; readonly answers: ServerAnswers } | undefined;
  /** Why there is nothing new to tell. */
  note?: CheckOutcome | undefined;
  /** True while a file on disk is another one than in the editor, which may be about to read it again. */
  waitsForEditor: boolean;
}

interface Running {
  readonly snapshot: Snapshot;
  readonly source: CancellationTokenSource;
  /** What was typed since the server read the files. */
  readonly edits: { readonly uri: string; readonly edits: readonly LineEdit[] }[];
}

function isOnDisk(uri: string): boolean {
  return uri.startsWith('file:') && hasNeighbors(uri);
}

function problem(text: string): CheckOutcome {
  return { text, isProblem: true };
}
