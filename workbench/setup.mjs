// Installs the editor that `npm start` and the editor tests run. Safe to repeat; returns immediately if nothing has changed.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { installPackages } from './npm.mjs';
import { step } from './step.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const stamp = join(folder, 'node_modules/.sip-workbench-setup');

if (argv[1] === fileURLToPath(import.meta.url)) await setUpEditor();

export async function setUpEditor() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const editor = join(folder, 'node_modules/code-server/lib/vscode');
  // Install scripts would compile native parts that the editor does not need.
  const flags = ['--ignore-scripts'];
  await step('Download the editor, once (300 MB; 1.1 GB on disk)', report =>
    installPackages(flags, folder, report),
  );
  // Its lock file omits a peer dependency, which npm accepts only with this flag.
  const lenient = ['--omit=dev', '--legacy-peer-deps'];
  await step('Install the packages of the editor, once', report =>
    installPackages([...lenient, ...flags], editor, report),
  );
  copyFileSync(join(folder, 'spdlog.cjs'), join(editor, 'node_modules/@vscode/spdlog/index.js'));
  writeFileSync(stamp, wanted);
}

/** Changes whenever the sources of the installed editor change. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'setup.mjs', 'spdlog.cjs'])
    hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
