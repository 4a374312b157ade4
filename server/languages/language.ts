import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeAction,
  CodeActionKind,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  Position,
  Range,
  SelectionRange,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
  TypeHierarchyItem,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { RuleInfo, Severity } from '../rules/rule.ts';
import type { DigestSettings } from '../sip/digest/digestSettings.ts';
import type { TextBound } from '../text/textBound.ts';
import type { CallFlows } from './callFlow.ts';
import type { Converter } from './conversion.ts';
import type { ExplainQuestion, QuestionPart } from './explainQuestion.ts';
import type { ExplainAnswer } from './explanation.ts';
import type { InventoryGroup } from './inventory.ts';
import type { Include, LanguageSettings, LanguageStatus, LineEdit, Project, View } from './project.ts';
import type { RouteMaps } from './routeMap.ts';
import type { ServerCheck } from './serverCheck.ts';
import type { ServerVersions } from './serverVersions.ts';
import type { Upgrades } from './upgrade.ts';

/**
 * One language of the workbench. Everything here is pure: no files, no connection, no clock.
 * `parse` and `edit` never throw, whatever the text. All positions are LSP positions (lines from 0, UTF-16 columns).
 */
export interface Language<Tree extends object = object, Model extends object = object> {
  /** How much is read, so that trees and findings have room in memory; absent for the usual number of lines. */
  bounds?(): readonly TextBound[];
  /** As editors name the language, and the first part of the codes of its rules. */
  readonly id: string;
  /** The name of the server or format, for messages. */
  readonly title: string;
  /** The server whose version affects the language; absent for a format without versions. */
  readonly versions?: ServerVersions;
  /** Every rule of the language, for the pages, for settings and for their examples as tests. */
  rules(): readonly RuleInfo[];
  /**
   * What starts a comment that extends to the end of the line; the first one is used to write comments. Absent: no
   * comments.
   */
  readonly commentPrefixes?: readonly string[];
  /** True when a file of this base name, or with these first lines, is of this language. */
  recognizes(name: string, head: string): boolean;
  parse(text: string): Tree;
  /**
   * For long texts: the tree that `parse` returns, computed in steps of a few milliseconds with everything that the
   * first model and check need; yields the progress from 0 to 1 after each step. Other requests are answered between
   * steps.
   */
  readInSteps?(text: string): Generator<number, Tree>;
  /** The same tree that `parse` returns for the edited text; unchanged parts are reused. */
  edit(tree: Tree, edit: LineEdit): Tree;
  /** The text of the tree, byte for byte. */
  print(tree: Tree): string;
  /** A line including its line ending; absent if the tree does not keep lines. */
  lineOf?(tree: Tree, line: number): string | undefined;
  includes(tree: Tree): readonly Include[];
  /** Where relative include paths start, in order: the folder of the root, or of the including file. */
  readonly includeBases?: readonly ('root' | 'includer')[];
  /** Characters that trigger completion, signature help or formatting. */
  readonly triggers?: {
    readonly completion?: readonly string[];
    readonly signature?: readonly string[];
    readonly format?: readonly string[];
  };
  /** Base names of files in the folder of the root that the rules read if they exist. */
  readonly companions: readonly string[];
  /** Paths of other companions in the root itself, as written: absolute, or relative to the folder of the root. */
  companionsNamed?(tree: Tree): readonly string[];
  /** Absolute paths of folders in which the model looks for names of files. */
  foldersNamed?(tree: Tree): readonly string[];
  /**
   * The model of a project; `previous` is the model of the same root before the latest change and may be updated in
   * place.
   */
  model(project: Project<Tree>, settings: LanguageSettings, previous: Model | undefined): Model;

