// The picture of the layers in ARCHITECTURE.md, made from the imports. `npm run docs` writes it; a test compares.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The parts of the picture, each with its files; the first match counts. @type {readonly (readonly [string, RegExp])[]} */
const parts = [
  ['client', /^client\//],
  ['protocol', /^server\/protocol\//],
  ['cli', /^server\/cli\//],
  ['workspace', /^server\/workspace\//],
  ['registry', /^server\/languages\/registry\.ts$/],
  ['doors', /^server\/languages\/(?:programs|traces)\.ts$/],
  ['contracts', /^server\/languages\/[^/]+\.ts$/],
  ['asterisk/conversion', /^server\/languages\/asterisk\/conversion\//],
  ['asterisk/sip-conf', /^server\/languages\/asterisk\/sip-conf\//],
  ['asterisk/pjsip-conf', /^server\/languages\/asterisk\/pjsip-conf\//],
  ['asterisk/companions', /^server\/languages\/asterisk\/companions\//],
  ['asterisk/values', /^server\/languages\/asterisk\/values\//],
  ['asterisk/config', /^server\/languages\/asterisk\//],
  ['opensips', /^server\/languages\/opensips\//],
  ['flexisip', /^server\/languages\/flexisip\//],
  ['trace', /^server\/languages\/trace\//],
  ['rules', /^server\/rules\//],
  ['sip', /^server\/sip\//],
  ['text', /^server\/text\//],
  ['facts', /^server\/facts\//],
];

/**
 * The page with the picture updated from the imports.
 * @param {string} page
 */
export function withLayerDiagram(page) {
  return page.replace(/```mermaid\n[\s\S]*?\n```/, layerDiagram);
}

/** Mermaid: an arrow from each part to those it imports, without arrows that follow from longer paths. */
function layerDiagram() {
  const edges = importsBetweenParts();
  const names = parts.map(([name]) => name).filter(name => edges.has(name));
  const arrows = names.flatMap(from =>
    names
      .filter(to => edges.get(from)?.has(to) === true && !isReachedOtherwise(edges, from, to))
      .map(to => `  ${idOf(from)} --> ${idOf(to)}`),
  );
  return [
    '```mermaid',
    'flowchart TD',
    ...names.map(name => `  ${idOf(name)}["${name}"]`),
    ...arrows,
    '```',
  ].join('\n');
}

/** @returns {Map<string, Set<string>>} for each part that has files, the parts that it imports */
function importsBetweenParts() {
  /** @type {Map<string, Set<string>>} */
  const edges = new Map();
  for (const path of [...filesBelow('client'), ...filesBelow('server')]) {
    const from = partOf(path);
    if (from === undefined) continue;
    const targets = edges.get(from) ?? new Set();
    edges.set(from, targets);
    if (!path.endsWith('.ts')) continue;
    const text = readFileSync(join(root, path), 'utf8');
    for (const [, first = '', name = first] of text.matchAll(
      /^(?:import|export)\s[^'"]*?['"](\.[^'"]+)['"]|\bimport\(['"](\.[^'"]+)['"]/gm,
    )) {
      const to = partOf(posix.join(posix.dirname(path), name));
      if (to !== undefined && to !== from) targets.add(to);
    }
  }
  return edges;
}

/**
 * @param {Map<string, Set<string>>} edges
 * @param {string} from
 * @param {string} to
 */
function isReachedOtherwise(edges, from, to) {
  const waiting = [...(edges.get(from) ?? [])].filter(next => next !== to);
  const seen = new Set([from]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(edges.get(next) ?? []));
  }
  return false;
}

/** @param {string} path */
function partOf(path) {
  return parts.find(([, pattern]) => pattern.test(path))?.[0];
}

/** @param {string} name */
function idOf(name) {
  return name.replace(/\W/g, '_');
}

/**
 * @param {string} folder
 * @returns {string[]} paths from the root, with forward slashes
 */
function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}
