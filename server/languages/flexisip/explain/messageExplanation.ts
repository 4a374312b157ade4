import type { ExplanationFact, MessageExplanation } from '../../explanation.ts';
import { outcomeInWords } from '../expressions/expressionTree.ts';
import { isPreRelease, versionNamed } from '../facts/facts.ts';
import type { FlexisipExplanation, FlexisipTarget } from './explanation.ts';

/** What Flexisip's modules do with a request, in the common shape of all languages. */
export function messageExplanation(
  explanation: FlexisipExplanation,
  asked: Pick<MessageExplanation, 'text' | 'source' | 'registrations'>,
): MessageExplanation {
  const { steps, ...data } = explanation;
  const { outcome, sentence, finalCode, expressions } = explanation;
  return {
    ...asked,
    outcome,
    sentence,
    codes: finalCode === null ? [] : [finalCode],
    withoutReply: 'No reply from these modules',
    account: null,
    facts: factsOf(explanation),
    steps,
    sections: [
      {
        kind: 'list',
        title: 'Expressions for this message',
        items: expressions.map(({ section, key, outcome: result, config }) => ({
          label: `[${section}] ${key}`,
          text: outcomeInWords(result),
          config: [config],
        })),
      },
    ],
    notes: explanation.assumptions,
    data,
  };
}

function factsOf(explanation: FlexisipExplanation): ExplanationFact[] {
  const { method, domain, realm, lookup, challenge, finalCode, version, routing } = explanation;
  const rows: (readonly [string, string | null])[] = [
    ['Server', `Flexisip ${version}${isPreRelease(versionNamed(version)) ? ' (pre-release)' : ''}`],
    ['Request', method],
    ['Domain', domain],
    ['Realm', realm],
    [
      'Password looked up for',
      lookup === null ? null : `${lookup.user}@${lookup.domain}, digest user name ${lookup.authid}`,
    ],
    ['Challenge', challenge === null ? null : `${challenge.header}, ${challenge.algorithms.join(', ')}`],
    ...(routing?.targets ?? []).map(target => ['Sent to', targetText(target)] as const),
    ['Reply', finalCode === null ? null : String(finalCode)],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

function targetText({ uri, nextHop, q, push }: FlexisipTarget): string {
  const route = uri === nextHop ? '' : ` through ${nextHop}`;
  const priority = q === 1 ? '' : `, priority ${q}`;
  const woken = push === null ? '' : push === 'sent' ? ', with push' : ', without push';
  return `${uri}${route}${priority}${woken}`;
}
