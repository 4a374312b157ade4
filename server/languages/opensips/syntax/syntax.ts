import type { Comment, Span, Token } from './token.ts';

/** A syntax that OpenSIPS refuses, in some versions or in all. */
export interface SyntaxProblem {
  readonly span: Span;
  readonly code: SyntaxCode;
  /** What is wrong, in plain words, with a full stop. */
  readonly text: string;
  /** The versions that refuse it: from `since`, before `until`; all versions when both are absent. */
  readonly since?: string;
  readonly until?: string;
  /** The replacement for `span`, for the quick fix. */
  readonly fix?: { readonly title: string; readonly text: string; readonly span: Span };
}

export type SyntaxCode = 'syntax-error' | 'missing-semicolon' | 'unclosed-text' | 'old-syntax' | 'too-deep';

/** An argument of a call, by the grammar of OpenSIPS. */
export interface Argument extends Span {
  readonly kind:
    | 'string'
    | 'number'
    | 'variable'
    /** `NULL`, in `route()` and `return()` only. */
    | 'null'
    /** An unquoted word: a route name, or a form of old versions. */
    | 'name'
    /** Nothing between the commas. */
    | 'omitted'
    | 'call'
    | 'expression';
  /** The token of the value; for several joined strings the first one. */
  readonly token?: Token;
  /** More strings after the first, joined by the server. */
  readonly folded?: readonly Token[];
  /** The value of a number, with its sign. */
  readonly number?: number;
  readonly call?: Call;
  readonly expression?: Expression;
}

/** A command: a function of core or a module, or a keyword statement such as `exit` or `route(...)`. */
export interface Call extends Span {
  readonly type: 'call';
  readonly name: Token;
  readonly args: readonly Argument[];
  /** False for a keyword without parentheses. */
  readonly parentheses: boolean;
}

export interface Assignment extends Span {
  readonly type: 'assign';
  readonly target: Token;
  readonly operator: Token;
  readonly value: Expression;
}

export type Expression =
  | { readonly type: 'value'; readonly token: Token; readonly number?: number }
  | { readonly type: 'not'; readonly operator: Token; readonly operand: Expression }
  | {
      readonly type: 'logic';
      readonly operator: Token;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: 'compare';
      readonly operator: Token;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: 'arithmetic';
      readonly operator: Token;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly type: 'group'; readonly open: Token; readonly inner: Expression }
  | { readonly type: 'statements'; readonly body: readonly Statement[] }
  /** A condition of versions before 2.4 on a field of the message, such as `method == "INVITE"`. */
  | { readonly type: 'field'; readonly field: Token }
  | Call
  | Assignment
  | If;

export interface If extends Span {
  readonly type: 'if';
  readonly keyword: Token;
  readonly condition: Expression | undefined;
  readonly body: readonly Statement[];
  readonly otherwise?: readonly Statement[];
  readonly elseKeyword?: Token;
}

export interface Case extends Span {
  /** `case` or `default`. */
  readonly keyword: Token;
  readonly label?: Token;
  /** The value of a label that is a number, with its sign. */
  readonly number?: number;
  readonly body: readonly Statement[];
}

export interface While extends Span {
  readonly type: 'while';
  readonly keyword: Token;
  readonly condition: Expression | undefined;
  readonly body: readonly Statement[];
}

export interface Switch extends Span {
  readonly type: 'switch';
  readonly keyword: Token;
  readonly subject: Token | undefined;
  readonly cases: readonly Case[];
}

export type Statement =
  | If
  | Call
  | Assignment
  | While
  | ({
      readonly type: 'for';
      readonly keyword: Token;
      readonly iterator: Token | undefined;
      readonly list: Token | undefined;
      readonly body: readonly Statement[];
    } & Span)
  | Switch
  | ({ readonly type: 'break'; readonly keyword: Token } & Span)
  | ({ readonly type: 'block'; readonly body: readonly Statement[] } & Span)
  | ({ readonly type: 'include'; readonly path: Token } & Span)
  | ({ readonly type: 'empty' } & Span);

export interface SocketParameter {
  readonly name: Token;
  readonly value?: Token;
  /** The port of `as HOST:PORT`. */
  readonly port?: number;
}

export interface SocketValue extends Span {
  readonly protocol: Token;
  /** The text of the address or host name; undefined for `*`. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly parameters: readonly SocketParameter[];
}

export interface Global extends Span {
  readonly type: 'global';
  readonly name: Token;
  /** Everything after the `=`. */
  readonly values: readonly Token[];
  /** The value of a number with its sign. */
  readonly number?: number;
  readonly socket?: SocketValue;
  /** The names of `alias=`. */
  readonly hosts?: readonly HostName[];
}

/** `udp:example.org:5060`; the protocol and the port may be absent. */
export interface HostName {
  readonly protocol: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
}

export interface LoadModule extends Span {
  readonly type: 'loadmodule';
  readonly keyword: Token;
  readonly path: Token | undefined;
}

export interface ModuleParameter extends Span {
  readonly type: 'modparam';
  readonly keyword: Token;
  readonly module: Token | undefined;
  readonly name: Token | undefined;
  /** The tokens of the value: one or more strings, or a number with its sign. */
  readonly value: readonly Token[];
  readonly number?: number;
}

export interface Route extends Span {
  readonly type: 'route';
  readonly keyword: Token;
  readonly name?: Token;
  readonly interval?: Token;
  /** The head is malformed, so kind or name may be wrong. */
  readonly isMisread?: boolean;
  readonly body: readonly Statement[];
}

export interface IncludeItem extends Span {
  readonly type: 'include';
  readonly path: Token;
}

/** Top-level text that OpenSIPS does not accept. */
export interface Unknown extends Span {
  readonly type: 'unknown';
  readonly first: Token;
}

export type Item = Global | LoadModule | ModuleParameter | Route | IncludeItem | Unknown;

/** Whole lines with complete top-level items: the unit that is parsed again after an edit. All positions inside count
 * from the first line of the block, so a block keeps its identity when lines above it change.
 */
export interface Block {
  readonly lineCount: number;
  /** How many lines, counted from the first of the block, were read to parse it. */
  readonly linesRead: number;
  readonly items: readonly Item[];
  /** All tokens, if some strings were cut short, so that reading the lines again would find others. */
  readonly tokens?: readonly Token[];
  /** The first and the last line of everything in braces, one after the other. */
  readonly braces: readonly number[];
  readonly includes: readonly Token[];
  readonly comments: readonly Comment[];
  readonly strays: readonly Span[];
  /** Includes inside comments and strings. */
  readonly hiddenIncludes: readonly Token[];
  readonly problems: readonly SyntaxProblem[];
}

/** The kinds of route block by keyword, with the names in the facts. */
export const routeKinds: Readonly<Record<string, RouteKind>> = {
  route: 'request',
  failure_route: 'failure',
  onreply_route: 'onreply',
  branch_route: 'branch',
  error_route: 'error',
  local_route: 'local',
  startup_route: 'startup',
  timer_route: 'timer',
  event_route: 'event',
};

export type RouteKind =
  | 'request'
  | 'failure'
  | 'onreply'
  | 'branch'
  | 'error'
  | 'local'
  | 'startup'
  | 'timer'
  | 'event';
