import { type AccessSummary, summaryOf } from '../../companions/accessSummary.ts';
import type { PjsipObject } from './object.ts';

/** A list of an endpoint or acl object: by the source of a request, or by its Contact. */
export interface ObjectAccessList extends AccessSummary {
  /** What the names of its options begin with. */
  readonly prefix: '' | 'contact_';
}

/** The lists of an object that has any permit or deny lines. */
export function accessListsOf({ settings }: PjsipObject): readonly ObjectAccessList[] {
  // Few objects have any: this runs for every endpoint of a large file.
  if (!settings.some(({ option }) => option.key.endsWith('permit') || option.key.endsWith('deny')))
    return none;
  return prefixes.map(prefix => {
    const lines = settings.filter(
      ({ option }) => option.key === `${prefix}permit` || option.key === `${prefix}deny`,
    );
    return { ...summaryOf(lines, prefix), prefix };
  });
}

const prefixes = ['', 'contact_'] as const;

const none: readonly ObjectAccessList[] = [];
