import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Assumption, ClientAnswer, Registration } from '../../../server/languages/explainQuestion.ts';
import { changesOf, type ExplainAnswer, linesNamed } from '../../../server/languages/explanation.ts';
import { explanationMarkdown } from '../../../server/languages/explanationReport.ts';
import { EXPLAIN_REQUEST, type ExplainParams } from '../../../server/protocol/sipWorkbench/explainRequest.ts';
import type { ConfigurationLine } from '../../../server/sip/explanation.ts';
import type { PacketSource } from '../../../server/sip/packetSource.ts';
import { canonicalAddress, SIP_TRANSPORTS } from '../../../server/sip/packetSource.ts';
import { firstStepDone } from '../../firstSteps.ts';
import { REPORT_SCHEME } from '../../schemes.ts';
import { afterPause } from '../pause.ts';
import { showWay } from '../routeMap/panel.ts';
import { showRange } from '../showRange.ts';
import { openWebView, type WebView } from '../webView.ts';
import { assumptionsAfter, assumptionsWith } from './assumptions.ts';
import { chooseSubject } from './chooseSubject.ts';
import type { ChosenMessage } from './chosenMessage.ts';
import { matchingHtml } from './html.ts';
import { type FromPage, isFromPage, type ToPage } from './messages.ts';
import { askOther } from './openQuestions.ts';
import { askAnswer, askRegistrations, isConfiguration } from './questions.ts';
import { ScriptRun } from './scriptRun.ts';
import { askVersion } from './versions.ts';
import { type Difference, type WhatChanged, whatChanged } from './whatChanged.ts';

let current: MatchingPanel | undefined;

/** Explains a message, or what would match a device, in the view next to the editor; there is one view for all. */
export function showMatching(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  configuration: vscode.Uri,
  subject: ChosenMessage,
): void {
  current ??= new MatchingPanel(context, client, () => {
    current = undefined;
  });
  void current.explain(configuration, subject);
  firstStepDone('explainedMessage');
}

/** Registrations that the user entered, by configuration, until the window closes. */
const toldRegistrations = new Map<string, readonly Registration[]>();

class MatchingPanel {
  private readonly view: WebView<ToPage>;
  private readonly client: BaseLanguageClient;
  private readonly extension: vscode.Extension<unknown>;
  private configuration: vscode.Uri | undefined;
  private subject: ChosenMessage | undefined;
  private source: PacketSource | undefined;
  private clientAnswer: ClientAnswer | undefined;
  private assumptions: readonly Assumption[] = [];
  private readonly run = new ScriptRun();
  private answer: ExplainAnswer | undefined;
  /** What the server did before the edits that are not saved. */
  private beforeEdits: ExplainAnswer | undefined;
  private isReady = false;
  private asked = 0;

