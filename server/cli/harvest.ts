import type { Command } from 'commander';
import { URI } from 'vscode-uri';
import { languages } from '../languages/registry.ts';
import { type Harvest, serversOf } from '../languages/serverVersions.ts';
import { harvestFolders, withHarvest } from '../workspace/harvest.ts';
import { JsonFileError } from '../workspace/jsonFile.ts';
import { PROJECT_FILE } from '../workspace/projectFile.ts';
import { type Io, readText, UsageError } from './io.ts';
import { uriOf } from './paths.ts';

interface HarvestOptions {
  readonly project: string;
  readonly dryRun?: boolean;
}

/** `sip-workbench harvest`: writes the names that only a user's own build of the server has into a project file. */
export function harvestCommand(program: Command, io: Io): void {
  program
    .command('harvest')
    .description(
      'Writes the names of private modules, functions and parameters into sip-workbench.json, so that they are not reported as unknown.',
    )
    .argument(
      '[folders...]',
      'source of OpenSIPS or of modules, or a folder with installed modules, of which only the names can be read; by default where packages install them',
    )
    .option('--project <file>', 'the project file', PROJECT_FILE)
    .option('--dry-run', 'print the project file instead of writing it')
    .action((folders: readonly string[], options: HarvestOptions) => harvest(folders, options, io));
}

async function harvest(folders: readonly string[], options: HarvestOptions, io: Io): Promise<void> {
  const { harvester, server } = serversOf(languages).find(one => one.harvester !== undefined) ?? {};
  if (harvester === undefined) return;
  const uris =
    folders.length === 0
      ? harvester.usualFolders.map(path => URI.file(path).toString())
      : folders.map(path => uriOf(path, io));
  const found = await harvestFolders(uris, io.files, harvester);
  if (found === undefined || found.found === 0)
    throw new UsageError(
      folders.length === 0
        ? `no installed ${server} was found: name the folder of its modules or its source`
        : `no ${server} module was found in ${folders.join(', ')}`,
    );
  const uri = uriOf(options.project, io);
  const exists = (await io.files.read(uri)).kind !== 'missing';
  const before = exists ? await readText(io, options.project) : undefined;
  const after = projectText(before, found, options.project);
  if (options.dryRun === true) {
    io.stdout(after);
    return;
  }
  if (after !== (before ?? '')) {
    const failure =
      before === undefined ? await io.writeNew(uri, after) : await io.writeText(uri, before, after);
    if (failure !== undefined) throw new UsageError(`${options.project}: ${failure}`);
  }
  io.stdout(
    `${summary(found)} ${after === (before ?? '') ? 'Nothing to add' : 'Written'}: ${options.project}\n`,
  );
}

function projectText(before: string | undefined, found: Harvest, path: string): string {
  try {
    return withHarvest(before, found);
  } catch (error) {
    if (error instanceof JsonFileError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

function summary({ options, found }: Harvest): string {
  const counts = Object.entries(options).map(([option, names]) =>
    counted(names.length, option.replace(/^.*\./, '')),
  );
  return `${counted(found, 'modules')} read, private: ${counts.join(', ')}.`;
}

function counted(count: number, plural: string): string {
  return `${count} ${count === 1 ? plural.replace(/s$/, '') : plural}`;
}
