/** The Asterisk branches whose chan_sip is known, oldest first. */
export type Branch = '1.4' | '1.6.2' | '1.8' | '11' | '13' | '16' | '18' | '20';

export const branches: readonly Branch[] = ['1.4', '1.6.2', '1.8', '11', '13', '16', '18', '20'];

/** True when `branch` is the same as `other` or newer. */
export function isAtLeast(branch: Branch, other: string): boolean {
  return rank(branch) >= rank(other);
}

/** Compares dotted numbers; text that is not a number counts as 0. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference =
      (Number.parseInt(left[index] ?? '0', 10) || 0) - (Number.parseInt(right[index] ?? '0', 10) || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Positions of versions among the branches: needed for every line of a file. */
export const ranks = new Map<string, number>();

export function rank(version: string): number {
  let at = ranks.get(version);
  if (at === undefined) {
    at = branches.findLastIndex(branch => compareVersions(version, branch) >= 0);
    ranks.set(version, at);
  }
  return at;
}
