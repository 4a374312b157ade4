import { type CancellationToken, CancellationTokenSource, type Diagnostic } from 'vscode-languageserver';
import type { LineEdit } from '../../languages/project.ts';
import type { FileSystem } from '../../workspace/files.ts';
import { baseName, canonicalUri, hasNeighbors } from '../../workspace/location.ts';
import type { ProjectState } from '../../workspace/project.ts';
import { ServerAnswers } from '../../workspace/serverAnswers.ts';
import { isSameSnapshot, readSnapshot, type Snapshot } from '../../workspace/snapshot.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { CheckOutcome, RunServerCheckParams, ServerCheckResult } from './serverCheckRequests.ts';

/** What the checks need from their host. */
export interface ServerCheckHost {
  readonly workspace: Workspace;
  readonly files: FileSystem;
  /** Makes the client run the user's server. */
  readonly run: (params: RunServerCheckParams, token: CancellationToken) => Promise<ServerCheckResult>;
  /** Requests new diagnostics and a new status. */
  readonly changed: () => void;
  readonly report: (feature: string, error: unknown) => void;
}

/**
 * The results of the user's own server for the projects with an open file: one run for each root, started when a file
 * is opened or saved, on files that are the same in the editor and on disk.
 */
export class ServerChecks {
  private isAllowed = false;
  private readonly roots = new Map<string, RootCheck>();
  private revisions = 0;

  constructor(private readonly host: ServerCheckHost) {}

  /** The client reports whether the user has enabled checks and trusts the workspace. */
  allow(allowed: boolean): void {
    if (allowed === this.isAllowed) return;
    this.isAllowed = allowed;
    if (allowed) for (const document of this.host.workspace.openDocuments) this.check(document.uri);
    else {
      for (const root of [...this.roots.keys()]) this.forget(root);
      this.host.changed();
    }
  }

  /** Checks the project of a file, unless it was already checked with the same text. */
  check(uri: string): void {
    if (!this.isAllowed) return;
    this.checkProject(uri, false).catch((error: unknown) => this.host.report('server check', error));
  }

  /** Checks the project of a file at the user's request. */
  async checkNow(uri: string): Promise<CheckOutcome> {
    if (!this.isAllowed) return problem('The check with your own server is turned off.');
    return (await this.checkProject(uri, true)) ?? problem('A newer check has replaced this one.');
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

  /** The editor has closed a file, so its content on disk counts. */
  closed(uri: string): void {
    for (const [root, check] of this.roots) {
      const files = (check.running ?? check.done)?.snapshot.keys() ?? [root];
      if (![...files].some(file => this.host.workspace.document(file) !== undefined)) this.forget(root);
      check.done?.answers.restored(uri);
      check.revision = ++this.revisions;
    }
  }

  /**
   * Files were changed on disk, perhaps by the editor, which may not have reloaded them yet. `isStale` means that something
   * about them was read before, even if only that they do not exist.
   */
  filesChanged(uris: readonly string[], isStale: boolean): void {
    const changed = new Set(uris.map(canonicalUri));
    for (const [root, { running, done }] of this.roots) {
      const files = [...((running ?? done)?.snapshot.keys() ?? [])];
      if (isStale || files.some(file => changed.has(canonicalUri(file)))) this.check(root);
    }
  }

  /** A number that changes when `merged` may return something else for the files of a root. */
  revisionOf(root: string): number {
    return this.roots.get(root)?.revision ?? 0;
  }

  /** The diagnostics of a file together with the results of the user's server. */
  merged({ language, project, model }: ProjectState, uri: string, found: Diagnostic[]): Diagnostic[] {
    const answers = this.roots.get(project.root)?.done?.answers;
    const tree = project.trees.get(uri);
    if (answers === undefined || tree === undefined || language.serverCheck === undefined) return found;
    const view = { uri, tree, model };
    const { diagnostics, alone } = language.serverCheck.merge(view, found, answers.of(uri), answers.run);
    answers.shownAlone(uri, alone);
    return diagnostics;
  }

  /** The note about the last check in the status of the project. */
  noteOf({ language, project, model }: ProjectState): CheckOutcome | undefined {
    const check = this.roots.get(project.root);
    if (check?.note !== undefined) return check.note;
    const run = check?.done?.answers.run;
    return (
      run && language.serverCheck && { text: language.serverCheck.summary(model, run), isProblem: false }
    );
  }

  /** The outcome; undefined if there is nothing new, or if a newer check has replaced this one. */
  private async checkProject(uri: string, isAsked: boolean): Promise<CheckOutcome | undefined> {
    const subject = await this.host.workspace.subject(uri);
    const serverCheck = subject?.language.serverCheck;
    if (subject === undefined || serverCheck === undefined)
      return problem('No server on this machine can check this file.');
    const { project, model } = subject.state;
    if (!isOnDisk(project.root)) return problem("Only files on this machine's disk can be checked.");
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
    // The model may have changed in the meantime.
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
      // A canceled request ends here, and nobody waits for it any longer.
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
  /** Number of the newest check; older ones stop. */
  ticket: number;
  revision: number;
  running?: Running | undefined;
  done?: { readonly snapshot: Snapshot; readonly answers: ServerAnswers } | undefined;
  /** Why there is nothing new to report. */
  note?: CheckOutcome | undefined;
  /** True while a file on disk differs from the editor, which may be about to reload it. */
  waitsForEditor: boolean;
}

interface Running {
  readonly snapshot: Snapshot;
  readonly source: CancellationTokenSource;
  /** The edits since the server read the files. */
  readonly edits: { readonly uri: string; readonly edits: readonly LineEdit[] }[];
}

function isOnDisk(uri: string): boolean {
  return uri.startsWith('file:') && hasNeighbors(uri);
}

function problem(text: string): CheckOutcome {
  return { text, isProblem: true };
}
