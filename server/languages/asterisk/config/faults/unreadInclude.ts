import type { AsteriskConf } from '../conf.ts';
import type { LinePlace } from '../entry.ts';
import { unreadPlaces } from '../unread.ts';

/** An include line whose file could not be looked for, with the columns of its path. */
export interface UnreadInclude extends LinePlace {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** The include lines that no other rule reports: when a file is missing or refused, the reason is known and reported there. */
export function* unreadIncludes(conf: AsteriskConf): Generator<UnreadInclude> {
  const { project } = conf;
  for (const { place, line } of unreadPlaces(conf)) {
    const text = place.section.lines[line];
    if (text?.kind !== 'directive' || text.argument === undefined || text.word === 'exec') continue;
    if (project.resolve(place.file, text.argument)?.length === 0) continue;
    if (project.refusal?.(place.file, text.argument) !== undefined) continue;
    yield { place, line, path: text.argument, start: text.argumentStart, end: text.argumentEnd };
  }
}
