import type { Language } from '../languages/language.ts';
import { languageById, languageOf, languages } from '../languages/registry.ts';
import { headLength } from '../workspace/documents.ts';
import { refusal } from '../workspace/files.ts';
import { filesBelow } from '../workspace/filesBelow.ts';
import { baseName } from '../workspace/location.ts';
import type { ProjectState } from '../workspace/project.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type Io, readText, UsageError } from './io.ts';
import { uriOf } from './paths.ts';

/** The options that decide what is checked. */
export interface TaskOptions {
  readonly language?: string;
  readonly stdinFilename?: string;
  readonly ignoreUnknown?: boolean;
}

/** A root to be checked. */
export interface Task {
  readonly path: string;
  readonly uri: string;
  readonly language: Language;
}

/** The roots that a path stands for: a file, or all files of known languages in a folder. Throws `UsageError`. */
export async function tasksOf(
  path: string,
  options: TaskOptions,
  io: Io,
  workspace: Workspace,
): Promise<Task[]> {
  if (path !== '-') {
    const folder = uriOf(path, io);
    if ((await io.files.list(folder)) !== undefined) {
      const below = await filesBelow(folder, path, io.files);
      const tasks: Task[] = [];
      for (const { name, ...file } of below) {
        const set = await workspace.languageInProject(file.uri);
        const language = chosenLanguage(options) ?? set ?? languageOf(name, '');
        if (language !== undefined && (language === set || language.recognizes(name, '')))
          tasks.push({ ...file, language });
      }
      return tasks;
    }
  }
  const text = await readText(io, path);
  const name = path === '-' ? (options.stdinFilename ?? '') : path;
  const shown = name === '' ? '<stdin>' : name;
  const uri = uriOf(name === '' ? '<stdin>' : name, io);
  const own =
    chosenLanguage(options) ??
    (await workspace.languageInProject(uri)) ??
    languageOf(baseName(uri), text.slice(0, headLength));
  const refused = refusal(text, own);
  if (refused !== undefined) throw new UsageError(`${shown}: ${refused}`);
  const language = own ?? (await languageOfIncluding(uri, workspace));
  if (language === undefined) {
    if (options.ignoreUnknown === true) return [];
    throw new UsageError(
      `${shown}: neither the name nor the first lines show the language; set it with --language`,
    );
  }
  workspace.open(uri, language.id, 1, text);
  return [{ path: shown, uri, language }];
}

function chosenLanguage({ language }: TaskOptions): Language | undefined {
  return language === undefined ? undefined : languageById(language);
}

/** The language of a file that includes this one, if its own name and text do not show the language. */
async function languageOfIncluding(uri: string, workspace: Workspace): Promise<Language | undefined> {
  for (const language of languages) {
    if ((language.includeBases ?? ['root']).length === 0) continue;
    if ((await workspace.rootOf(uri, language)) !== uri) return language;
  }
  return undefined;
}

export interface RootState {
  readonly state: ProjectState;
  readonly path: string;
  /** The requested files, if they are only a part of the project. */
  readonly only: ReadonlySet<string> | undefined;
}

/** The project of a task. */
export async function stateOf({ uri, language, path }: Task, workspace: Workspace): Promise<RootState> {
  const own = await workspace.stateOf(uri, language);
  const root = await workspace.rootOf(uri, language);
  // A file that another one includes is checked as part of it, but reported alone.
  const state = root === uri ? own : await workspace.stateOf(root, language);
  return { state, path, only: root === uri ? undefined : new Set(own.project.trees.keys()) };
}
