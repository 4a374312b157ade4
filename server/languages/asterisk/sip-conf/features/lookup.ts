import { describeOption } from '../describe/describeOption.ts';
import { branchOf, canonicalName, optionFacts } from '../facts/facts.ts';

/** What is known about an option of sip.conf by its name, as Markdown; none for a name that is not one. */
export function describeName(name: string, version: string): readonly string[] {
  const key = name.trim().toLowerCase();
  const facts = optionFacts(canonicalName(key));
  return facts === undefined ? [] : [describeOption(facts, key, branchOf(version).branch)];
}
