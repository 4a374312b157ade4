// The copy of examples/ that `npm start` opens, so that a user's changes do not affect the checkout.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Updates a copy: new files and new versions of files that the user has not changed. Files that the user has changed
 * are kept.
 * @param {string} source
 * @param {string} target
 */
export function copyExamples(source, target) {
  const record = join(target, '..', 'examples.json');
  /** @type {Record<string, string>} the hash of each file when it was copied */
  const before = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
  /** @type {Record<string, string>} */
  const copied = {};
  for (const path of filesBelow(source)) {
    const from = join(source, path);
    const to = join(target, path);
    const isOurs = !existsSync(to) || hashOf(to) === before[path];
    if (isOurs) {
      mkdirSync(dirname(to), { recursive: true });
      cpSync(from, to);
    }
    copied[path] = isOurs ? hashOf(from) : (before[path] ?? '');
  }
  writeFileSync(record, JSON.stringify(copied));
}

/**
 * @param {string} folder
 * @returns {string[]} paths below it
 */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory()
      ? filesBelow(join(folder, entry.name)).map(path => join(entry.name, path))
      : [entry.name],
  );
}

/** @param {string} file */
function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
