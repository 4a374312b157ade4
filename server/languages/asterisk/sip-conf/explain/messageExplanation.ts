import type { ExplanationFact, ExplanationSection, MessageExplanation } from '../../../explanation.ts';
import type { MatchingExplanation } from '../matching/matchingExplanation.ts';

/** What chan_sip does with a request, in the form that all languages share. */
export function messageExplanation(
  explanation: MatchingExplanation,
  asked: Pick<MessageExplanation, 'text' | 'source' | 'registrations'>,
): MessageExplanation {
  const { registration, steps, ...fields } = explanation;
  const { outcome, sentence, codes, matched, method } = explanation;
  const isAnswered = codes.includes(200) && method === 'INVITE';
  return {
    ...asked,
    outcome,
    sentence,
    codes,
    withoutReply: 'No reply',
    account: matched,
    facts: factsOf(explanation),
    steps,
    sections: sectionsOf(explanation),
    notes: isAnswered
      ? ['The 200 assumes that the dialplan answers; what really happens depends on its lines.']
      : [],
    data: { ...fields, ...registration },
  };
}

function factsOf(explanation: MatchingExplanation): ExplanationFact[] {
  const { matched, by, lookupName, codes, challenge, context, extenLookedUp, registration } = explanation;
  const rows: (readonly [string, string | null])[] = [
    ['Request', explanation.method],
    ['Replies', codes.length === 0 ? 'none' : codes.join(', ')],
    ['Name looked up', lookupName],
    ['Device', matched],
    ['Found by', by === null ? null : BY[by]],
    ['Challenge', challenge === null ? null : `${challenge.header}, realm ${challenge.realm}`],
    ['Context', context],
    ['Extension', extenLookedUp],
    ['Expires', registration?.expiresGranted ?? null],
    ['Address stored', registration === null ? null : registration.addressAfter],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

/** The ways in which a device is found, in words. */
const BY: Readonly<Record<NonNullable<MatchingExplanation['by']>, string>> = {
  name: 'name',
  'ip-port': 'address and port',
  ip: 'address only',
  'callback-ip-port': 'address and port, with its callback extension',
  'callback-ip': 'address only, with its callback extension',
  fake: 'nothing: a placeholder device that never authenticates',
};

function sectionsOf(explanation: MatchingExplanation): ExplanationSection[] {
  const { nearMisses, changes, remarks, identities, assumptions } = explanation;
  return [
    {
      kind: 'list',
      title: 'Almost matched',
      mark: '≈',
      items: nearMisses.map(({ device, reason, config }) => ({ label: device, text: reason, config })),
    },
    { kind: 'changes', title: 'What would change the outcome', changes },
    { kind: 'list', title: 'Security', items: remarks },
    { kind: 'identities', title: 'Identities', identities },
    { kind: 'list', title: 'Assumed', items: assumptions.map(text => ({ text, config: [] })) },
  ];
}
