import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { Language } from '../languages/language.ts';
import { languageById } from '../languages/registry.ts';
import type { FileSystem } from '../workspace/files.ts';
import { JsonFileError } from '../workspace/jsonFile.ts';
import type { Subject, Workspace } from '../workspace/workspace.ts';
import type { Host } from './host.ts';
import type { ServerChecks } from './sipWorkbench/serverChecks.ts';

/** What every request file gets. */
export interface Context {
  readonly connection: Connection;
  readonly workspace: Workspace;
  /** Files on disk, and others that the client reads. */
  readonly files: FileSystem;
  /** The results of the user's own server, if the client may run it. */
  readonly checks: ServerChecks;
  readonly languages: readonly Language[];
  /** What the client announced. Empty before `initialize`. */
  readonly client: { capabilities: ClientCapabilities; sendsStatus: boolean; opensRulePages: boolean };
  readonly report: (feature: string, error: unknown) => void;
  readonly collect: Host['collect'];
}

/**
 * One request or notification: `start` listens, `capabilities` says what the server can do, given the languages. A
 * feature that no language implements is not announced.
 */
export interface Feature {
  readonly start: (context: Context) => void;
  readonly capabilities?: (languages: readonly Language[]) => ServerCapabilities;
}

/**
 * Answers a request so that a bug affects only this answer: an exception goes to the output channel with the name of
 * the feature, and the answer is `nothing`. A canceled request is answered as canceled.
 */
export function guarded<Params, Answer>(
  context: Context,
  feature: string,
  nothing: Answer,
  work: (params: Params, token: CancellationToken) => Promise<Answer> | Answer,
): (params: Params, token: CancellationToken) => Promise<Answer> {
  return async (params, token) => {
    try {
      return await work(params, token);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      context.report(feature, error);
      // The model may be half updated; the next request rebuilds it.
      context.workspace.resetModels();
      return nothing;
    }
  };
}

/** As `guarded`, for requests about a document: `work` gets it through the model of its project. */
export function aboutFile<Params extends { readonly textDocument: { readonly uri: string } }, Answer>(
  context: Context,
  feature: string,
  nothing: Answer,
  work: (subject: Subject, params: Params) => Answer | undefined,
): (params: Params, token: CancellationToken) => Promise<Answer> {
  return guarded<Params, Answer>(context, feature, nothing, async (params, token) => {
    const subject = await context.workspace.subject(params.textDocument.uri);
    throwIfCancelled(token);
    return subject === undefined ? nothing : (work(subject, params) ?? nothing);
  });
}

/** As `guarded`, for requests about an item of a hierarchy that was returned for a document. */
export function aboutItem<Params extends { readonly item: { readonly uri: string } }, Answer>(
  context: Context,
  feature: string,
  nothing: Answer,
  work: (subject: Subject, params: Params) => Answer | undefined,
): (params: Params, token: CancellationToken) => Promise<Answer> {
  return guarded<Params, Answer>(context, feature, nothing, async (params, token) => {
    const subject = await context.workspace.subject(params.item.uri);
    throwIfCancelled(token);
    return subject === undefined ? nothing : (work(subject, params) ?? nothing);
  });
}

export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) {
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was canceled.');
  }
}

/** True if a language implements a feature. */
export function someLanguage(languages: readonly Language[], feature: keyof Language): boolean {
  return languages.some(language => language[feature] !== undefined);
}

/** The language that returned something marked with its ID. */
export function languageOfData(
  context: Context,
  data: unknown,
): { language: Language; data: unknown } | undefined {
  if (typeof data !== 'object' || data === null || !('language' in data)) return undefined;
  const language = languageById(String(data.language), context.languages);
  return language && { language, data: 'data' in data ? data.data : undefined };
}

/**
 * An error as text that cannot contain text from a file: messages of the JavaScript engine for type and range errors do
 * not quote long values, but all others may.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if (error instanceof JsonFileError) return error.message;
  const speaks = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  const places = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return [speaks ? `${error.name}: ${error.message}` : error.name, ...places.slice(0, 12)].join('\n');
}
