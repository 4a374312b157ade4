/** The OpenSIPS versions whose grammar and modules are known, oldest first. */
export const versions = [
  '1.11',
  '2.1',
  '2.2',
  '2.3',
  '2.4',
  '3.0',
  '3.1',
  '3.2',
  '3.3',
  '3.4',
  '3.5',
  '3.6',
  '4.0',
] as const;

export type Version = (typeof versions)[number];

/** Some versions, by their places in `versions`. */
export type VersionPlaces = readonly number[];

export function versionsWhere(holds: (version: Version) => boolean): VersionPlaces {
  return versions.flatMap((version, place) => (holds(version) ? [place] : []));
}

export const newestVersion: Version = '4.0';

/** The version that is maintained longest, and what is said of it. */
export const longTermVersion: Version = '3.6';
export const longTermNote = 'long-term support until 2028';

/** The version for a setting such as `3.6`, `3.6.2` or `4.1`; undefined for `auto` and for text that is not a version. */
export function versionOf(setting: string): Version | undefined {
  const parts = /^v?(\d+)(?:\.(\d+))?/.exec(setting.trim());
  if (parts === null) return undefined;
  const wanted = Number(parts[1]) * 100 + Number(parts[2] ?? 0);
  let best: Version | undefined;
  for (const version of versions) if (versionNumber(version) <= wanted) best = version;
  return best ?? versions[0];
}

/** True when `version` is `other` or newer. `other` may be `<=1.11`, which is true for every version. */
export function isAtLeast(version: string, other: string): boolean {
  return other.startsWith('<') || versionNumber(version) >= versionNumber(other);
}

/** True when something added in `since` and removed in `removed` exists in `version`. */
export function existsIn(
  version: Version,
  facts: {
    readonly since?: string | undefined;
    readonly removed?: string | undefined;
    readonly absentIn?: readonly string[] | undefined;
  },
): boolean {
  if (facts.since !== undefined && !isAtLeast(version, facts.since)) return false;
  if (facts.removed !== undefined && isAtLeast(version, facts.removed)) return false;
  return facts.absentIn === undefined || !facts.absentIn.includes(version);
}

const numbers = new Map<string, number>();

/** `3.6` as 306, so that versions compare as numbers. */
export function versionNumber(version: string): number {
  const known = numbers.get(version);
  if (known !== undefined) return known;
  const [major, minor] = version.replace('<=', '').split('.');
  const value = Number(major) * 100 + Number(minor ?? 0);
  numbers.set(version, value);
  return value;
}
