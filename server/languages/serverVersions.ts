import type { LanguageSettings } from './project.ts';

/**
 * The server whose version affects a language; languages of the same server share one object. Setting, command-line
 * option, lists of the editor and validation follow from it.
 */
export interface ServerVersions {
  /** One word: `asterisk` is the setting `sipWorkbench.asterisk.version` and the option `--asterisk`. */
  readonly key: string;
  /** The name of the server, as users know it. */
  readonly server: string;
  /** The choices in the editor, in order; with `auto` if the language detects versions. */
  readonly choices: readonly VersionChoice[];
  /** The default choice. */
  readonly standard: string;
  /** False for text that is not a version of this server. */
  isVersion(text: string): boolean;
  /** Examples of versions for a sentence: "20 or 1.8". */
  readonly examples: string;
  /** What the files do not tell about an installation, such as the arguments with which the server is started. */
  readonly options?: readonly ServerOption[];
  /** Finds texts for some of the options. */
  readonly harvester?: Harvester;
}

/** A text that the user can set: `arguments` of `opensips` is the setting `sipWorkbench.opensips.arguments`. */
export interface ServerOption {
  readonly name: string;
  readonly description: string;
  readonly example: string;
}

/** Finds what a user's own build of a server has beyond that of upstream, in its source or in its installed files. */
export interface Harvester {
  /** Folders in which packages put what is installed. */
  readonly usualFolders: readonly string[];
  /** True for a file whose text is needed; of others, the name is enough. */
  isSource(name: string): boolean;
  /** False for a text in which nothing can be found. */
  isRelevant(text: string): boolean;
  /** The names by option of a project file, such as `opensips.modules`. Only names that are not known yet. */
  harvest(files: readonly HarvestFile[]): Harvest;
}

export interface HarvestFile {
  /** With slashes. */
  readonly path: string;
  /** Absent if it was not needed. */
  readonly text?: string;
}

export interface Harvest {
  readonly options: Readonly<Record<string, readonly string[]>>;
  /** Modules that were found, known ones included. */
  readonly found: number;
}

export interface VersionChoice {
  readonly value: string;
  readonly label: string;
}

/** The name of the selected version in the settings of languages. */
export function versionSetting({ key }: Pick<ServerVersions, 'key'>): `${string}Version` {
  return `${key}Version`;
}

/** The name of an option in the settings of languages and in a project file: `opensips.arguments`. */
export function optionSetting({ key }: Pick<ServerVersions, 'key'>, { name }: ServerOption): string {
  return `${key}.${name}`;
}

/** The selected version, or the default. */
export function versionIn(settings: LanguageSettings, versions: ServerVersions): string {
  return settings[versionSetting(versions)] ?? versions.standard;
}

/** The servers of languages, each once, in the order of the languages. */
export function serversOf(
  languages: readonly { readonly versions?: ServerVersions | undefined }[],
): readonly ServerVersions[] {
  return [...new Set(languages.flatMap(({ versions }) => versions ?? []))];
}

/** True for dotted numbers such as `20.5.0`, with or without words after them. */
export function isDottedNumber(text: string): boolean {
  return /^[1-9]\d*(\.\d+)*([-.]\w+)*$/.test(text);
}
