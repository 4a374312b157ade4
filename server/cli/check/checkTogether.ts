import type { CheckedFile } from '../formats/report.ts';
import type { Assignment, Inspected, Inspecting, Loaded, SentTask } from './crew.ts';

/** What was found in all files, in the order of the tasks. */
export interface Together {
  readonly files: readonly CheckedFile[];
  readonly failures: readonly string[];
  readonly versionNotes: readonly string[];
  /** True if a fix needs no decision. */
  readonly isFixable: boolean;
}

/** How many tasks are worth a thread of their own: to start one takes as long as a few dozen short files. */
export const WORTH_A_THREAD = 40;

/** Neighbors often belong to one project, so they stay together. */
const BLOCK = 8;

/** Checks tasks with several inspectors: the result is that of one. The last one may be this thread, which then works as well. */
export async function checkTogether(
  tasks: readonly SentTask[],
  inspectors: readonly Inspecting[],
): Promise<Together> {
  const numbers = tasks.map((_task, index) => Math.floor(index / BLOCK) % inspectors.length);
  const loaded = await gathered(inspectors, numbers, (inspector, own) =>
    inspector.load(own.flatMap(index => tasks[index] ?? [])),
  );
  const shown = filesToCheck(loaded);
  const kept = [...shown.keys()];
  const places = placesWithin(numbers);
  const found = await gathered(
    inspectors,
    kept.map(index => numbers[index] ?? 0),
    (inspector, own) =>
      inspector.check(
        own.flatMap((at): Assignment[] => {
          const index = kept[at] ?? 0;
          return [{ index: places[index] ?? 0, files: shown.get(index) ?? [] }];
        }),
      ),
  );
  return {
    files: found.flatMap(({ files }) => files),
    // Each thread reads a broken file of settings for itself.
    failures: [...new Set([...loaded, ...found].flatMap(({ failures }) => failures))],
    versionNotes: versionNotesOf(found),
    isFixable: found.some(({ isFixable }) => isFixable),
  };
}

/** What was assumed about versions; with the first file if not all files have the same. */
function versionNotesOf(found: readonly Inspected[]): readonly string[] {
  const firstFiles = new Map<string, string>();
  for (const { files, versionNote } of found)
    if (versionNote !== undefined && !firstFiles.has(versionNote))
      firstFiles.set(versionNote, files[0]?.file ?? '');
  const notes = [...firstFiles];
  return notes.length < 2 ? notes.map(([note]) => note) : notes.map(([note, file]) => `${file}: ${note}`);
}

/** Lets each inspector do its part; the results in the order of all. */
async function gathered<Result>(
  inspectors: readonly Inspecting[],
  numbers: readonly number[],
  work: (inspector: Inspecting, own: readonly number[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  await Promise.all(
    inspectors.map(async (inspector, number) => {
      const own = numbers.flatMap((of, index) => (of === number ? [index] : []));
      const done = await work(inspector, own);
      own.forEach((index, at) => {
        const result = done[at];
        if (result !== undefined) results[index] = result;
      });
    }),
  );
  return results;
}

/** The position of each task among those of its inspector. */
function placesWithin(numbers: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  return numbers.map(number => {
    const place = counts.get(number) ?? 0;
    counts.set(number, place + 1);
    return place;
  });
}

/** By task, the files to check: each file once, and no project of a file that another one includes. */
function filesToCheck(loaded: readonly Loaded[]): ReadonlyMap<number, readonly string[]> {
  const seen = new Set<string>();
  const shown = new Map<number, readonly string[]>();
  loaded.forEach((project, index) => {
    if (isPartOfAnother(project, index, loaded)) return;
    const files = [...project.trees].filter(file => project.only?.has(file) !== false && !seen.has(file));
    for (const file of files) seen.add(file);
    shown.set(index, files);
  });
  return shown;
}

/** True for a project that is checked as a part of another one. */
export function isPartOfAnother(
  { root, trees, only }: Pick<Loaded, 'root' | 'trees' | 'only'>,
  index: number,
  all: readonly Pick<Loaded, 'root' | 'trees' | 'only'>[],
): boolean {
  return all.some(
    (other, otherIndex) =>
      otherIndex !== index &&
      other.only === undefined &&
      (other.root === root
        ? only !== undefined
        : other.trees.has(root) && !(trees.has(other.root) && index < otherIndex)),
  );
}
