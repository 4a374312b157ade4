import type { ConfigurationLine, Step, Verdict } from '../../../../sip/explanation.ts';
import type { Entry, LinePlace } from '../../config/entry.ts';
import type { SipConf } from '../model/model.ts';

/** Collects the steps of an explanation in the order in which the server takes them. */
export interface Trail {
  readonly steps: readonly Step[];
  readonly assumptions: readonly string[];
  add(title: string, verdict: Verdict, detail: string, evidence?: Evidence): void;
  /** Notes what had to be assumed, once. */
  assume(text: string): void;
}

/** What decided a step: lines of sip.conf, lines of files beside it, a header of the message. */
export interface Evidence {
  readonly lines?: readonly (LinePlace | undefined)[];
  readonly entry?: Entry | undefined;
  readonly beside?: readonly ConfigurationLine[];
  readonly header?: string | undefined;
}

export function newTrail(model: SipConf): Trail {
  const steps: Step[] = [];
  const assumptions: string[] = [];
  return {
    steps,
    assumptions,
    add: (title, verdict, detail, evidence = {}) => {
      const { lines = [], entry, beside = [], header = null } = evidence;
      const places = [...(entry === undefined ? [] : [{ place: entry.place, line: 0 }]), ...lines];
      steps.push({
        title,
        verdict,
        detail,
        config: [...configurationLines(model, places), ...beside],
        header,
      });
    },
    assume: text => {
      if (!assumptions.includes(text)) assumptions.push(text);
    },
  };
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
