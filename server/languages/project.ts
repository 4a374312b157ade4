import type { Range } from 'vscode-languageserver-types';
import type { RuleSeverity } from '../rules/rule.ts';

/** Replaces `removed` whole lines, the first of which is line `line` (from 0), by `lines`, each with its own end of line. */
export interface LineEdit {
  readonly line: number;
  readonly removed: number;
  readonly lines: readonly string[];
}

/** A place where a file names other files that are read in its stead. */
export interface Include {
  /** The path as written; may hold shell wildcards when the server allows them. */
  readonly path: string;
  /** True when the server keeps silent about a missing file. */
  readonly optional: boolean;
  /** Where the path stands. */
  readonly range: Range;
}

/** Everything that is read together: a root file, what it includes, and the files the server keeps beside it. */
export interface Project<Tree> {
  /** URI of the file that the server opens first. */
  readonly root: string;
  /** Trees of the root and of every file included from it, by URI. */
  readonly trees: ReadonlyMap<string, Tree>;
  /**
   * URIs of the files that `path`, included from file `from`, stands for, in reading order.
   * Empty when nothing matches; undefined when nobody looked (no file system, or a bound was reached).
   */
  readonly resolve: (from: string, path: string) => readonly string[] | undefined;
  /** Why nothing is read for `path`, included from file `from`, as a sentence; undefined when it is read or missing. */
  readonly refusal?: (from: string, path: string) => string | undefined;
  /** Texts of the companions of the language, by name or by path as written; null for a file that does not exist, absent when nobody looked. */
  readonly companions: ReadonlyMap<string, string | null>;
}

/** Settings that change what a language says. Versions are those of the facts, or `auto` where the language detects them. */
export interface LanguageSettings {
  /** The chosen version of a server by `versionSetting` of its `ServerVersions`; absent when nobody has chosen. */
  readonly [version: `${string}Version`]: string | undefined;
  /** Severities set by the user, by rule code. */
  readonly severities: Readonly<Record<string, RuleSeverity>>;
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
  /** What stands behind it: how the version was found, bounds that were reached. */
  readonly detail: string;
  readonly severity: 'information' | 'warning';
  /** One sentence for a report: what stands in for the version, when nobody chose it or it is not known by itself. */
  readonly versionNote?: string;
}
