import type { Entry, Setting } from '../../config/entry.ts';
import { splitWords } from '../../values/words.ts';
import { bindAddress, isOnNoMachine } from '../facts/addresses.ts';
import { checkValue } from '../facts/checkValue.ts';
import { effectOfCase } from '../facts/exactNames.ts';
import { existsIn, type OptionFacts, optionFacts, typeFacts } from '../facts/facts.ts';
import type { ValueFault } from '../facts/valueFault.ts';
import { type Surroundings, wholeFault } from './completeness.ts';
import { type Loss, lastOf, type PjsipObject, type Reference } from './object.ts';

/**
 * The type of object that the lines of a section create: that of the first `type` line. A section named global or system needs
 * none when the type has all its options (sorcery_is_explicit_name_met). Undefined: no type reads the section.
 */
export function typeOf(
  name: string,
  settings: readonly Setting[],
  { release }: Surroundings,
): string | undefined {
  const first = settings.find(({ option }) => option.key === 'type')?.value;
  if (maySkipType(name) && settings.every(setting => isKnown(name, setting, release))) return name;
  const type = first === undefined ? undefined : typeFacts(first);
  return type !== undefined && type.name !== 'wizard' && release.branch >= type.from ? type.name : undefined;
}

/** True for a section whose name can stand for its type. */
export function maySkipType(name: string): boolean {
  return name === 'global' || name === 'system';
}

/**
 * Creates an object as the server does: line by line up to the first that it refuses, then the object as a whole, if all its
 * lines are known.
 */
export function buildObject(
  type: string,
  name: string,
  entry: Entry,
  settings: readonly Setting[],
  surroundings: Surroundings,
  isWhole = true,
): PjsipObject {
  const { loss, isFaulty, hasSeveralTypes } = judgeLines(type, settings, surroundings);
  const whole = loss === undefined && isWhole ? wholeFault(type, settings, surroundings) : undefined;
  return {
    type,
    name,
    entry,
    loss: whole === undefined ? loss : { kind: 'incomplete', fault: whole },
    isFaulty,
    hasSeveralTypes,
    references: referencesOf(type, settings),
    settings,
    isWhole,
    isMade: false,
  };
}

/** The first line that the server refuses, and whether any line has a problem. */
function judgeLines(
  type: string,
  settings: readonly Setting[],
  surroundings: Surroundings,
): Pick<PjsipObject, 'isFaulty' | 'hasSeveralTypes'> & { readonly loss: Loss | undefined } {
  const { release } = surroundings;
  let loss: Loss | undefined;
  let isFaulty = false;
  let typeLines = 0;
  for (let index = 0; index < settings.length; index++) {
    const setting = settings[index];
    if (setting === undefined) continue;
    const { key } = setting.option;
    if (key === 'type') typeLines++;
    if (isFree(key)) continue;
    const facts = optionFacts(type, key);
    const effect = facts === undefined ? undefined : effectOfCase(facts, setting.option.name, setting.value);
    isFaulty ||= effect !== undefined;
    if (facts === undefined || !existsIn(facts, release) || effect === 'refused') {
      loss ??= { kind: 'unknown-option', setting, known: facts };
      isFaulty = true;
      continue;
    }
    const fault = valueFault(facts, setting.value, surroundings);
    if (fault === undefined) continue;
    isFaulty = true;
    const isForeign = facts.kind === 'bind' && isOnNoMachine(bindAddress(setting.value));
    if (fault.effect === 'fatal' || isForeign) loss ??= { kind: 'invalid-value', setting, fault };
  }
  return { loss, isFaulty, hasSeveralTypes: typeLines > 1 };
}

/** The faults in the value of a line; the same words occur all over a large file. */
export function valueFault(
  facts: OptionFacts,
  value: string,
  { release, judgedValues }: Pick<Surroundings, 'release' | 'judgedValues'>,
): ValueFault | undefined {
  if (facts.kind === 'text') return undefined;
  let known = judgedValues.get(facts);
  if (known === undefined || known.size > MAX_KEPT) {
    known = new Map();
    judgedValues.set(facts, known);
  }
  let fault = known.get(value);
  if (fault === undefined) {
    fault = checkValue(facts, value, release) ?? 'fine';
    known.set(value, fault);
  }
  return fault === 'fine' ? undefined : fault;
}

const MAX_KEPT = 200;

/** `type` itself, and names that begin with @, which are for other programs. */
function isFree(key: string): boolean {
  return key === 'type' || key.startsWith('@');
}

function isKnown(type: string, { option }: Setting, release: Surroundings['release']): boolean {
  if (isFree(option.key)) return true;
  const facts = optionFacts(type, option.key);
  return facts !== undefined && existsIn(facts, release);
}

/** Options whose value refers to other objects, and whether it is a list. */
const referring: Readonly<
  Record<string, Readonly<Record<string, readonly [type: string, isList: boolean]>>>
> = {
  endpoint: {
    auth: ['auth', true],
    outbound_auth: ['auth', true],
    aors: ['aor', true],
    transport: ['transport', false],
  },
  identify: { endpoint: ['endpoint', false] },
  registration: {
    outbound_auth: ['auth', true],
    transport: ['transport', false],
    endpoint: ['endpoint', false],
  },
  'outbound-publish': { outbound_auth: ['auth', true], transport: ['transport', false] },
  'inbound-publication': { endpoint: ['endpoint', false] },
  'asterisk-publication': {
    devicestate_publish: ['outbound-publish', false],
    mailboxstate_publish: ['outbound-publish', false],
  },
  global: { default_outbound_endpoint: ['endpoint', false] },
  phoneprov: { endpoint: ['endpoint', false] },
};

function referencesOf(type: string, settings: readonly Setting[]): readonly Reference[] {
  const options = referring[type];
  if (options === undefined) return noReferences;
  const references: Reference[] = [];
  for (const key in options) {
    const [target, isList] = options[key] ?? ['', false];
    const setting = lastOf(settings, key);
    if (setting === undefined || setting.value === '') continue;
    const words = isList ? splitWords(setting.value) : [{ text: setting.value, start: 0 }];
    for (const { text, start } of words) {
      const name = text.trim();
      if (name === '') continue;
      references.push({ type: target, name, start: start + text.indexOf(name), setting });
    }
  }
  return references;
}

const noReferences: readonly Reference[] = [];
