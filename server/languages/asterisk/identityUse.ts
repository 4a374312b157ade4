import type { BareExplanation } from './matching.ts';
import type { MatchingInput } from './matchingInput.ts';
import type { SipConf } from './model.ts';

/** An identity that a header carries, and what this server uses it for. */
export interface IdentityUse {
  readonly header: string;
  readonly identity: 'SIP User ID' | 'Auth-ID' | 'DID' | 'Caller ID' | 'Contact';
  readonly value: string;
  readonly use: string;
}

export function identityUses(
  _model: SipConf,
  _input: MatchingInput,
  _explanation: BareExplanation,
): IdentityUse[] {
  return [];
}
