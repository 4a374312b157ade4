import picomatch from 'picomatch';
import type { Language } from '../languages/language.ts';
import type { LanguageSettings } from '../languages/project.ts';
import { serversOf, versionSetting } from '../languages/serverVersions.ts';
import { unusedIgnoreComment } from '../rules/ignore.ts';
import { RULE_SEVERITIES, type RuleSeverity } from '../rules/rule.ts';
import { nearest } from '../text/spelling.ts';
import { baseName, folderOf, isBelow } from './location.ts';
import type { Settings } from './settings.ts';

/** The file in which a project keeps its settings, for editors and the command line alike. */
export const PROJECT_FILE = 'sip-workbench.json';

/** What a project file says, for files in its folder and below. */
export interface ProjectFile {
  readonly uri: string;
  /** In order: what comes later overrides what comes before. The first one is for all files. */
  readonly entries: readonly ProjectEntry[];
}

interface ProjectEntry {
  readonly matches: (path: string) => boolean;
  readonly language: string | undefined;
  readonly versions: Readonly<Record<`${string}Version`, string>>;
  readonly severities: LanguageSettings['severities'];
}

/** A project file that cannot be used; `reason` is a sentence for the user. */
export class ProjectFileError extends Error {
  override readonly name = 'ProjectFileError';
}

/** Reads the text of a project file. Throws `ProjectFileError`. */
export function readProjectFile(uri: string, text: string, languages: readonly Language[]): ProjectFile {
  const content = objectAt(parseJson(text), 'the file', ['$schema', 'versions', 'rules', 'files']);
  const codes = new Set([
    unusedIgnoreComment.code as string,
    ...languages.flatMap(language => language.rules.map(({ code }) => code as string)),
  ]);
  const entryOf = (
    value: Readonly<Record<string, unknown>>,
    where: string,
    pattern: string,
  ): ProjectEntry => {
    const { language, versions = {}, rules = {} } = value;
    return {
      matches: picomatch(pattern, { dot: true }),
      language: languageAt(language, `${where}language`, languages),
      versions: versionsAt(versions, `${where}versions`, languages),
      severities: severitiesAt(rules, `${where}rules`, codes),
    };
  };
  const { files: written = {} } = content;
  const files = objectAt(written, '"files"');
  const entries = Object.entries(files).map(([pattern, value]) => {
    const where = `files["${pattern}"]`;
    return entryOf(
      objectAt(value, where, ['language', 'versions', 'rules']),
      `${where}.`,
      pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`,
    );
  });
  return { uri, entries: [entryOf(content, '', '**'), ...entries] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProjectFileError('It is not valid JSON.');
  }
}

function objectAt(
  value: unknown,
  where: string,
  keys?: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ProjectFileError(`${where}: write an object.`);
  for (const key of Object.keys(value)) if (keys?.includes(key) === false) throw unknown(key, where, keys);
  return Object.fromEntries(Object.entries(value));
}

function versionsAt(value: unknown, where: string, languages: readonly Language[]): ProjectEntry['versions'] {
  const servers = serversOf(languages);
  const keys = servers.map(({ key }) => key);
  const versions: Record<`${string}Version`, string> = {};
  for (const [key, version] of Object.entries(objectAt(value, where, keys))) {
    const server = servers.find(candidate => candidate.key === key);
    if (server === undefined) continue;
    if (typeof version !== 'string' || !(server.isVersion(version) || version === server.standard))
      throw new ProjectFileError(
        `${where}.${key}: not a version of ${server.server}. Write it in quotes, such as ${server.examples}.`,
      );
    versions[versionSetting(server)] = version;
  }
  return versions;
}

function severitiesAt(value: unknown, where: string, rules: ReadonlySet<string>): ProjectEntry['severities'] {
  const severities: Record<string, RuleSeverity> = {};
  for (const [code, written] of Object.entries(objectAt(value, where, [...rules]))) {
    const severity = RULE_SEVERITIES.find(candidate => candidate === written);
    if (severity === undefined)
      throw new ProjectFileError(`${where}["${code}"]: write one of ${RULE_SEVERITIES.join(', ')}.`);
    severities[code] = severity;
  }
  return severities;
}

function languageAt(value: unknown, where: string, languages: readonly Language[]): string | undefined {
  if (value === undefined) return undefined;
  const ids = languages.map(({ id }) => id as string);
  if (typeof value !== 'string' || !ids.includes(value))
    throw new ProjectFileError(`${where}: write one of ${ids.join(', ')}.`);
  return value;
}

function unknown(key: string, where: string, keys: readonly string[]): ProjectFileError {
  const meant = nearest(key, keys);
  const hint =
    meant !== undefined
      ? ` Do you mean "${meant}"?`
      : keys.length < 12
        ? ` It takes ${keys.join(', ')}.`
        : '';
  return new ProjectFileError(`${where}: "${key.slice(0, 60)}" is not known here.${hint}`);
}

/** What a project file says about one file. */
export function entryFor(project: ProjectFile, uri: string): Omit<ProjectEntry, 'matches'> {
  const folder = folderOf(project.uri);
  const path = isBelow(uri, folder)
    ? decodeURIComponent(uri.slice(folder.length).replace(/^\//, ''))
    : baseName(uri);
  const entries = project.entries.filter(({ matches }) => matches(path));
  return {
    language: entries.findLast(({ language }) => language !== undefined)?.language,
    versions: Object.assign({}, ...entries.map(({ versions }) => versions)),
    severities: Object.assign({}, ...entries.map(({ severities }) => severities)),
  };
}

/** The settings of a user over those of a project file. */
export function withProjectFile(settings: Settings, project: ProjectFile, uri: string): Settings {
  const { versions, severities } = entryFor(project, uri);
  const { language } = settings;
  return {
    ...settings,
    language: { ...versions, ...language, severities: { ...severities, ...language.severities } },
  };
}
