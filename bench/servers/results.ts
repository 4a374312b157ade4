import { ROWS, type Row } from './measure.ts';
import type { Subject } from './subject.ts';

/** A request that takes a peer longer, in milliseconds, is not repeated or made in a longer document. */
const TOO_SLOW = 2000;

/** All times of a run, and what follows from their medians. */
export class Results {
  readonly ours: readonly string[];
  readonly peers: readonly string[];
  readonly sizes: readonly number[];
  readonly hasAllPeers: boolean;
  /** Nothing was left out. */
  readonly isComplete: boolean;
  private readonly times = new Map<string, number[]>();

  /** `all`: the subjects that there are, measured or not. */
  constructor(subjects: readonly Subject[], sizes: readonly number[], all: readonly Subject[]) {
    this.ours = subjects.filter(({ isOurs }) => isOurs).map(({ name }) => name);
    this.peers = subjects.filter(({ isOurs }) => !isOurs).map(({ name }) => name);
    this.sizes = sizes;
    this.hasAllPeers = this.peers.length === all.filter(({ isOurs }) => !isOurs).length;
    this.isComplete = subjects.length === all.length;
  }

  add(subject: string, row: Row, lineCount: number, times: readonly number[]): void {
    const key = keyOf(subject, row, lineCount);
    this.times.set(key, [...(this.times.get(key) ?? []), ...times]);
  }

  median(subject: string, row: Row, lineCount: number): number | undefined {
    const sorted = (this.times.get(keyOf(subject, row, lineCount)) ?? []).toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1];
  }

  bestPeer(row: Row, lineCount: number): number | undefined {
    const medians = this.peers
      .map(peer => this.median(peer, row, lineCount))
      .filter(median => median !== undefined);
    return medians.length === 0 ? undefined : Math.min(...medians);
  }

  /** How many times as long one of ours takes as the best peer; undefined if no peer offers this. */
  ratio(subject: string, row: Row, lineCount: number): number | undefined {
    const own = this.median(subject, row, lineCount);
    const best = this.bestPeer(row, lineCount);
    return own === undefined || best === undefined ? undefined : own / best;
  }

  /** How many times as long the longest document takes as the shortest one. */
  growth(subject: string, row: Row): number | undefined {
    const [first, last] = [this.sizes[0], this.sizes.at(-1)];
    if (first === undefined || last === undefined || first === last) return undefined;
    const [small, large] = [this.median(subject, row, first), this.median(subject, row, last)];
    return small === undefined || large === undefined ? undefined : large / small;
  }

  /** The requests that took a peer too long in one of the documents. */
  tooSlow({ name, isOurs }: Subject): ReadonlySet<Row> {
    if (isOurs) return new Set();
    return new Set(
      ROWS.filter(row => this.sizes.some(size => (this.median(name, row, size) ?? 0) > TOO_SLOW)),
    );
  }

  /** The rows that were measured. */
  rows(): readonly Row[] {
    return ROWS.filter(row => [...this.times.keys()].some(key => key.startsWith(`${row} | `)));
  }
}

function keyOf(subject: string, row: Row, lineCount: number): string {
  return `${row} | ${lineCount} | ${subject}`;
}
