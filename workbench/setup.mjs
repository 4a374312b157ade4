// Installs the editor that `npm start` and the editor tests run. Safe to repeat; returns at once when nothing has changed.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { npm } from './npm.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const stamp = join(folder, 'node_modules/.sip-workbench-setup');

if (argv[1] === fileURLToPath(import.meta.url)) await setUpEditor();

export async function setUpEditor() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Setting up the editor (about 250 MB to download, once) ...');
  // Install scripts would compile native parts that the editor runs without.
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder);
  const editor = join(folder, 'node_modules/code-server/lib/vscode');
  // Its lock file leaves out a peer dependency, which only this flag forgives.
  const flags = ['--omit=dev', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
  await npm(['ci', ...flags, '--loglevel=error'], editor);
  copyFileSync(join(folder, 'spdlog.cjs'), join(editor, 'node_modules/@vscode/spdlog/index.js'));
  writeFileSync(stamp, wanted);
}

/** Changes when anything changes that the installed editor is made from. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'setup.mjs', 'spdlog.cjs'])
    hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
