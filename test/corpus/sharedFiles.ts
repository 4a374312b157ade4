import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.env.SIP_WORKBENCH_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));

/** The folder of that name among the files that stand beside the repository; undefined when it is not there. */
export function sharedFolder(name: string): string | undefined {
  const folder = join(root, name);
  return existsSync(folder) ? folder : undefined;
}

/** Full paths of the files of a folder that `sharedFolder` gave, in order. */
export function filesIn(folder: string | undefined): string[] {
  return folder === undefined
    ? []
    : readdirSync(folder)
        .sort()
        .map(name => join(folder, name));
}
