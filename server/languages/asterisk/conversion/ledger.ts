import type { Difference, LineVerdict, PlaceOfLine } from '../../conversion.ts';
import type { LinePlace, Setting } from '../config/entry.ts';
import type { SipConf } from '../sip-conf/model/model.ts';
import type { OutputLine } from './output/text.ts';

/** What was recorded about a line of the source. */
export interface LineRecord {
  readonly verdict: LineVerdict;
  readonly to: readonly OutputLine[];
  readonly notes: readonly string[];
}

/**
 * The account of every line, filled while the conversion runs. A line that several devices inherit gets several entries: the
 * most significant one is kept, and the content of the others is added to it.
 */
export class Ledger {
  readonly differences: Difference[] = [];
  private readonly records = new Map<
    string,
    { verdict: LineVerdict; to: Set<OutputLine>; notes: Set<string> }
  >();
  private readonly model: SipConf;

  constructor(model: SipConf) {
    this.model = model;
  }

  /** The lines at `to` replace the settings, including those that `+=` joined. */
  converted(settings: readonly Setting[], to: readonly OutputLine[], note = ''): void {
    this.record(settings, 'converted', note, to);
  }

  record(
    places: readonly (LinePlace | Setting)[],
    verdict: LineVerdict,
    note = '',
    to: readonly OutputLine[] = [],
  ): void {
    for (const place of places) {
      for (const one of 'joined' in place && place.joined !== undefined ? place.joined : [place])
        this.enter(this.keyOf(one), verdict, note, to);
    }
  }

  differs(
    device: string | null,
    what: string,
    why: string,
    todo: string,
    settings: readonly (LinePlace | undefined)[],
  ): void {
    const lines = settings.flatMap(setting => (setting === undefined ? [] : [this.placeOf(setting)]));
    const isKnown = this.differences.some(
      other => other.device === device && other.what === what && other.lines.length === lines.length,
    );
    if (!isKnown) this.differences.push({ device, what, why, todo, lines });
  }

  recordOf(file: string, line: number): LineRecord | undefined {
    const found = this.records.get(`${line} ${file}`);
    return found === undefined
      ? undefined
      : { verdict: found.verdict, to: [...found.to], notes: [...found.notes] };
  }

  placeOf(place: LinePlace): PlaceOfLine {
    return { file: place.place.file, line: this.model.lineOf(place) };
  }

  private keyOf(place: LinePlace): string {
    return `${this.model.lineOf(place)} ${place.place.file}`;
  }

  private enter(key: string, verdict: LineVerdict, note: string, to: readonly OutputLine[]): void {
    const known = this.records.get(key);
    if (known === undefined) {
      this.records.set(key, { verdict, to: new Set(to), notes: new Set(note === '' ? [] : [note]) });
      return;
    }
    const isStronger = RANK[verdict] > RANK[known.verdict];
    if (isStronger) known.verdict = verdict;
    if (RANK[verdict] >= RANK[known.verdict] || verdict === 'no-counterpart')
      if (note !== '' && known.notes.size < MAX_NOTES) known.notes.add(note);
    if (known.to.size < MAX_TARGETS) for (const line of to) known.to.add(line);
  }
}

const RANK: Readonly<Record<LineVerdict, number>> = {
  'without-effect': 0,
  comment: 0,
  default: 1,
  'no-counterpart': 2,
  converted: 3,
};
const MAX_NOTES = 4;
const MAX_TARGETS = 1000;
