import type { BareExplanation } from './matching.ts';
import type { SecurityRemark } from './matchingExplanation.ts';
import type { MatchingInput } from './matchingInput.ts';
import type { SipConf } from './model.ts';

export function securityRemarks(
  _model: SipConf,
  _input: MatchingInput,
  _explanation: BareExplanation,
): SecurityRemark[] {
  return [];
}
