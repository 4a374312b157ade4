import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Language } from '../languages/language.ts';
import { languages } from '../languages/registry.ts';
import type { Upgrade, Upgrades } from '../languages/upgrade.ts';
import { messageText, severityName } from '../rules/diagnostic.ts';
import { withoutSecrets } from '../text/secrets.ts';
import { visibleText } from '../text/visible.ts';
import { diffOf } from './fix.ts';
import { type Io, readText, UsageError } from './io.ts';
import { displayedPath, uriOf } from './paths.ts';
import { configurationNamed, projectState } from './projectState.ts';

interface MigrateOptions {
  readonly from: string;
  readonly to: string;
  readonly out?: string;
  readonly diff?: boolean;
  readonly format: string;
}

/**
 * `sip-workbench migrate`: rewrites an opensips.cfg for a later branch, with a report of the changes and of what
 * remains to be done.
 */
export function migrateCommand(program: Command, io: Io): void {
  const language = languages.find(({ upgrades }) => upgrades !== undefined);
  const upgrades = language?.upgrades;
  if (language === undefined || upgrades === undefined) return;
  const readVersion = (text: string): string => {
    const version = upgrades.versionOf(text);
    if (version === undefined)
      throw new InvalidArgumentError(`Write one of ${upgrades.versions.join(', ')}.`);
    return version;
  };
  program
    .command('migrate')
    .description('Rewrites an opensips.cfg for a later version, and reports what remains to be decided.')
    .argument('<file>', 'the script; - for standard input')
    .requiredOption(
      '--to <version>',
      `version that will read it: ${upgrades.versions.join(', ')}`,
      readVersion,
    )
    .option(
      '--from <version>',
      'version it was written for; by default detected from the script',
      text => (text === 'auto' ? text : readVersion(text)),
      'auto',
    )
    .option('--out <file>', 'write the new script to this file, which must not exist')
    .option('--diff', 'print the changes as a diff')
    .addOption(
      new Option('--format <format>', 'format of the report')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .action((path: string, options: MigrateOptions) => migrate(path, options, io, language, upgrades));
}

async function migrate(
  path: string,
  options: MigrateOptions,
  io: Io,
  language: Language,
  upgrades: Upgrades,
): Promise<void> {
  if (options.out !== undefined && options.diff === true) throw new UsageError('use either --out or --diff');
  const { name, text: read } = await configurationNamed(path, language, io);
  const text = read ?? (await readText(io, path));
  const uri = uriOf(name, io);
  const state = await projectState(name, language, {}, io, text);
  const from = options.from === 'auto' ? undefined : options.from;
  const upgrade = upgrades.upgrade(state.model, from, options.to);
  if (upgrade === undefined)
    throw new UsageError(
      from === undefined
        ? `${path}: the script may already be for ${options.to} or a later version. Set the version that runs it now with --from`
        : `${path}: the script is for ${from}, which is not older than ${options.to}`,
    );
  const shown = (file: string) => displayedPath(file, path, state.project.root, io);
  if (options.out !== undefined) await write(upgrade, uri, text, options.out, io);
  if (options.diff === true)
    for (const file of upgrade.files)
      io.stdout(diffOf({ before: file.before, after: file.text }, shown(file.uri)));
  else
    io.stdout(
      options.format === 'json' ? jsonOf(upgrade, shown) : upgrades.report(upgrade, shown, options.format),
    );
}

async function write(upgrade: Upgrade, root: string, text: string, out: string, io: Io): Promise<void> {
  const other = upgrade.files.find(({ uri }) => uri !== root);
  if (other !== undefined)
    throw new UsageError(
      'included files change too, but --out writes only one file: use --diff or --format json',
    );
  const failure = await io.writeNew(uriOf(out, io), upgrade.files[0]?.text ?? text);
  if (failure !== undefined) throw new UsageError(`${out}: ${failure}`);
}

function jsonOf(upgrade: Upgrade, shown: (uri: string) => string): string {
  const { from, to, files, changes, remaining } = upgrade;
  return `${JSON.stringify(
    {
      from,
      to,
      files: files.map(({ uri, text }) => ({ file: shown(uri), text })),
      changes: changes.map(({ uri, line, verdict, what, why }) => ({
        file: shown(uri),
        line,
        verdict,
        what: withoutSecrets(what),
        why: withoutSecrets(why),
      })),
      remaining: remaining.flatMap(({ uri, diagnostics }) =>
        diagnostics.map(one => ({
          file: shown(uri),
          code: one.code,
          severity: severityName(one),
          message: visibleText(withoutSecrets(messageText(one))),
          range: one.range,
          source: one.source,
        })),
      ),
    },
    null,
    2,
  )}\n`;
}