  /** The authentication settings of the file, with the account at `position`, for the digest commands. */
  digestSettings?(view: View<Tree, Model>, position: Position): DigestSettings | undefined;
  /** The parts of a question that `explain` uses, of those that only some languages do. */
  readonly questionParts?: readonly QuestionPart[];
  /** What the server with this configuration does with messages. */
  explain?(view: View<Tree, Model>, question: ExplainQuestion): ExplainAnswer;
  /**
   * The diagnostics of one file of the project; with `limits`, a language may return at most
   * this many of each severity.
   */
  check(view: View<Tree, Model>, limits?: Readonly<Record<Severity, number>>): Diagnostic[];
  /** The lines that may contain ignore comments, with their numbers; absent if printing the tree is cheap. */
  markedLines?(tree: Tree): readonly { readonly line: number; readonly text: string }[];
  status?(view: View<Tree, Model>): LanguageStatus;
  /** The server's own check, for users who have the server installed. */
  readonly serverCheck?: ServerCheck<Tree, Model>;
  /** The picture of a routing script. */
  readonly routeMaps?: RouteMaps<Model>;
  /** What a server with this configuration has, by kind: devices, routes, domains. */
  inventory?(model: Model): readonly InventoryGroup[];
  /** The ladder diagram of a trace. */
  readonly callFlows?: CallFlows<Tree, Model>;
  /** The same configuration for another driver of the server; loaded on first use, since it is rarely needed. */
  converter?(): Promise<Converter<Model>>;
  /** Files rewritten for a later version of the server. */
  readonly upgrades?: Upgrades<Model>;
  hover?(view: View<Tree, Model>, position: Position): Hover | undefined;
  /**
   * What is known about a name, as Markdown, for each meaning that it has in `version` (one of the facts, or `auto`):
   * an option, a function, a variable. None for an unknown name.
   */
  describeName?(name: string, version: string): readonly string[];
  complete?(view: View<Tree, Model>, position: Position): CompletionList;
  /** Adds the documentation to an item from `complete`. */
  resolveCompletion?(item: CompletionItem): CompletionItem;
  signatureHelp?(view: View<Tree, Model>, position: Position): SignatureHelp | undefined;
  symbols?(view: View<Tree, Model>): DocumentSymbol[];
  workspaceSymbols?(model: Model, query: string): SymbolInformation[];
  folding?(view: View<Tree, Model>): FoldingRange[];
  selectionRanges?(view: View<Tree, Model>, positions: readonly Position[]): SelectionRange[];
  highlights?(view: View<Tree, Model>, position: Position): DocumentHighlight[];
  definition?(view: View<Tree, Model>, position: Position): LocationLink[];
  references?(view: View<Tree, Model>, position: Position, includeDeclaration: boolean): Location[];
  prepareRename?(
    view: View<Tree, Model>,
    position: Position,
  ): { range: Range; placeholder: string } | undefined;
  /** Throws `RenameError` (rename.ts) if the new name cannot be used. */
  rename?(view: View<Tree, Model>, position: Position, newName: string): WorkspaceEdit | undefined;
  prepareTypeHierarchy?(view: View<Tree, Model>, position: Position): TypeHierarchyItem[];
  supertypes?(model: Model, item: TypeHierarchyItem): TypeHierarchyItem[];
  subtypes?(model: Model, item: TypeHierarchyItem): TypeHierarchyItem[];
  prepareCallHierarchy?(view: View<Tree, Model>, position: Position): CallHierarchyItem[];
  incomingCalls?(model: Model, item: CallHierarchyItem): CallHierarchyIncomingCall[];
  outgoingCalls?(model: Model, item: CallHierarchyItem): CallHierarchyOutgoingCall[];
  links?(view: View<Tree, Model>): DocumentLink[];
  /** Semantic tokens of the lines of `range` (all when absent), in LSP's relative encoding with the legend of tokens.ts. */
  tokens?(view: View<Tree, Model>, range?: Range): number[];
  hints?(view: View<Tree, Model>, range: Range): InlayHint[];
  /** A lens on places has the command `sipWorkbench.showReferences` with the arguments uri, position, locations. */
  lenses?(view: View<Tree, Model>): CodeLens[];
  actions?(
    view: View<Tree, Model>,
    range: Range,
    diagnostics: readonly Diagnostic[],
    only: readonly CodeActionKind[] | undefined,
  ): CodeAction[];
  format?(view: View<Tree, Model>, options: FormattingOptions, range?: Range): TextEdit[];
  formatOnType?(
    view: View<Tree, Model>,
    position: Position,
    typed: string,
    options: FormattingOptions,
  ): TextEdit[];
}

/** Belongs to an item after which something else can be completed: VS Code then suggests it. Other editors are not sent it. */
export const suggestNext: Pick<CompletionItem, 'command'> = {
  command: { title: 'Suggest values', command: 'editor.action.triggerSuggest' },
};
