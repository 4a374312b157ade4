import { describeOption } from '../describe/describeOption.ts';
import { branchOf, canonicalName, optionFacts } from '../facts/facts.ts';

/** Markdown about a sip.conf option by its name; undefined for an unknown name. */
export function describeName(name: string, version: string): readonly string[] {
  const key = name.trim().toLowerCase();
  const facts = optionFacts(canonicalName(key));
  return facts === undefined ? [] : [describeOption(facts, key, branchOf(version).branch)];
}
