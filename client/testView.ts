import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type ShownFailure,
  TESTS_REQUEST,
  type TestsAnswer,
  type TestsParams,
} from '../server/protocol/sipWorkbench/testsRequest.ts';
import { clientLanguage } from './languages.ts';
import { afterPause } from './views/pause.ts';

const PATTERN = '**/*.siptest.json';
const MOST_FILES = 2000;

/** The Test view: the tests in *.siptest.json files, read when the view asks for them or a file is opened. */
export function provideTests(client: Promise<BaseLanguageClient>): vscode.Disposable {
  const controller = vscode.tests.createTestController('sipWorkbench', 'SIP Workbench');
  const ask = async (uri: vscode.Uri, run?: number): Promise<TestsAnswer | null> => {
    const running = await client;
    const params: TestsParams = { uri: running.code2ProtocolConverter.asUri(uri), text: await textOf(uri) };
    return running.sendRequest(TESTS_REQUEST, run === undefined ? params : { ...params, run });
  };
  const watched: vscode.Disposable[] = [];
  const list = (uri: vscode.Uri): Promise<void> => listFile(controller, uri, ask);
  const listIfTests = ({ uri }: vscode.TextDocument): void => {
    if (isTestFile(uri)) void list(uri);
  };
  const edited = new Map<string, vscode.Uri>();
  const pause = afterPause(() => {
    for (const uri of edited.values()) void list(uri);
    edited.clear();
  });
  const listAfterPause = ({ uri }: vscode.TextDocument): void => {
    if (!isTestFile(uri)) return;
    edited.set(uri.toString(), uri);
    pause.restart();
  };
  controller.resolveHandler = async item => {
    if (item?.uri !== undefined) return list(item.uri);
    if (watched.length === 0) watched.push(watchFiles(controller, list));
    const found = await vscode.workspace.findFiles(PATTERN, '**/node_modules/**', MOST_FILES);
    for (const uri of found) fileItem(controller, uri);
    return undefined;
  };
  controller.refreshHandler = () => controller.resolveHandler?.(undefined);
  controller.createRunProfile(
    'Run',
    vscode.TestRunProfileKind.Run,
    (request, token) => runRequest(controller, request, token, ask),
    true,
    undefined,
    true,
  );
  for (const document of vscode.workspace.textDocuments) listIfTests(document);
  return vscode.Disposable.from(
    controller,
    pause,
    vscode.workspace.onDidOpenTextDocument(listIfTests),
    vscode.workspace.onDidCloseTextDocument(listIfTests),
    vscode.workspace.onDidChangeTextDocument(({ document }) => listAfterPause(document)),
    { dispose: () => vscode.Disposable.from(...watched).dispose() },
  );
}

type Ask = (uri: vscode.Uri, run?: number) => Promise<TestsAnswer | null>;

function isTestFile({ scheme, path }: vscode.Uri): boolean {
  return path.endsWith('.siptest.json') && scheme !== 'git';
}

function watchFiles(
  controller: vscode.TestController,
  list: (uri: vscode.Uri) => Promise<void>,
): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(PATTERN);
  watcher.onDidCreate(list);
  watcher.onDidChange(list);
  watcher.onDidDelete(uri => controller.items.delete(uri.toString()));
  return watcher;
}

/** The text in the editor, or on disk. */
async function textOf(uri: vscode.Uri): Promise<string> {
  return openDocument(uri)?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
}

function fileItem(controller: vscode.TestController, uri: vscode.Uri): vscode.TestItem {
  const known = controller.items.get(uri.toString());
  if (known !== undefined) return known;
  const item = controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
  item.canResolveChildren = true;
  controller.items.add(item);
  return item;
}

/** Shows the tests of a file, or why there are none. */
async function listFile(controller: vscode.TestController, uri: vscode.Uri, ask: Ask): Promise<void> {
  const file = fileItem(controller, uri);
  const version = openDocument(uri)?.version;
  const answer = await ask(uri).catch(() => null);
  // The tests of a newer text are asked for by themselves, and may already be shown.
  if (openDocument(uri)?.version !== version) return;
  file.error = answer?.kind === 'unusable' ? answer.problem : undefined;
  if (answer?.kind !== 'found') return;
  // Tests keep their items, since a run may be using them.
  file.children.replace(
    answer.tests.map(({ name, range: { start, end } }, index) => {
      const item = file.children.get(String(index)) ?? controller.createTestItem(String(index), name, uri);
      item.label = name;
      item.range = new vscode.Range(start.line, start.character, end.line, end.character);
      item.sortText = String(index).padStart(4, '0');
      return item;
    }),
  );
}

/** Runs once, or whenever something is saved that tests may read, until the user stops it. */
async function runRequest(
  controller: vscode.TestController,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
  ask: Ask,
): Promise<void> {
  const run = (): Promise<void> => runOnce(controller, request, token, ask);
  if (request.continuous !== true) return run();
  let last = Promise.resolve();
  const pause = afterPause(() => {
    last = last.then(run);
  });
  const saved = vscode.workspace.onDidSaveTextDocument(document => {
    if (testsMayRead(document, controller)) pause.restart();
  });
  token.onCancellationRequested(() => vscode.Disposable.from(saved, pause).dispose());
}

/** True for test files, for files in our languages, and for what lies beside or below a test file, such as tables. */
function testsMayRead({ uri, languageId }: vscode.TextDocument, controller: vscode.TestController): boolean {
  if (isTestFile(uri) || clientLanguage(languageId) !== undefined) return true;
  return itemsOf(controller.items).some(item => {
    const folder = item.uri && vscode.Uri.joinPath(item.uri, '..');
    return folder?.authority === uri.authority && uri.path.startsWith(`${folder.path}/`);
  });
}

async function runOnce(
  controller: vscode.TestController,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
  ask: Ask,
): Promise<void> {
  const run = controller.createTestRun(request);
  const excluded = new Set(request.exclude ?? []);
  for (const item of request.include ?? itemsOf(controller.items)) {
    if (item.parent === undefined && item.uri !== undefined) await listFile(controller, item.uri, ask);
    for (const test of item.parent === undefined ? itemsOf(item.children) : [item]) {
      if (token.isCancellationRequested) break;
      if (!excluded.has(item) && !excluded.has(test)) await runTest(run, test, ask);
    }
  }
  run.end();
}

async function runTest(run: vscode.TestRun, test: vscode.TestItem, ask: Ask): Promise<void> {
  const { uri } = test;
  if (uri === undefined) return;
  run.started(test);
  const begin = Date.now();
  const answer = await ask(uri, Number(test.id)).catch(() => null);
  if (answer?.kind === 'unusable') run.errored(test, new vscode.TestMessage(answer.problem));
  else if (answer?.kind !== 'ran')
    run.errored(test, new vscode.TestMessage('The test could not be run. See the output of SIP Workbench.'));
  else if (answer.failures.length === 0) run.passed(test, Date.now() - begin);
  else
    run.failed(
      test,
      answer.failures.map(failure => messageOf(failure, test)),
      Date.now() - begin,
    );
}

function messageOf({ message, compared }: ShownFailure, { uri, range }: vscode.TestItem): vscode.TestMessage {
  const shown =
    compared === undefined
      ? new vscode.TestMessage(message)
      : vscode.TestMessage.diff(message, compared.expected, compared.actual);
  if (uri !== undefined && range !== undefined) shown.location = new vscode.Location(uri, range.start);
  return shown;
}

function itemsOf(collection: vscode.TestItemCollection): vscode.TestItem[] {
  return [...collection].map(([, item]) => item);
}
