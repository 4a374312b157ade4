import { expect } from 'vitest';

/** The time of the processor in microseconds: what else the machine does is of no concern. */
export function processorTime(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return user + system;
}

/**
 * Fails when work on sixteen times as much takes more than 128 times as long: what grows with the length takes 16 times, what
 * grows with its square 256 times, and the collector of garbage has its share. `prepare` gives the work for a length; only
 * the work is measured, at its best of three.
 */
export function expectGrowthWithLength(prepare: (length: number) => () => void, length: number): void {
  const best = (size: number): number => {
    const work = prepare(size);
    return Math.min(...[1, 2, 3].map(() => processorTime(work)));
  };
  best(length);
  const short = best(length);
  const long = best(16 * length);
  // Below half a millisecond the clock counts more than the work.
  expect(long / Math.max(short, 500), `${short} µs, then ${long} µs`).toBeLessThan(128);
}
