import type { Range } from 'vscode-languageserver-types';
import type { RuleSeverity } from '../rules/rule.ts';

/** Replaces `removed` whole lines, starting at line `line` (zero-based), with `lines`, each with its own line ending. */
export interface LineEdit {
  readonly line: number;
  readonly removed: number;
  readonly lines: readonly string[];
}

/** A place where a file includes other files. */
export interface Include {
  /** The path as written; may contain shell wildcards if the server allows them. */
  readonly path: string;
  /** True if the server silently ignores a missing file. */
  readonly optional: boolean;
  /** The range of the path. */
  readonly range: Range;
}

/** Everything that is read together: a root file, what it includes, and the server's other files in its folder. */
export interface Project<Tree> {
  /** URI of the file that the server opens first. */
  readonly root: string;
  /** Trees of the root and of every file included from it, by URI. */
  readonly trees: ReadonlyMap<string, Tree>;
  /**
   * URIs of the files that `path` refers to when included from file `from`, in reading order.
   * Empty if nothing matches; undefined if it was not looked up (no file system, or a limit was reached).
   */
  readonly resolve: (from: string, path: string) => readonly string[] | undefined;
  /** Why nothing is read for `path`, included from file `from`, as a sentence; undefined if it is read or missing. */
  readonly refusal?: (from: string, path: string) => string | undefined;
  /**
   * Texts of the companions of the language, by name or by path as written; null for a file that does not exist, absent
   * if it was not looked up.
   */
  readonly companions: ReadonlyMap<string, string | null>;
  /** The names of files and folders in the folders of `foldersNamed`, by path; absent for one that cannot be read. */
  readonly folders?: ReadonlyMap<string, readonly string[]>;
}

/** Whether the folders that two projects name contain the same. */
export function hasSameFolders(
  a: Pick<Project<object>, 'folders'>,
  b: Pick<Project<object>, 'folders'>,
): boolean {
  const before = a.folders ?? new Map<string, readonly string[]>();
  const after = b.folders ?? new Map<string, readonly string[]>();
  if (before.size !== after.size) return false;
  for (const [path, names] of after) {
    const old = before.get(path);
    if (old?.length !== names.length || old.some((name, index) => name !== names[index])) return false;
  }
  return true;
}

/** Settings that affect a language. Versions are those of the facts, or `auto` if the language detects them. */
export interface LanguageSettings {
  /**
   * The selected version of a server by `versionSetting` of its `ServerVersions`; absent if the user has not selected
   * one.
   */
  readonly [version: `${string}Version`]: string | undefined;
  /** Severities set by the user, by rule code. */
  readonly severities: Readonly<Record<string, RuleSeverity>>;
  /** Options of servers, by `optionSetting`. */
  readonly options?: Readonly<Record<string, string>>;
}

/** One file seen through the model of its project: what every feature gets. */
export interface View<Tree, Model> {
  readonly uri: string;
  readonly tree: Tree;
  readonly model: Model;
}

/** What the status item of the editor shows for a file. */
export interface LanguageStatus {
  /** Short text, such as "Asterisk 20". */
  readonly label: string;
  /** The explanation: how the version was detected, limits that were reached. */
  readonly detail: string;
  readonly severity: 'information' | 'warning';
  /** One sentence for a report: what stands in for the version, when nobody chose it or it is not known by itself. */
  readonly versionNote?: string;
}
