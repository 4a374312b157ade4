import { canonicalAddress } from '../../../../sip/packetSource.ts';
import type { Setting } from '../../config/entry.ts';
import { existsIn, optionFacts, type Release } from '../../pjsip-conf/facts/facts.ts';
import { serverDomains } from '../../sip-conf/model/domains.ts';
import type { SipConf } from '../../sip-conf/model/model.ts';

/** The Request-URIs that chan_sip refuses because of their domains. */
export interface ForeignDomains {
  /** Value of `match_request_uri`. */
  readonly pattern: string;
  readonly lines: readonly Setting[];
  /** Some of the domains are in no file, so numeric addresses are accepted. */
  readonly isLoose: boolean;
}

/**
 * With allowexternaldomains=no, a pattern that every other domain matches. An identify with it sends such requests to an endpoint
 * whose access list refuses everyone. Undefined where all domains are accepted, or where the release has no such option.
 */
export function foreignDomains(model: SipConf, release: Release): ForeignDomains | undefined {
  const { domains, allowsExternal, hasUnknown, externalLine } = serverDomains(model);
  const facts = optionFacts('identify', 'match_request_uri');
  if (allowsExternal || facts === undefined || !existsIn(facts, release)) return undefined;
  const names = domains
    .map(({ name }) => name.toLowerCase())
    .filter(name => !hasUnknown || canonicalAddress(name) === undefined);
  if (names.length > MAX_DOMAINS || names.some(name => !/^[a-z0-9._-]{1,253}$/.test(name))) return undefined;
  const host = otherThan(names, hasUnknown ? '0-9[' : '');
  const pattern = `/^sips?:([^@]*@)?${host}([:;?][^@]*)?$/`;
  if (pattern.length > MAX_PATTERN) return undefined;
  const lines = [externalLine, ...domains.map(({ line }) => line)].filter(line => line !== undefined);
  return { pattern, lines: [...new Set(lines)], isLoose: hasUnknown };
}

const MAX_DOMAINS = 100;
/** A line can have up to 8191 bytes. */
const MAX_PATTERN = 4000;

interface Letters {
  isEnd: boolean;
  readonly next: Map<string, Letters>;
}

/** A case-insensitive extended regular expression for every host but these; extended expressions have no negation. */
function otherThan(names: readonly string[], exempt: string): string {
  const root: Letters = { isEnd: false, next: new Map() };
  for (const name of names) {
    let node = root;
    for (const letter of name) {
      let child = node.next.get(letter);
      if (child === undefined) {
        child = { isEnd: false, next: new Map() };
        node.next.set(letter, child);
      }
      node = child;
    }
    node.isEnd = true;
  }
  return withoutNames(root, exempt);
}

/** Depth is bounded by the length of a name. */
function withoutNames({ isEnd, next }: Letters, exempt = ''): string {
  const letters = [...next.keys()].sort((a, b) => Number(a === '-') - Number(b === '-'));
  const both = letters
    .map(letter => (/[a-z]/.test(letter) ? letter + letter.toUpperCase() : letter))
    .join('');
  // A dash is literal only at the end of a set.
  const ways = [`[^@:;?${exempt}${both}][^@:;?]*`];
  for (const letter of letters) {
    const set = /[a-z]/.test(letter) ? `[${letter}${letter.toUpperCase()}]` : `[${letter}]`;
    ways.push(set + withoutNames(next.get(letter) ?? { isEnd: true, next: new Map() }));
  }
  return `(${ways.join('|')})${isEnd ? '' : '?'}`;
}
