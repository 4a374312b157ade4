import type { Secret } from '../../../sip/digest/verify.ts';
import type { ConfigurationLine, Explanation } from '../../../sip/explanation.ts';
import type { SipMessage } from '../../../sip/message.ts';
import type { StoredContact } from '../../explainQuestion.ts';
import { newTrail, type Trail } from '../../explanationTrail.ts';
import type { ExpressionResult } from '../expressions/expressionResults.ts';
import type { Outcome } from '../expressions/expressionTree.ts';
import type { Setting } from '../model/groups.ts';
import { type FlexisipModel, lineOf } from '../model/model.ts';
import type { UsersTree } from '../users/reading/parser.ts';

/** What the server did with a message, as far as the Authentication and Registrar modules decide. */
export type FlexisipOutcome =
  | 'not-a-request'
  | 'server-does-not-start'
  | 'server-crashes'
  | 'challenged'
  | 'challenged-again'
  | 'rejected'
  | 'redirected'
  | 'server-error'
  | 'passed'
  | 'cannot-check'
  | 'registered'
  | 'not-registered';

export interface FlexisipExplanation extends Explanation {
  readonly server: 'flexisip';
  readonly version: string;
  readonly outcome: FlexisipOutcome;
  /** The outcome in a sentence. */
  readonly sentence: string;
  /** What had to be assumed because no file contains it. */
  readonly assumptions: readonly string[];
  readonly method: string | null;
  /** The host that the domain checks use: that of From, or of P-Preferred-Identity. */
  readonly domain: string | null;
  readonly realm: string | null;
  /** How the message passed authentication. */
  readonly authenticatedBy: 'nothing' | 'filter' | 'method' | 'trusted-peer' | 'digest' | null;
  /** Result of the filter of the Authentication module for the message; null without a filter. */
  readonly filter: Outcome | null;
  /** Result of every expression in the file for the message. */
  readonly expressions: readonly ExpressionResult[];
  /** Keys of the password lookup. */
  readonly lookup: { readonly user: string; readonly domain: string; readonly authid: string } | null;
  readonly challenge: {
    readonly status: 401 | 407;
    readonly header: 'WWW-Authenticate' | 'Proxy-Authenticate';
    readonly scheme: 'Digest';
    readonly realm: string;
    /** The first algorithm that is offered. */
    readonly algorithm: string;
    readonly algorithms: readonly string[];
    readonly qop: 'auth' | null;
  } | null;
  /** Where the request goes after Authentication and Registrar; null when it does not get that far. */
  readonly routing: FlexisipRouting | null;
  /** Status of the first answer: that of the challenge when the client is assumed to answer it. */
  readonly firstCode: number | null;
  /** Status of this server's reply; null when the request continues to the next modules. */
  readonly finalCode: number | null;
}

/** What the modules after the Registrar do with a request. */
export interface FlexisipRouting {
  /** What determined the destination; null when nothing is sent. */
  readonly by: 'contacts' | 'route' | 'module' | 'request-uri' | null;
  /** Each branch of a fork, or the single next hop. */
  readonly targets: readonly FlexisipTarget[];
  /** False when the result depends on something outside the files, such as the registrar database. */
  readonly certain: boolean;
}

export interface FlexisipTarget {
  /** Request-URI of the branch, without password, tokens and other parameters. */
  readonly uri: string;
  /** The URI that the request is sent to: that of a Route when there is one. */
  readonly nextHop: string;
  /** Priority; lower ones are tried later. */
  readonly q: number;
  readonly origin: 'registrar' | 'static-record' | 'static-target' | 'fallback-route' | 'request';
  /** Is a push notification sent to the device? Null when it has no push parameters. */
  readonly push: 'sent' | 'not-sent' | null;
}

export interface FlexisipQuestion {
  readonly model: FlexisipModel;
  /** File name to show with the lines that decided. */
  readonly file: string;
  readonly message: SipMessage;
  /** The users file, if `file-path` is set and the file could be read. */
  readonly users?: { readonly file: string; readonly tree: UsersTree } | undefined;
  /** Source address of the message; the top Via gives it when absent. */
  readonly source?: string | undefined;
  /** An address of the server: the one that received the message. */
  readonly ownAddress?: string | undefined;
  /** Contacts that the registrar has stored; undefined when they are unknown. */
  readonly contacts?: readonly StoredContact[] | undefined;
  /** What the server has stored for the user, instead of a users file. */
  readonly secret?: Secret | undefined;
  /** The client's answer to a challenge, for a message without credentials. */
  readonly answer?: { readonly username: string; readonly password: string } | undefined;
}

export type FlexisipTrail = Trail<FlexisipBecause>;

/** What decided a step: settings in the configuration, and lines in the files next to it. */
export interface FlexisipBecause {
  readonly settings?: readonly (Setting | undefined)[];
  readonly config?: readonly ConfigurationLine[];
}

/** Collects what the modules do with the message of a question. */
export function newFlexisipTrail({ file, model }: FlexisipQuestion): FlexisipTrail {
  return newTrail(({ settings = [], config = [] }) => [
    ...settings.flatMap(setting => (setting === undefined ? [] : [{ file, line: lineOf(model, setting) }])),
    ...config,
  ]);
}
