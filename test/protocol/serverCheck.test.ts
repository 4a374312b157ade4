import { afterEach, expect, test } from 'vitest';
import type { CancellationToken, Diagnostic } from 'vscode-languageserver';
import { languages } from '../../server/languages/registry.ts';
import { INVENTORY_REQUEST } from '../../server/protocol/sipWorkbench/inventoryRequest.ts';
import type {
  CheckOutcome,
  RunServerCheckParams,
  ServerCheckResult,
} from '../../server/protocol/sipWorkbench/serverCheckRequests.ts';
import type { StatusParams } from '../../server/protocol/sipWorkbench/statusNotification.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, pulling, startEditor } from './editor.ts';

const folder = 'file:///etc/opensips';
const root = `${folder}/opensips.cfg`;
const part = `${folder}/routes.cfg`;
const script = [
  'socket=udp:127.0.0.1:5060',
  'loadmodule "/modules/proto_udp.so"',
  'include_file "routes.cfg"',
  'route {',
  '\troute(part);',
  '\texit;',
  '}',
  '',
].join('\n');
const routes = 'route[part] {\n\texit;\n}\n';

interface Run {
  readonly params: RunServerCheckParams;
  readonly token: CancellationToken;
  readonly end: (result: ServerCheckResult) => void;
}

let editor: Editor;
let runs: Run[];
let refreshes: number;
let files: Map<string, string>;
afterEach(() => editor.close());

async function start(more: Readonly<Record<string, string>> = {}): Promise<void> {
  runs = [];
  refreshes = 0;
  files = new Map(Object.entries({ [root]: script, [part]: routes, ...more }));
  editor = await startEditor({
    languages,
    files: memoryFiles(files),
    folders: [folder],
    capabilities: pulling,
    settings: () => ({ opensips: { version: '3.6' } }),
    initializationOptions: { status: true },
    answers: {
      'sipWorkbench/runServerCheck': (params, token) =>
        new Promise<ServerCheckResult>(end => {
          runs.push({ params: params as RunServerCheckParams, token, end });
        }),
      'workspace/diagnostic/refresh': () => {
        refreshes++;
        return null;
      },
    },
  });
}

const allow = (allowed: boolean) =>
  editor.connection.sendNotification('sipWorkbench/serverCheckAllowed', { allowed });
const open = (uri: string, text: string) => editor.open(uri, text, 'opensips-cfg');
const save = (uri: string) =>
  editor.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
const close = (uri: string) =>
  editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
const checkNow = (uri: string): Promise<CheckOutcome | null> =>
  editor.connection.sendRequest('sipWorkbench/checkWithServer', { uri });

/** The answers of the user's server that are shown for a file, as `line: message`. */
async function said(uri: string): Promise<string[]> {
  const report = await editor.pull(uri);
  const items: Diagnostic[] = report.kind === 'full' ? report.items : [];
  return items
    .filter(({ source }) => source === 'opensips -C')
    .map(({ range, message }) => `${range.start.line + 1}: ${/“(.*)”/.exec(String(message))?.[1]}`);
}

/** The status of a file as it was told last. */
function status(uri: string): StatusParams | undefined {
  return editor.notifications
    .filter(({ method }) => method === 'sipWorkbench/status')
    .map(({ params }) => params as StatusParams)
    .findLast(params => params.uri === uri);
}

const refused = (...errors: readonly (readonly [string, number, string])[]): ServerCheckResult => ({
  kind: 'ran',
  status: 255,
  version: '3.6.2',
  output: errors
    .map(([file, line, text]) => `CRITICAL:core:yyerror: parse error in ${file}:${line}:1-2: ${text}\n`)
    .join(''),
});
const accepted: ServerCheckResult = { kind: 'ran', status: 0, version: '3.6.2', output: '' };

async function nextRun(number = runs.length): Promise<Run> {
  await expect.poll(() => runs.length).toBeGreaterThan(number);
  return runs[number] ?? expect.fail('no run');
}

/** Ends a run and waits until the editor was asked to look again. */
async function end(run: Run, result: ServerCheckResult): Promise<void> {
  const before = refreshes;
  run.end(result);
  await expect.poll(() => refreshes).toBeGreaterThan(before);
}

/** Everything that was sent before has been worked off. */
const settled = () => editor.problems(root);

test('nothing is run unless the client allows it', async () => {
  await start();
  open(root, script);
  await save(root);
  await settled();
  expect(await checkNow(root)).toEqual({
    text: 'The check with your own server is turned off.',
    isProblem: true,
  });
  expect(runs).toEqual([]);
});

