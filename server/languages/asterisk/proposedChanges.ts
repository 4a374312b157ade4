import type { BareExplanation } from './matching.ts';
import type { ProposedChange } from './matchingExplanation.ts';
import type { MatchingInput } from './matchingInput.ts';
import type { SipConf } from './model.ts';

export function proposedChanges(
  _model: SipConf,
  _input: MatchingInput,
  _explanation: BareExplanation,
): ProposedChange[] {
  return [];
}
