import type { FaultyInclude, Reading } from '../reading.ts';

/** An include line with the columns of its path. */
export interface PlacedInclude extends FaultyInclude {
  readonly start: number;
  readonly end: number;
}

/** The include lines that have a problem, each once however often its file is read. */
export function* includesThatAre(
  reason: FaultyInclude['reason'],
  { faultyIncludes }: Reading,
): Generator<PlacedInclude> {
  const seen = new Set<string>();
  for (const faulty of faultyIncludes) {
    const { place, line, directive } = faulty;
    const key = `${place.file}:${place.index}:${line}`;
    if (faulty.reason !== reason || seen.has(key)) continue;
    seen.add(key);
    yield { ...faulty, start: directive.argumentStart, end: directive.argumentEnd };
  }
}
