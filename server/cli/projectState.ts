import type { Language } from '../languages/language.ts';
import { languageOf, languages } from '../languages/registry.ts';
import { headLength } from '../workspace/documents.ts';
import { JsonFileError } from '../workspace/jsonFile.ts';
import { baseName, canonicalUri, folderOf } from '../workspace/location.ts';
import type { ProjectState } from '../workspace/project.ts';
import { defaultSettings } from '../workspace/settings.ts';
import { Workspace } from '../workspace/workspace.ts';
import { type Io, readText, UsageError } from './io.ts';
import { uriOf } from './paths.ts';
import type { ChosenVersions } from './version.ts';

/**
 * One configuration with all that it includes, judged for the versions of options, otherwise for those of its project file.
 * `text` stands in for what is on the disk. Throws `UsageError`.
 */
export async function projectState(
  path: string,
  language: Language,
  versions: ChosenVersions,
  io: Io,
  text?: string,
): Promise<ProjectState> {
  const workspace = workspaceAround(path, versions, io);
  const uri = uriOf(path, io);
  if (text !== undefined) workspace.open(uri, language.id, 1, text);
  return await workspace.stateOf(uri, language);
}

/** A configuration that an argument names. */
export interface NamedConfiguration {
  /** For standard input, the usual name in the current folder. */
  readonly name: string;
  /** The text of standard input; undefined for a file. */
  readonly text: string | undefined;
}

/** Throws `UsageError` for a file that cannot be read, and for one whose name or first lines show another language. */
export async function configurationNamed(
  path: string,
  language: Language,
  io: Io,
): Promise<NamedConfiguration> {
  const text = await readText(io, path);
  if (path === '-') return { name: usualName(language), text };
  const found = languageOf(baseName(uriOf(path, io)), text.slice(0, headLength));
  if (found !== undefined && found !== language)
    throw new UsageError(`${path}: this is ${found.title}, and the command reads ${language.title}`);
  return { name: path, text: undefined };
}

/** `sip.conf` for `sip-conf`: what a configuration from standard input is assumed to be called. */
export function usualName({ id }: Language): string {
  return id.replace(/-(\w+)$/, '.$1');
}

/** The files and project files around a configuration. What fails throws `UsageError`. */
export function workspaceAround(path: string, versions: ChosenVersions, io: Io): Workspace {
  const settings = { ...defaultSettings, language: { ...defaultSettings.language, ...versions } };
  const workspace = new Workspace({
    languages,
    files: io.files,
    settings: async () => settings,
    report: (feature, error) => {
      throw new UsageError(failureText(feature, error));
    },
    busy: (_title, task) => task(() => undefined),
  });
  workspace.folders = [wideFolder(uriOf(path, io))];
  return workspace;
}

/** A failure as a line on standard error. */
export function failureText(feature: string, error: unknown): string {
  return error instanceof JsonFileError ? `${feature}: ${error.message}` : `${feature} failed: ${error}`;
}

/** So many folders above that of a file may hold the file that includes it: `/etc/asterisk` over `sip.d/phones`. */
const FOLDERS_ABOVE = 3;

/** The folder up to which files that include this one, and project files, are looked for. */
export function wideFolder(uri: string): string {
  let folder = folderOf(uri);
  for (let level = 0; level < FOLDERS_ABOVE; level++) folder = folderOf(folder);
  return canonicalUri(folder);
}