test('answers stand in every file of the project, and the status tells of the run', async () => {
  await start();
  await allow(true);
  open(part, routes);
  const run = await nextRun(0);
  expect(run.params).toEqual({ uri: root, isAsked: false });
  await end(run, refused(['/etc/opensips/opensips.cfg', 2, 'first'], ['routes.cfg', 2, 'second']));
  expect(await said(part)).toEqual(['2: second']);
  expect(await said(root)).toEqual(['2: first']);
  expect(status(part)).toMatchObject({ severity: 'information' });
  expect(status(part)?.detail).toContain('OpenSIPS 3.6.2 refuses this script.');
});

test('the tree of servers counts them, and can tell that its numbers have changed', async () => {
  await start();
  const ask = (): Promise<{ generation: number; problems: object }> =>
    editor.connection.sendRequest(INVENTORY_REQUEST, { textDocument: { uri: root } });
  open(root, script);
  await allow(true);
  const run = await nextRun(0);
  const before = await ask();
  expect(before.problems).toMatchObject({ errors: 0 });
  await end(run, refused(['/etc/opensips/opensips.cfg', 2, 'first']));
  const after = await ask();
  expect(after.problems).toMatchObject({ errors: 1 });
  expect(after.generation).not.toBe(before.generation);
});

test('an included file is never given to the server by itself', async () => {
  await start();
  await allow(true);
  open(part, routes);
  open(root, script);
  await settled();
  await nextRun(0);
  await save(part);
  await settled();
  expect(runs.map(({ params }) => params.uri)).toEqual([root]);
});

test('what is found here too is told once', async () => {
  const broken = script.replace('exit;', 'no_such_function();');
  await start({ [root]: broken });
  await allow(true);
  open(root, broken);
  await end(
    await nextRun(0),
    refused(['/etc/opensips/opensips.cfg', 6, 'unknown command <no_such_function>']),
  );
  expect(await said(root)).toEqual([]);
  const report = await editor.pull(root);
  expect(report).toMatchObject({
    items: [
      {
        code: 'opensips-cfg/unknown-function',
        relatedInformation: [
          { message: 'OpenSIPS 3.6.2 refuses it too: “unknown command <no_such_function>”.' },
        ],
      },
    ],
  });
  // Fixed in another way than on its line, neither of the two stays behind.
  editor.type(root, 3, 0, 'route[x] {\n\texit;\n}\n');
  expect(await said(root)).toEqual([]);
});

test('answers move with their lines, and go with them', async () => {
  await start();
  await allow(true);
  open(root, script);
  await end(await nextRun(0), refused(['opensips.cfg', 2, 'first'], ['opensips.cfg', 6, 'second']));
  expect(await said(root)).toEqual(['2: first', '6: second']);
  editor.type(root, 0, 0, '# a comment\n');
  expect(await said(root)).toEqual(['3: first', '7: second']);
  editor.type(root, 2, 0, ' ');
  expect(await said(root)).toEqual(['7: second']);
});

test('answers that arrive after an edit are placed where their lines are now', async () => {
  await start();
  await allow(true);
  open(root, script);
  const run = await nextRun(0);
  editor.type(root, 0, 0, '\n\n');
  editor.type(root, 3, 0, ' ');
  await end(run, refused(['opensips.cfg', 2, 'touched'], ['opensips.cfg', 6, 'moved']));
  expect(await said(root)).toEqual(['8: moved']);
  editor.type(root, 0, 0, '\n');
  expect(await said(root)).toEqual(['9: moved']);
});

test('a save runs it again, and the older run is ended', async () => {
  await start();
  await allow(true);
  open(root, script);
  const first = await nextRun(0);
  editor.type(root, 0, 0, '#\n');
  files.set(root, `#\n${script}`);
  await save(root);
  const second = await nextRun(1);
  await expect.poll(() => first.token.isCancellationRequested).toBe(true);
  first.end(refused(['opensips.cfg', 1, 'old']));
  await end(second, refused(['opensips.cfg', 3, 'new']));
  expect(await said(root)).toEqual(['3: new']);
});

test('what is the same on disk as before is not run again, unless the user asks', async () => {
  await start();
  await allow(true);
  open(root, script);
  await end(await nextRun(0), refused(['opensips.cfg', 2, 'first']));
  expect(await said(root)).toEqual(['2: first']);
  editor.type(root, 1, 0, '#');
  expect(await said(root)).toEqual([]);
  editor.type(root, 1, 0, '', 1);
  const before = refreshes;
  await save(root);
  await expect.poll(() => refreshes).toBeGreaterThan(before);
  expect(await said(root)).toEqual(['2: first']);
  expect(runs.length).toBe(1);
  const outcome = checkNow(root);
  const run = await nextRun(1);
  expect(run.params.isAsked).toBe(true);
  run.end(accepted);
  expect(await outcome).toEqual({ text: 'OpenSIPS 3.6.2 accepts this script.', isProblem: false });
  expect(await said(root)).toEqual([]);
});

