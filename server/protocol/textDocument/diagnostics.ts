import {
  type Diagnostic,
  DiagnosticSeverity,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type RelatedFullDocumentDiagnosticReport,
  type UnchangedDocumentDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { report } from '../../languages/report.ts';
import { severityName } from '../../rules/diagnostic.ts';
import { limits } from '../../rules/limits.ts';
import { visibleText } from '../../text/visible.ts';
import type { OpenDocument } from '../../workspace/documents.ts';
import { baseName, canonicalUri, isEarlierVersion } from '../../workspace/location.ts';
import type { ProjectState } from '../../workspace/project.ts';
import type { Subject, Workspace } from '../../workspace/workspace.ts';
import { type Context, type Feature, guarded, throwIfCancelled } from '../context.ts';
import { sendStatus } from '../sipWorkbench/status.ts';

/** The maximum number of files that are reported together with the requested document. */
const maxRelated = 200;

/** textDocument/diagnostic and workspace/diagnostic; diagnostics are pushed to clients that cannot pull them */
export const diagnostics: Feature = {
  start: context => {
    const { connection, workspace } = context;
    const answers = new Answers(context);
    const noteFirst = firstNotes(context);
    connection.languages.diagnostics.on(
      guarded(context, 'diagnostics', nothingFound, async (params, token) => {
        const subject = await workspace.subject(params.textDocument.uri);
        throwIfCancelled(token);
        // An earlier version of a file next to its current text would show the same problems twice.
        if (isEarlierVersion(params.textDocument.uri)) return nothingFound;
        if (subject === undefined) return refused(workspace, params.textDocument.uri);
        sendStatus(context, subject);
        const answer = answers.of(subject.state, subject.view.uri);
        noteFirst(workspace.document(subject.view.uri));
        const relatedDocuments = answers.related(subject, workspace);
        const related = Object.keys(relatedDocuments).length === 0 ? {} : { relatedDocuments };
        if (answer.resultId === params.previousResultId) return { ...unchanged(answer.resultId), ...related };
        return { ...full(answer), ...related };
      }),
    );
    connection.languages.diagnostics.onWorkspace(
      guarded(context, 'workspace diagnostics', { items: [] }, async (params, token) => {
        const items: WorkspaceDocumentDiagnosticReport[] = [];
        const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
        for (const state of await workspace.states()) {
          for (const uri of state.project.trees.keys()) {
            throwIfCancelled(token);
            const version = workspace.document(uri)?.version ?? null;
            const answer = trying(context, () => answers.of(state, uri));
            if (answer === undefined) continue;
            const isKnown = previous.get(uri) === answer.resultId;
            previous.delete(uri);
            items.push({ uri, version, ...(isKnown ? unchanged(answer.resultId) : full(answer)) });
          }
        }
        answers.keepOnly(new Set(items.map(({ uri }) => uri)));
        // Files that no project reads any longer must not keep their diagnostics.
        for (const [uri, value] of previous) {
          if (value !== noResult)
            items.push({ uri, version: null, ...full({ resultId: noResult, items: [] }) });
        }
        return { items };
      }),
    );
  },
  capabilities: () => ({
    diagnosticProvider: {
      identifier: 'sip-workbench',
      interFileDependencies: true,
      workspaceDiagnostics: true,
    },
  }),
};

/** The diagnostics of every file of the projects with an open document, for clients that cannot pull. */
export async function pushDiagnostics(context: Context, pushed: Set<string>): Promise<void> {
  const before = new Set(pushed);
  pushed.clear();
  for (const state of await context.workspace.states()) {
    for (const uri of state.project.trees.keys()) {
      const version = context.workspace.document(uri)?.version;
      const found = trying(context, () => diagnosticsOf(context, state, uri));
      if (found === undefined) continue;
      await context.connection.sendDiagnostics({
        uri,
        diagnostics: found,
        ...(version === undefined ? {} : { version }),
      });
      pushed.add(uri);
      before.delete(uri);
    }
  }
  for (const uri of before) await context.connection.sendDiagnostics({ uri, diagnostics: [] });
}

/** An error in one file affects only the answer about that file. */
function trying<Value>(context: Context, work: () => Value): Value | undefined {
  try {
    return work();
  } catch (error) {
    context.report('diagnostics of a file', error);
    context.workspace.resetModels();
    return undefined;
  }
}

/** Logs, once for each document, how long the user waited for its first diagnostics. */
function firstNotes({ connection }: Context): (document: OpenDocument | undefined) => void {
  const noted = new WeakSet<OpenDocument>();
  return document => {
    if (document === undefined || noted.has(document)) return;
    noted.add(document);
    const milliseconds = Date.now() - document.openedAt;
    connection.console.info(
      `Checked ${visibleText(baseName(document.uri))} ${milliseconds} ms after it was opened.`,
    );
  };
}

interface Answer {
  readonly resultId: string;
  readonly items: Diagnostic[];
}

/** What an answer depends on: the state of the project, and the results of the user's server. */
interface Basis {
  readonly generation: number;
  readonly revision: number;
}

/** The last findings in each file. A result keeps its ID as long as it is the same. */
class Answers {
  private readonly last = new Map<string, Answer & Basis & { readonly text: string }>();
  private readonly toldWithOthers = new Map<string, string>();
  private count = 0;

  constructor(private readonly context: Context) {
    context.workspace.whenForgotten(inUse => this.keepOnly(inUse));
  }

  of(state: ProjectState, uri: string): Answer {
    const before = this.last.get(uri);
    const { generation } = state;
    const revision = this.context.checks.revisionOf(state.project.root);
    if (before?.generation === generation && before.revision === revision) return before;
    const items = diagnosticsOf(this.context, state, uri);
    const text = JSON.stringify(items);
    const resultId = before?.text === text ? before.resultId : String(++this.count);
    const answer = { resultId, items, generation, revision, text };
    this.last.set(uri, answer);
    return answer;
  }

  /** Forgets files that no project reads any longer. */
  keepOnly(kept: ReadonlySet<string>): void {
    for (const uri of this.last.keys()) if (!kept.has(uri)) this.last.delete(uri);
    for (const uri of this.toldWithOthers.keys()) if (!kept.has(uri)) this.toldWithOthers.delete(uri);
  }

  /** Files of the same project that are not open, if they changed since they were last reported. */
  related({ state, view }: Subject, workspace: Workspace): Record<string, FullDocumentDiagnosticReport> {
    const reports: Record<string, FullDocumentDiagnosticReport> = {};
    if (state.project.trees.size > maxRelated) return reports;
    for (const uri of state.project.trees.keys()) {
      if (uri === view.uri || workspace.document(uri) !== undefined) {
        this.toldWithOthers.delete(uri);
        continue;
      }
      const answer = trying(this.context, () => this.of(state, uri));
      if (answer === undefined) continue;
      if (this.toldWithOthers.get(uri) === answer.resultId) continue;
      this.toldWithOthers.set(uri, answer.resultId);
      reports[uri] = full(answer);
    }
    return reports;
  }
}

/** The findings in one file of a project, as the editor gets them. */
export function diagnosticsOf({ checks }: Context, state: ProjectState, uri: string): Diagnostic[] {
  const { language, project, model, settings } = state;
  const tree = project.trees.get(uri);
  if (tree === undefined) return [];
  const left = { ...limits };
  const found = report(language, { uri, tree, model }, settings.language, limits, project);
  return checks.merged(state, uri, found).filter(diagnostic => left[severityName(diagnostic)]-- > 0);
}

const noResult = 'none';
const nothingFound: RelatedFullDocumentDiagnosticReport = {
  kind: DocumentDiagnosticReportKind.Full,
  items: [],
};

function full({ resultId, items }: Answer): FullDocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}

function unchanged(resultId: string): UnchangedDocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
}

/** A document that is not read has a diagnostic on its first line. */
function refused(workspace: Workspace, uri: string): RelatedFullDocumentDiagnosticReport {
  const document = workspace.document(canonicalUri(uri));
  const message = document?.language === undefined ? undefined : document.refusal;
  if (message === undefined) return nothingFound;
  const start = { line: 0, character: 0 };
  const severity = DiagnosticSeverity.Information;
  return {
    kind: DocumentDiagnosticReportKind.Full,
    items: [{ range: { start, end: start }, severity, source: 'SIP Workbench', message }],
  };
}
