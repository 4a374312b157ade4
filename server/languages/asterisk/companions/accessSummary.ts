import type { Setting } from '../config/entry.ts';
import { parseAcl } from '../values/address.ts';

/** The combined effect of permit and deny lines (ast_apply_acl: the last match wins, no match means allowed). */
export interface AccessSummary {
  /** Those with a value; none if the server cannot read one of them, because it then drops what the list belongs to. */
  readonly lines: readonly Setting[];
  /** An address that no specific line matches is allowed. */
  readonly admitsStrangers: boolean;
  /** The IP version of permit lines that have no deny line for all other addresses above them. */
  readonly unguarded: Version | undefined;
  /** The line that allows every address, or every IPv6 address, if there is one. */
  readonly opening: Opening | undefined;
  /** No address is allowed. */
  readonly admitsNobody: boolean;
}

interface Opening {
  readonly line: Setting;
  readonly every: 'address' | 'IPv6 address';
}

/**
 * Combines permit and deny lines, whose names begin with `prefix`; it distinguishes only networks of all addresses from
 * others.
 */
export function summaryOf(settings: readonly Setting[], prefix: string): AccessSummary {
  const lines = settings.filter(({ value }) => value !== '');
  // A line for all addresses covers only those of its own IP version. A server has IPv4 addresses; others must be mentioned.
  const byVersion: Record<Version, OfVersion> = {
    ipv4: { admitsOthers: true, admitsSome: true, isPermitted: false, opening: undefined },
    ipv6: { admitsOthers: true, admitsSome: false, isPermitted: false, opening: undefined },
  };
  for (const line of lines) {
    for (const item of parseAcl(line.value, true)) {
      if (item.fault !== undefined)
        return {
          lines: [],
          admitsStrangers: true,
          unguarded: undefined,
          opening: undefined,
          admitsNobody: false,
        };
      const isPermit = (line.option.key === `${prefix}permit`) !== item.isNegated;
      const addresses = byVersion[item.network?.kind() ?? 'ipv4'];
      if (item.bits === 0) {
        addresses.admitsOthers = isPermit;
        addresses.admitsSome = isPermit;
        addresses.opening = isPermit ? line : undefined;
      } else if (isPermit) {
        addresses.admitsSome = true;
        addresses.isPermitted = true;
      }
    }
  }
  const { ipv4, ipv6 } = byVersion;
  const opening = openingOf(ipv4, 'address') ?? openingOf(ipv6, 'IPv6 address');
  const isOpen = opening !== undefined || (!ipv4.isPermitted && !ipv6.isPermitted && ipv4.admitsOthers);
  const isUnguarded = (version: Version): boolean =>
    byVersion[version].isPermitted && byVersion[version].admitsOthers;
  const unguarded = isOpen ? undefined : versions.find(isUnguarded);
  return {
    lines,
    admitsStrangers: isOpen || unguarded !== undefined,
    unguarded,
    opening,
    admitsNobody: !ipv4.admitsSome && !ipv6.admitsSome,
  };
}

const versions = ['ipv4', 'ipv6'] as const;

type Version = (typeof versions)[number];

/** What a list says about the addresses of an IP version. */
interface OfVersion {
  /** Those that no specific line matches are allowed. */
  admitsOthers: boolean;
  admitsSome: boolean;
  /** A line permits specific ones. */
  isPermitted: boolean;
  /** The line that allows all of them, if it counts. */
  opening: Setting | undefined;
}

function openingOf({ opening }: OfVersion, every: Opening['every']): Opening | undefined {
  return opening === undefined ? undefined : { line: opening, every };
}

/** What to say about a list that refuses no one although it has permit lines. */
export interface OpenList {
  /** The line that allows everyone, or the last one. */
  readonly line: Setting;
  readonly what: string;
  readonly todo: string;
  /** The deny line that is missing above the first permit line; undefined where a line allows everyone. */
  readonly missing: { readonly above: Setting; readonly text: string } | undefined;
}

export function openListOf(
  { lines, admitsStrangers, unguarded, opening }: AccessSummary,
  prefix: string,
): OpenList | undefined {
  const permits = lines.filter(({ option }) => option.key === `${prefix}permit`);
  const first = permits.find(permit => isAbout(permit, unguarded)) ?? permits[0];
  const line = opening?.line ?? lines.at(-1);
  if (first === undefined || line === undefined || !admitsStrangers) return undefined;
  if (opening !== undefined)
    return {
      line,
      what: `This line allows every ${opening.every}, whatever the lines above it deny.`,
      todo: 'Permit only the networks that you need.',
      missing: undefined,
    };
  // With the netmask written out, which every branch reads. IPv6 has a list of its own kind.
  const text = `${prefix}deny=${unguarded === 'ipv6' ? '::/0' : '0.0.0.0/0.0.0.0'}`;
  const isOtherDenied = lines.some(({ value }) => parseAcl(value, true).some(({ bits }) => bits === 0));
  return {
    line,
    what: isOtherDenied
      ? unguarded === 'ipv6'
        ? 'The line for all IPv4 addresses covers no IPv6 address.'
        : 'The line for all IPv6 addresses covers no IPv4 address.'
      : lines.length > permits.length
        ? 'This access list allows every address that it does not mention.'
        : `${prefix === '' ? 'Permit' : `${prefix}permit`} lines alone refuse no one.`,
    todo: `Put ${text} above the ${prefix}permit lines.`,
    missing: { above: first, text },
  };
}

function isAbout({ value }: Setting, version: Version | undefined): boolean {
  return parseAcl(value, true).some(({ network }) => network?.kind() === version);
}
