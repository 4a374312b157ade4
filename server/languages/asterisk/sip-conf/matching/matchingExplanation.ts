import type { ConfigurationLine, Explanation, Step } from '../../../../sip/explanation.ts';
import type { SdpFacts } from '../../../../sip/sdpFacts.ts';
import type { IdentityUse, ProposedChange } from '../../../explanation.ts';

/** How a device was found: by the name in From, or by address with or without its port; `fake` is the placeholder device. */
export type FoundBy = 'name' | 'ip-port' | 'ip' | 'callback-ip-port' | 'callback-ip' | 'fake';

/**
 * `passed-auth-then-refused`: authenticated, then refused because of its codecs, domain, extension or (REGISTER) contact.
 * `no-reply`: the server does not reply. `accepted`: accepted without looking up a device.
 */
export type MatchingOutcome =
  | 'accepted-device'
  | 'accepted-guest'
  | 'accepted'
  | 'challenged'
  | 'rejected'
  | 'passed-auth-then-refused'
  | 'no-reply';

export type AuthResult =
  | 'ok'
  | 'challenge-sent'
  | 'secret-failed'
  | 'username-mismatch'
  | 'acl-failed'
  | 'not-found'
  | 'not-dynamic'
  | 'unknown-domain'
  | 'bad-transport'
  | 'dont-know';

/** The content of a 401 (or, in 1.4, a 407). Null means that a parameter is not sent. */
export interface ChallengeSent {
  readonly header: 'WWW-Authenticate' | 'Proxy-Authenticate';
  readonly scheme: 'Digest';
  readonly realm: string;
  readonly algorithm: 'MD5';
  readonly qop: null;
  readonly stale: 'true' | null;
}

/** A device that almost matched, and what it lacks. */
export interface NearMiss {
  readonly device: string;
  readonly reason: string;
  readonly config: readonly ConfigurationLine[];
}

/** A security problem that this message shows. */
export interface SecurityRemark {
  readonly text: string;
  readonly config: readonly ConfigurationLine[];
}

/** Everything that chan_sip does with one request. */
export interface MatchingExplanation extends Explanation {
  /** In uppercase, or as written when the server does not know it. */
  readonly method: string;
  readonly outcome: MatchingOutcome;
  /** The outcome in one sentence. */
  readonly sentence: string;
  /** Name of the device that the last request matched; null for guests and for the placeholder device. */
  readonly matched: string | null;
  readonly by: FoundBy | null;
  /** The name that was looked up for the last request; null when none was. */
  readonly lookupName: string | null;
  /** The lookup of the first request, if the last one found something else. */
  readonly firstLookup: {
    readonly matched: string | null;
    readonly by: FoundBy | null;
    readonly name: string | null;
  } | null;
  readonly authResult: AuthResult;
  /** All replies in order; an accepted INVITE counts as answered with 200 by the dialplan. */
  readonly codes: readonly number[];
  readonly firstCode: number | null;
  readonly finalCode: number | null;
  readonly challenge: ChallengeSent | null;
  /** The destination of the request; within a call, the destination of the call. */
  readonly context: string | null;
  readonly exten: string | null;
  /** True for a request within a call or subscription that earlier messages opened: no device was looked up for it. */
  readonly withinCall: boolean;
  /** The extension that was looked up: `s` for a Request-URI without a user part, in which case `exten` is what the server logs. */
  readonly extenLookedUp: string | null;
  /** The session description in the 200 if the dialplan answers; otherwise null. For a call without an offer: the server's own offer. */
  readonly answerSdp: SdpFacts | null;
  readonly registration: RegistrationResult | null;
  readonly steps: readonly Step[];
  readonly nearMisses: readonly NearMiss[];
  readonly changes: readonly ProposedChange[];
  readonly remarks: readonly SecurityRemark[];
  readonly identities: readonly IdentityUse[];
  /** Unknown circumstances and what was assumed. */
  readonly assumptions: readonly string[];
}

/** The result of a REGISTER. */
export interface RegistrationResult {
  readonly finalReason: string;
  readonly expiresGranted: string | null;
  readonly contactInResponse: string | null;
  readonly deviceExistsAfter: boolean;
  /** `(null)` for a device without address, as `sip show peer` prints it; null when there is no such device. */
  readonly addressAfter: string | null;
}

/** An explanation without the parts that are derived from its outcome. */
export type BareExplanation = Omit<MatchingExplanation, 'nearMisses' | 'changes' | 'remarks' | 'identities'>;
