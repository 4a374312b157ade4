import type { Harvest, Harvester, HarvestFile } from '../languages/serverVersions.ts';
import type { FileSystem } from './files.ts';
import { filesBelow } from './filesBelow.ts';
import { JsonFileError, objectAt, parseJson } from './jsonFile.ts';

/** What the files below folders have beyond upstream; undefined if none of the folders can be read. */
export async function harvestFolders(
  folders: readonly string[],
  files: FileSystem,
  harvester: Harvester,
): Promise<Harvest | undefined> {
  const gathered: HarvestFile[] = [];
  let isReadable = false;
  for (const folder of folders) {
    if ((await files.list(folder)) === undefined) continue;
    isReadable = true;
    for (const { name, uri, path } of await filesBelow(folder, folder, files)) {
      if (!harvester.isSource(name)) {
        gathered.push({ path });
        continue;
      }
      const content = await files.read(uri);
      if (content.kind === 'text' && harvester.isRelevant(content.text))
        gathered.push({ path, text: content.text });
    }
  }
  return isReadable ? harvester.harvest(gathered) : undefined;
}

/**
 * The text of a project file with names added to its options; `before` is its text so far. Throws `JsonFileError` if it
 * cannot be read.
 */
export function withHarvest(before: string | undefined, { options }: Harvest): string {
  const content = before === undefined || before.trim() === '' ? {} : objectAt(parseJson(before), 'the file');
  const { options: written = {} } = content;
  const known = objectAt(written, '"options"');
  const added = Object.entries(options).flatMap(([option, names]) => {
    const text = known[option] ?? '';
    if (typeof text !== 'string') throw new JsonFileError(`options["${option}"]: write a text in quotes.`);
    const words = text.split(/[\s,]+/).filter(word => word !== '');
    const all = [...new Set([...words, ...names])];
    return all.length === words.length ? [] : [[option, all.join(' ')] as const];
  });
  if (added.length === 0) return before ?? '';
  const indent = /^([ \t]+)"/m.exec(before ?? '')?.[1] ?? '  ';
  return `${JSON.stringify({ ...content, options: { ...known, ...Object.fromEntries(added) } }, null, indent)}\n`;
}
