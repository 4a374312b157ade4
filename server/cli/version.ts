import { type Command, InvalidArgumentError } from 'commander';
import type { Language } from '../languages/language.ts';
import {
  optionSetting,
  type ServerVersions,
  serversOf,
  versionSetting,
} from '../languages/serverVersions.ts';

/** The versions from the options, by the name of their setting, and the options of servers. */
export type ChosenVersions = Readonly<Record<`${string}Version`, string>> & {
  readonly options?: Readonly<Record<string, string>>;
};

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
  const optionsOf = addServerOptions(command, languages);
  return options => {
    const values = new Map<string, unknown>(Object.entries(options));
    const chosen: Record<`${string}Version`, string> = {};
    for (const { versions, name } of names) {
      const value = values.get(name);
      if (typeof value === 'string') chosen[versionSetting(versions)] = value;
    }
    const serverOptions = optionsOf(values);
    return Object.keys(serverOptions).length === 0 ? chosen : { ...chosen, options: serverOptions };
  };
}

/** An option such as `--opensips-arguments` for each option of a server. */
function addServerOptions(
  command: Command,
  languages: readonly Language[],
): (values: ReadonlyMap<string, unknown>) => Readonly<Record<string, string>> {
  const names = serversOf(languages).flatMap(server =>
    (server.options ?? []).map(option => {
      command.option(`--${server.key}-${option.name} <text>`, asHelp(option.description));
      const property = `${server.key}${option.name.replace(/^./, first => first.toUpperCase())}`;
      return { property, setting: optionSetting(server, option) };
    }),
  );
  return values => {
    const chosen: Record<string, string> = {};
    for (const { property, setting } of names) {
      const value = values.get(property);
      if (typeof value === 'string') chosen[setting] = value;
    }
    return chosen;
  };
}

/** The description of a setting in the style of the help: no markup, no capital at the start, no period at the end. */
function asHelp(description: string): string {
  return description
    .replaceAll('`', '')
    .replace(/^[A-Z](?=[a-z])/, first => first.toLowerCase())
    .replace(/\.$/, '');
}

/** The version of a server in an option; an invalid word must not count as the oldest version. */
function readVersion(text: string, versions: ServerVersions): string {
  if (text !== 'auto' && !versions.isVersion(text))
    throw new InvalidArgumentError(`Write a version such as ${versions.examples}.`);
  return text;
}
