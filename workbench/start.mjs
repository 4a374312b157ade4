// npm start: builds the extension, installs it in a real editor, and opens a copy of examples/.
// node workbench/start.mjs [--no-open] [--port NUMBER]

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { installExtension, settings, startServer } from './editor.mjs';
import { copyExamples } from './examples.mjs';
import { installPackages, npm } from './npm.mjs';
import { setUpEditor } from './setup.mjs';
import { step } from './step.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folders = { data: join(root, 'workbench/data'), extensions: join(root, 'workbench/data/extensions') };
/** With a fixed port, the browser remembers open files and other state from one start to the next. */
const usualPort = 8731;

const { values } = parseArgs({ options: { 'no-open': { type: 'boolean' }, port: { type: 'string' } } });

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => process.exit(signal === 'SIGINT' ? 0 : 143));
}
endWithParent();

const examples = join(folders.data, 'examples');
if (!modulesAreFresh()) {
  await step('Install the packages that build the extension', report => installPackages([], root, report));
}
await step('Build the extension', () => npm(['run', '--silent', 'package', '--', '--quick'], root));
await setUpEditor();
await step('Install the extension in the editor', () =>
  installExtension(folders, join(root, 'dist/sip-workbench.vsix')),
);
copyExamples(join(root, 'examples'), examples);
writeSettings();

// Anyone who can open the address can run a terminal in the editor, so it contains a key, which no process list shows.
const key = randomBytes(16).toString('hex');
const keyFile = join(folders.data, 'key');
writeFileSync(keyFile, key, { mode: 0o600 });
const port = values.port === undefined ? await freePort() : Number(values.port);
const { child, port: listening } = await startServer(folders, {
  port,
  flags: ['--connection-token-file', keyFile],
});
process.once('exit', () => child.kill('SIGTERM'));
child.once('exit', () => process.exit());

const address = addressOf(examples, join(examples, 'asterisk/sip.conf'));
console.log(
  `\nSIP Workbench is open after ${(performance.now() / 1000).toFixed(1)} s at\n\n  ${address}\n\nwith a copy of the examples in ${examples}. Press Ctrl+C to stop it.`,
);
if (values['no-open'] !== true && hasDesktop()) openBrowser(address);

/**
 * The page of the editor with a folder and one of its files open.
 * @param {string} folder
 * @param {string} file
 */
function addressOf(folder, file) {
  const url = new URL(`http://127.0.0.1:${listening}/`);
  url.searchParams.set('tkn', key);
  url.searchParams.set('folder', decodeURIComponent(pathOf(folder)));
  const payload = [['openFile', `vscode-remote://127.0.0.1:${listening}${pathOf(file)}`]];
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/**
 * The path in the form of a URL: with forward slashes, including one before a drive letter.
 * @param {string} path absolute
 */
function pathOf(path) {
  return pathToFileURL(path).pathname;
}

/** True when the installed packages are those of the lock file. */
function modulesAreFresh() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(
    ([path, { version, optional }]) =>
      path === '' || have[path]?.version === version || (optional === true && have[path] === undefined),
  );
}

/** Written once, so that the user's changes in the editor are kept. */
function writeSettings() {
  const file = join(folders.data, 'data/User/settings.json');
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/** @returns {Promise<number>} the usual port, or 0 for any other if it is in use */
function freePort() {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(usualPort, '127.0.0.1', () => probe.close(() => resolve(usualPort)));
  });
}

/** npm passes a signal only to its shell, which dies without passing it on: we notice that the parent process has changed. */
function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) process.exit(143);
  }, 500);
  timer.unref();
}

function hasDesktop() {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
}

/** @param {string} url */
function openBrowser(url) {
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  const opener = spawn(program ?? '', args, { stdio: 'ignore', detached: true });
  // The address is on the screen; a desktop without a browser is not a reason to stop.
  opener.once('error', () => {});
  opener.unref();
}
