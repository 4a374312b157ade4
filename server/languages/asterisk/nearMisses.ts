import type { BareExplanation } from './matching.ts';
import type { NearMiss } from './matchingExplanation.ts';
import type { MatchingInput } from './matchingInput.ts';
import type { SipConf } from './model.ts';

export function nearMisses(
  _model: SipConf,
  _input: MatchingInput,
  _explanation: BareExplanation,
): NearMiss[] {
  return [];
}