  constructor(context: vscode.ExtensionContext, client: BaseLanguageClient, onClose: () => void) {
    this.client = client;
    this.extension = context.extension;
    this.view = openWebView(context, {
      name: 'matching',
      title: 'Message Matching',
      takesFocus: true,
      html: matchingHtml,
      isFromPage,
      receive: message => this.receive(message),
      onClose: () => {
        this.clientAnswer = undefined;
        if (this.configuration !== undefined) showWay(this.configuration, []);
        onClose();
      },
    });
    const edited = afterPause(() => void this.refresh('edits'));
    this.view.own(
      edited,
      this.run,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (!isConfiguration(document) || contentChanges.length === 0) return;
        this.assumptions = assumptionsAfter(document.uri.toString(), contentChanges, this.assumptions);
        edited.restart();
      }),
      vscode.workspace.onDidSaveTextDocument(document => {
        if (isConfiguration(document)) void this.refresh();
      }),
    );
  }

  async explain(configuration: vscode.Uri, subject: ChosenMessage): Promise<void> {
    if (this.configuration !== undefined) showWay(this.configuration, []);
    this.configuration = configuration;
    this.subject = subject;
    this.source = subject.source;
    // The answer of one client does not apply to another.
    this.clientAnswer = undefined;
    this.assumptions = [];
    this.view.reveal();
    await this.refresh();
  }

  /** Asks again; after an edit or another answer, with what that changes. */
  private async refresh(difference?: Difference): Promise<void> {
    const { configuration, subject } = this;
    if (configuration === undefined || subject === undefined || !this.isReady) return;
    const turn = ++this.asked;
    const answer = await this.askServer(configuration, subject);
    // Answers may arrive out of order; only the answer to the last question counts.
    if (turn !== this.asked) return;
    const before = difference === 'answer' ? this.answer : this.beforeEdits;
    this.answer = answer;
    if (difference !== 'edits') this.beforeEdits = answer;
    const [way] = answer.kind === 'explained' ? answer.results.map(one => one.way) : [];
    this.run.show(answer);
    showWay(configuration, way?.routes ?? []);
    this.post(difference === undefined ? undefined : before && whatChanged(before, answer, difference));
  }

  private async askServer(
    configuration: vscode.Uri,
    subject: ChosenMessage,
    version?: string,
  ): Promise<ExplainAnswer> {
    const { clientAnswer, assumptions } = this;
    // The server reads only open documents; the editor closes those that are not visible.
    const { languageId } = await vscode.workspace.openTextDocument(configuration);
    const pasted = subject.kind === 'message' ? subject : undefined;
    const story = languageId === 'opensips-cfg' ? pasted?.story : undefined;
    // The messages of a story come from different places.
    const isStory = story !== undefined && story !== pasted?.text && this.source === subject.source;
    const source = isStory ? undefined : this.source;
    const params: ExplainParams = {
      textDocument: { uri: configuration.toString() },
      registrations: this.registrationsOf(configuration, subject),
      ...(subject.kind === 'device' ? { device: subject.name } : { messages: [story ?? subject.text] }),
      ...(source === undefined ? {} : { sources: [source], transports: [source.transport] }),
      ...(clientAnswer === undefined ? {} : { answers: [clientAnswer] }),
      ...(subject.nonce === undefined ? {} : { nonce: subject.nonce }),
      ...(assumptions.length === 0 ? {} : { assumptions }),
      ...(version === undefined ? {} : { version }),
    };
    const answer = await this.client.sendRequest<ExplainAnswer | null>(EXPLAIN_REQUEST, params);
    if (answer?.kind === 'explained') return { ...answer, results: answer.results.slice(-1) };
    return (
      answer ?? {
        kind: 'obstacle' as const,
        reason: `${baseName(configuration)} cannot be read as a configuration.`,
        about: 'configuration' as const,
        config: [],
      }
    );
  }

  private registrationsOf(configuration: vscode.Uri, subject: ChosenMessage): readonly Registration[] {
    return [...subject.registrations, ...(toldRegistrations.get(configuration.toString()) ?? [])];
  }

  private post(changed: WhatChanged | undefined): void {
    const { answer, configuration, subject } = this;
    if (answer === undefined || configuration === undefined || subject === undefined) return;
    const first = answer.kind === 'explained' ? answer.results[0] : undefined;
    this.view.post({
      type: 'state',
      state: {
        answer,
        configuration: baseName(configuration),
        source: first === undefined ? this.source : first.source,
        registrations: first?.registrations ?? this.registrationsOf(configuration, subject),
        answerUser: this.clientAnswer?.username,
        changed,
        fileNames: Object.fromEntries(
          linesOf(answer).map(({ file }) => [file, baseName(vscode.Uri.parse(file))]),
        ),
      },
    });
  }

  private async receive(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        return this.refresh();
      case 'line': {
        // The page may only request lines that it was given.
        const isGiven = linesOf(this.answer).some(
          ({ file, line }) => file === message.file && line === message.line,
        );
        if (isGiven) await showLine(vscode.Uri.parse(message.file), message.line);
        return;
      }
      case 'header':
        return this.showHeader(message.name);
      case 'change':
        return this.applyChange(message.index);
      case 'question':
        return this.changeAnswer(message.index);
      case 'source':
        return this.changeSource(message.text);
      case 'ask':
        return this.ask(message.what);
    }
  }

  private async ask(what: Extract<FromPage, { type: 'ask' }>['what']): Promise<void> {
    const { configuration } = this;
    if (configuration === undefined) return;
    if (what === 'report') return this.showReport();
    if (what === 'cursor') return this.showCursor(configuration);
    if (what === 'version') return this.compareVersion(configuration);
    if (what === 'message') {
      const chosen = await chooseSubject(this.client, { configuration });
      if (chosen !== undefined) await this.explain(configuration, chosen.message);
      return;
    }
    if (what === 'registrations') {
      const key = configuration.toString();
      const told = await askRegistrations(toldRegistrations.get(key) ?? []);
      if (told === undefined) return;
      toldRegistrations.set(key, told);
    } else {
      const account = this.answer?.kind === 'explained' ? this.answer.results[0]?.account : undefined;
      const asked = await askAnswer(account ?? this.clientAnswer?.username ?? '');
      if (asked === undefined) return;
      this.clientAnswer = asked === 'none' ? undefined : asked;
    }
    await this.refresh();
  }

  /** Answers a question of the script in another way, and runs it again. */
  private async changeAnswer(index: number): Promise<void> {
    const questions = this.answer?.kind === 'explained' ? (this.answer.results[0]?.questions ?? []) : [];
    const question = questions[index];
    if (question === undefined) return;
    const value = await askOther(question);
    if (value === undefined || value === question.assumed) return;
    this.assumptions = assumptionsWith(this.assumptions, questions, question, value);
    await this.refresh('answer');
  }

  /** Tells the page where the cursor of the script is. */
  private showCursor(configuration: vscode.Uri): void {
    const files = linesOf(this.answer).map(({ file }) => file);
    const editors = vscode.window.visibleTextEditors.flatMap(editor => {
      const uri = editor.document.uri.toString();
      const file = files.find(one => vscode.Uri.parse(one).toString() === uri);
      return file === undefined ? [] : [{ editor, file, isFirst: uri === configuration.toString() }];
    });
    const found = editors.find(({ isFirst }) => isFirst) ?? editors[0];
    if (found === undefined) return;
    this.view.post({ type: 'cursor', file: found.file, line: found.editor.selection.active.line });
  }

  /** Runs the script as another version of the server does, and says what differs. */
  private async compareVersion(configuration: vscode.Uri): Promise<void> {
    const { subject, answer } = this;
    const version = await askVersion(this.extension);
    if (version === undefined || subject === undefined || answer === undefined) return;
    const other = await this.askServer(configuration, subject, version);
    if (answer === this.answer) this.post(whatChanged(other, answer, { version }));
  }

  private async changeSource(text: string): Promise<void> {
    const match = /^\s*(?:\[([^\]]+)\]|([^[\]/]+?)):(\d{1,5})(?:\/(\w+))?\s*$/.exec(text);
    const address = canonicalAddress(match?.[1] ?? match?.[2] ?? '');
    const port = Number(match?.[3] ?? 0);
    const transport = SIP_TRANSPORTS.find(known => known === (match?.[4] ?? 'udp').toLowerCase());
    if (address === undefined || transport === undefined || port < 1 || port > 65_535) {
      const text = 'Write an address, a port and a transport, such as 192.0.2.10:5060/udp.';
      return this.view.post({ type: 'sourceProblem', text });
    }
    this.source = { address, port, transport };
    return this.refresh();
  }

  private async showHeader(name: string): Promise<void> {
    const place = this.subject?.kind === 'message' ? this.subject.place : undefined;
    if (place === undefined || this.subject?.kind !== 'message') return;
    const lines = this.subject.text.split(/\r\n|\r|\n/);
    const index =
      name === 'Request-URI'
        ? 0
        : lines.findIndex(line => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    if (index >= 0) await showLine(place.uri, place.line + index);
  }

  private async applyChange(index: number): Promise<void> {
    const change =
      this.answer?.kind === 'explained' ? this.answer.results.flatMap(changesOf)[index] : undefined;
    const [first] = change?.edits ?? [];
    if (change === undefined || first === undefined) return;
    const edit = new vscode.WorkspaceEdit();
    for (const { file, range, newText } of change.edits) {
      const { start, end } = range;
      const place = new vscode.Range(start.line, start.character, end.line, end.character);
      edit.replace(vscode.Uri.parse(file), place, newText);
    }
    if (await vscode.workspace.applyEdit(edit))
      await showLine(
        vscode.Uri.parse(first.file),
        first.range.start.line + (first.newText.includes('\n') ? 1 : 0),
      );
  }

  private async showReport(): Promise<void> {
    const show = ({ file, line }: ConfigurationLine) => ({
      label: `${baseName(vscode.Uri.parse(file))}:${line + 1}`,
      target: `${encodeURI(file)}#L${line + 1}`,
    });
    if (this.answer?.kind === 'explained') await showReport(explanationMarkdown(this.answer, show));
  }
}

function linesOf(answer: ExplainAnswer | undefined): readonly ConfigurationLine[] {
  if (answer === undefined) return [];
  if (answer.kind === 'obstacle') return answer.config;
  return answer.results.flatMap(linesNamed);
}

async function showLine(uri: vscode.Uri, line: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const range = document.lineAt(Math.min(line, document.lineCount - 1)).range;
  await showRange(document, range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

const reports = new Map<string, string>();

/** The text of a report that was shown in this window. */
export function reportText(uri: vscode.Uri): string {
  return reports.get(uri.toString()) ?? '';
}

async function showReport(text: string): Promise<void> {
  // A new name each time: the editor keeps what it has read under a name.
  const uri = vscode.Uri.from({ scheme: REPORT_SCHEME, path: `Message Matching ${reports.size + 1}.md` });
  reports.set(uri.toString(), text);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: false });
}

function baseName(uri: vscode.Uri): string {
  return uri.path.replace(/^.*\//, '');
}
