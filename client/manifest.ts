import type * as vscode from 'vscode';

/** Ids of the languages that the manifest of the extension contributes. */
export function contributedLanguages(extension: vscode.Extension<unknown>): string[] {
  const languages = at(extension.packageJSON, 'contributes', 'languages');
  if (!Array.isArray(languages)) return [];
  return languages.map(language => at(language, 'id')).filter(id => typeof id === 'string');
}

/** Names, and patterns of names, of the files that the manifest gives to some of the languages. */
export function contributedFileNames(
  extension: vscode.Extension<unknown>,
  isWanted: (language: string) => boolean,
): string[] {
  const languages = at(extension.packageJSON, 'contributes', 'languages');
  if (!Array.isArray(languages)) return [];
  return languages
    .filter(language => isWanted(String(at(language, 'id'))))
    .flatMap(language => [at(language, 'filenames'), at(language, 'filenamePatterns')].flat())
    .filter(name => typeof name === 'string');
}

/** One value that a setting can have. */
export interface SettingChoice {
  readonly value: string;
  readonly label: string;
}

/** The values that the manifest allows for a setting, with the labels it gives them; empty for other settings. */
export function settingChoices(extension: vscode.Extension<unknown>, setting: string): SettingChoice[] {
  const groups = [at(extension.packageJSON, 'contributes', 'configuration')].flat();
  const property = groups.map(group => at(group, 'properties', setting)).find(found => found !== undefined);
  const values = at(property, 'enum');
  const labels = at(property, 'enumItemLabels');
  if (!Array.isArray(values)) return [];
  return values.map((value, index) => ({
    value: String(value),
    label: String((Array.isArray(labels) ? labels[index] : undefined) ?? value),
  }));
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.entries(found).find(([key]) => key === name)?.[1];
  }
  return found;
}
