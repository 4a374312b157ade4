import type { ItemType } from './facts.ts';
import { durationUnits, unitMilliseconds } from './values.ts';

/** A duration in words, such as "1 hour 30 minutes"; two units at most. */
export function durationInWords(milliseconds: number): string {
  if (milliseconds === 0) return 'none';
  let rest = milliseconds;
  const words: string[] = [];
  for (const [name, size] of units) {
    if (words.length === 2) break;
    const count = Math.floor(rest / size);
    if (count === 0) continue;
    rest -= count * size;
    words.push(`${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`);
  }
  return `${rest > 0 ? 'about ' : ''}${words.join(' ')}`;
}

/** Ways to write a number as a duration of the type, with their meaning: `10` as `10s`, `10min` and so on. */
export function durationChoices(type: ItemType, digits: string): { text: string; words: string }[] {
  const own = unitMilliseconds[type];
  if (own === undefined || !/^\d{1,9}$/.test(digits)) return [];
  return Object.entries(durationUnits)
    .filter(([, size]) => size >= own)
    .map(([unit, size]) => ({ text: `${digits}${unit}`, words: durationInWords(Number(digits) * size) }));
}

const units: readonly (readonly [name: string, milliseconds: number])[] = [
  ['year', 31_556_952_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
  ['millisecond', 1],
];
