import type { ConfigurationLine } from '../../../../sip/explanation.ts';
import { newTrail, type Trail } from '../../../explanationTrail.ts';
import type { Entry, LinePlace } from '../../config/entry.ts';
import type { SipConf } from '../model/model.ts';

export type SipTrail = Trail<SipBecause>;

/** What decided a step: lines of sip.conf, lines of files next to it. */
export interface SipBecause {
  readonly lines?: readonly (LinePlace | undefined)[];
  readonly entry?: Entry | undefined;
  readonly beside?: readonly ConfigurationLine[];
}

export function newSipTrail(model: SipConf): SipTrail {
  return newTrail(({ lines = [], entry, beside = [] }) => {
    const places = [...(entry === undefined ? [] : [{ place: entry.place, line: 0 }]), ...lines];
    return [...configurationLines(model, places), ...beside];
  });
}

/** Places by file and line; each line once. */
export function configurationLines(
  model: SipConf,
  places: readonly (LinePlace | undefined)[],
): ConfigurationLine[] {
  const lines: ConfigurationLine[] = [];
  for (const place of places) {
    if (place === undefined) continue;
    const found = { file: place.place.file, line: model.lineOf(place) };
    if (!lines.some(line => line.file === found.file && line.line === found.line)) lines.push(found);
  }
  return lines;
}
