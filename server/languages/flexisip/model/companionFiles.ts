import { URI } from 'vscode-uri';
import type { FlexisipTree, Section } from '../reading/parser.ts';
import { effective, type FlexisipModel } from './model.ts';

/** The keys whose value is a file that an explanation reads, by their sections, in lower case. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  // `datasource` is the old name, which the server still reads.
  ['module::authentication', ['file-path', 'datasource']],
  ['module::registrar', ['static-records-file']],
  ['module::forward', ['routes-config-path']],
]);

/**
 * Where those files may be: at the configured path, or next to the configuration when it was copied from another
 * machine.
 */
export function companionsNamed(tree: FlexisipTree): readonly string[] {
  return tree.sections.flatMap(pathsIn).flatMap(path => (isAbsolute(path) ? [path, nameOf(path)] : [path]));
}

const pathsOfSection = new WeakMap<Section, readonly string[]>();

/** The values of those settings in a section, remembered as long as the section exists. */
function pathsIn(section: Section): readonly string[] {
  let paths = pathsOfSection.get(section);
  if (paths === undefined) {
    paths = collectPaths(section);
    pathsOfSection.set(section, paths);
  }
  return paths;
}

function collectPaths({ header, lines }: Section): readonly string[] {
  const paths: string[] = [];
  const keys = KEYS.get(header?.name.toLowerCase() ?? '');
  if (keys === undefined) return paths;
  for (const { statement } of lines) {
    if (statement.kind !== 'entry' || !keys.includes(statement.key.toLowerCase())) continue;
    const path = statement.value.trim();
    if (nameOf(path) !== '') paths.push(path);
  }
  return paths;
}

export interface CompanionFile {
  readonly file: string;
  readonly text: string;
}

/** The file that a setting refers to, if it could be read. */
export function companionFile(model: FlexisipModel, section: string, key: string): CompanionFile | undefined {
  const path = effective(model, section, key).value.trim();
  for (const candidate of [path, nameOf(path)]) {
    const text = candidate === '' ? undefined : (model.companions.get(candidate) ?? undefined);
    if (text !== undefined) return { file: uriOf(model, candidate), text };
  }
  return undefined;
}

function uriOf(model: FlexisipModel, path: string): string {
  return isAbsolute(path)
    ? URI.parse(model.uri)
        .with({ path: path.replace(/^\/+/, '/') })
        .toString()
    : model.uri.replace(/[^/]*$/, path);
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/');
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, '');
}
