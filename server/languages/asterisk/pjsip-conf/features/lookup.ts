import { describeOption } from '../describe/describeOption.ts';
import { existsIn, objectTypes, optionFacts, releaseOf } from '../facts/facts.ts';

/** Markdown about a pjsip.conf option by its name, for each type of object that has it; a type with a slash narrows it down. */
export function describeName(name: string, version: string): readonly string[] {
  const word = name.trim().toLowerCase();
  const slash = word.indexOf('/');
  const key = word.slice(slash + 1);
  const release = releaseOf(version);
  const found = objectTypes()
    .filter(({ name: type }) => slash < 0 || type === word.slice(0, slash))
    .flatMap(({ name: type }) => optionFacts(type, key) ?? [])
    .filter(facts => facts.name.toLowerCase() === key);
  // The types of the release first.
  return found
    .sort((a, b) => Number(existsIn(b, release)) - Number(existsIn(a, release)))
    .map(facts => describeOption(facts, release));
}
