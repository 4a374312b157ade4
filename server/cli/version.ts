import { type Command, InvalidArgumentError } from 'commander';
import type { Language } from '../languages/language.ts';
import { type ServerVersions, serversOf, versionSetting } from '../languages/serverVersions.ts';

/** The versions from the options, by the name of their setting. */
export type ChosenVersions = Readonly<Record<`${string}Version`, string>>;

/**
 * Adds an option for the version of each server: `--asterisk 20`, or `--asterisk-version 20` where the command uses the
 * shorter one for something else. Returns a function that reads the versions from the options.
 */
export function addVersionOptions(
  command: Command,
  languages: readonly Language[],
): (options: object) => ChosenVersions {
  const names = serversOf(languages).map(versions => {
    const isTaken = command.options.some(({ long }) => long === `--${versions.key}`);
    const flag = isTaken ? `${versions.key}-version` : versions.key;
    const detected = versions.standard === 'auto' ? '; by default detected from the file' : '';
    command.option(`--${flag} <version>`, `version of ${versions.server}${detected}`, text =>
      readVersion(text, versions),
    );
    return { versions, name: isTaken ? versionSetting(versions) : versions.key };
  });
  return options => {
    const values = new Map<string, unknown>(Object.entries(options));
    const chosen: Record<`${string}Version`, string> = {};
    for (const { versions, name } of names) {
      const value = values.get(name);
      if (typeof value === 'string') chosen[versionSetting(versions)] = value;
    }
    return chosen;
  };
}

/** The version of a server in an option; an invalid word must not count as the oldest version. */
function readVersion(text: string, versions: ServerVersions): string {
  if (text !== 'auto' && !versions.isVersion(text))
    throw new InvalidArgumentError(`Write a version such as ${versions.examples}.`);
  return text;
}
