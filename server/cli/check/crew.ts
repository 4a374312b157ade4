import type { Settings } from '../../workspace/settings.ts';
import type { CheckedFile } from '../formats/report.ts';

/** A root to be checked, in a form that can be sent to another thread. */
export interface SentTask {
  readonly path: string;
  readonly uri: string;
  readonly language: string;
}

/** The project of a task, before its files are checked. */
export interface Loaded {
  readonly root: string;
  readonly trees: ReadonlySet<string>;
  /** The requested files, if they are only a part of the project. */
  readonly only: ReadonlySet<string> | undefined;
  readonly failures: readonly string[];
}

/** What is to be checked of the project of a task, by its number among those that were loaded. */
export interface Assignment {
  readonly index: number;
  readonly files: readonly string[];
}

/** What was found in a project. */
export interface Inspected {
  readonly files: readonly CheckedFile[];
  readonly failures: readonly string[];
  readonly versionNote: string | undefined;
  /** True if a fix that needs no decision was found, here or in a project before; long texts are not searched. */
  readonly isFixable: boolean;
}

/** Checks a part of the tasks, here or in another thread. */
export interface Inspecting {
  load(tasks: readonly SentTask[]): Promise<readonly Loaded[]>;
  check(assignments: readonly Assignment[]): Promise<readonly Inspected[]>;
}

/** What another thread must know to check files as this one does. */
export interface CrewWork {
  readonly settings: Settings;
  readonly folders: readonly string[];
  readonly directory: string;
  /** Searches for fixes that need no decision. */
  readonly hintsAtFixes: boolean;
}

/** Another thread that checks files. */
export interface CrewMember extends Inspecting {
  end(): void;
}

/** The other threads that there may be. */
export interface Crew {
  readonly most: number;
  start(work: CrewWork): CrewMember;
}
