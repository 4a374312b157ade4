import type { Branch } from '../../config/branch.ts';
import { isAtLeast } from '../../config/branch.ts';
import type { OptionFacts } from './facts.ts';
import { keywords, methods, toneZones } from './keywordChecks.ts';
import { dscpNames } from './numberChecks.ts';

/** Words that an option accepts as its value in a branch, best first. */
export function candidateWords(facts: OptionFacts, branch: Branch): readonly string[] {
  const known = keywords({ facts, branch });
  const ever = new Set([...(facts.values ?? []), ...Object.values(facts.keywordsByBranch ?? {}).flat()]);
  const described = Object.keys(facts.valueMeanings ?? {}).filter(
    word => known.includes(word) || !ever.has(word),
  );
  const words = [...known, ...described, ...wordsByType(facts), ...(wordsByName[facts.name] ?? [])];
  return [...new Set(words)]
    .map(word => word.replace(/=N$/, '='))
    .filter(word => !word.startsWith('<') && !placeholders.has(word))
    .filter(word => facts.name !== 'nat' || word !== 'yes' || !isAtLeast(branch, '11'));
}

/** Words in the facts that mean any number. */
const placeholders = new Set(['seconds', 'milliseconds', 'number']);

function wordsByType({ valueType }: OptionFacts): readonly string[] {
  switch (valueType) {
    case 'boolean':
      return ['yes', 'no'];
    case 'tos':
      return dscpNames;
    case 'method-list':
      return methods;
    default:
      return [];
  }
}

const wordsByName: Readonly<Record<string, readonly string[]>> = {
  host: ['dynamic'],
  tonezone: toneZones,
  deny: ['0.0.0.0/0', '::/0'],
  permit: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  contactdeny: ['0.0.0.0/0', '::/0'],
  contactpermit: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  localnet: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
};