test('nothing is run while a file of the project is not saved', async () => {
  await start();
  await allow(true);
  open(root, script);
  await end(await nextRun(0), accepted);
  open(part, routes);
  editor.type(part, 0, 0, '#\n');
  expect(await checkNow(root)).toEqual({ text: 'Not checked: routes.cfg is not saved.', isProblem: false });
  await settled();
  expect(status(root)?.detail).toContain('Not checked: routes.cfg is not saved.');
  files.set(part, `#\n${routes}`);
  await save(part);
  await end(await nextRun(1), accepted);
  await settled();
  expect(status(root)?.detail).toContain('OpenSIPS 3.6.2 accepts this script.');
});

test('a change on disk runs it again, when the editor has read it too', async () => {
  await start();
  await allow(true);
  open(root, script);
  await end(await nextRun(0), accepted);
  const changed = (uri: string) =>
    editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
  files.set(part, `#\n${routes}`);
  await changed(part);
  await end(await nextRun(1), accepted);
  files.set(root, `#\n${script}`);
  const before = refreshes;
  await changed(root);
  await expect.poll(() => refreshes).toBeGreaterThan(before);
  editor.type(root, 0, 0, '#\n');
  await nextRun(2);
});

test('an included file that comes into being is checked with the others', async () => {
  const more = script.replace('routes.cfg', 'more.cfg');
  await start({ [root]: more });
  await allow(true);
  open(root, more);
  await end(await nextRun(0), refused(['/etc/opensips/opensips.cfg', 5, 'route part is not defined']));
  files.set(`${folder}/more.cfg`, routes);
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: `${folder}/more.cfg`, type: 1 }],
  });
  await end(await nextRun(1), accepted);
  expect(await said(root)).toEqual([]);
});

test('a run that fails is told in the status, with what was said before dropped', async () => {
  await start();
  await allow(true);
  open(root, script);
  await end(await nextRun(0), refused(['opensips.cfg', 2, 'first']));
  const outcome = checkNow(root);
  const reason = '/usr/sbin/opensips did not finish within 10 seconds and was stopped.';
  await end(await nextRun(1), { kind: 'failed', reason });
  expect(await outcome).toEqual({ text: reason, isProblem: true });
  expect(await said(root)).toEqual([]);
  expect(status(root)).toMatchObject({ severity: 'warning' });
  expect(status(root)?.detail).toContain(reason);
});

test('a program of another version than the file is told in the status', async () => {
  await start();
  await allow(true);
  open(root, script);
  await end(await nextRun(0), { ...accepted, version: '3.4.11' });
  await settled();
  expect(status(root)?.detail).toContain(
    'OpenSIPS 3.4.11 accepts this script. The file is checked here for 3.6, so the results may differ.',
  );
});

test('all is gone when it is not allowed any more, and back when it is again', async () => {
  await start();
  await allow(true);
  open(root, script);
  await end(await nextRun(0), refused(['opensips.cfg', 2, 'first']));
  const before = refreshes;
  await allow(false);
  await expect.poll(() => refreshes).toBeGreaterThan(before);
  expect(await said(root)).toEqual([]);
  await allow(true);
  const run = await nextRun(1);
  await allow(false);
  await expect.poll(() => run.token.isCancellationRequested).toBe(true);
});

test('a file that is closed unsaved counts as it is on disk', async () => {
  await start();
  await allow(true);
  open(root, script);
  open(part, routes);
  await end(await nextRun(0), refused(['routes.cfg', 2, 'second']));
  expect(await said(part)).toEqual(['2: second']);
  editor.type(part, 1, 0, '#');
  expect(await said(part)).toEqual([]);
  await close(part);
  expect(await editor.pull(root)).toMatchObject({
    relatedDocuments: { [part]: { items: [{ source: 'opensips -C', range: { start: { line: 1 } } }] } },
  });
  editor.type(root, 0, 0, ' ');
  const run = checkNow(root);
  expect(await run).toMatchObject({ text: 'Not checked: opensips.cfg is not saved.' });
  await close(root);
});

test('other files have nothing to check', async () => {
  await start();
  await allow(true);
  editor.open('file:///etc/asterisk/sip.conf', '[general]\n', 'sip-conf');
  open('untitled:opensips.cfg', script);
  files.set('file:///etc/opensips/opensips.cfg.m4', script);
  open('file:///etc/opensips/opensips.cfg.m4', script);
  for (const uri of [
    'file:///etc/asterisk/sip.conf',
    'untitled:opensips.cfg',
    'file:///etc/opensips/opensips.cfg.m4',
  ])
    expect(await checkNow(uri)).toMatchObject({ isProblem: true });
  expect(runs).toEqual([]);
});
