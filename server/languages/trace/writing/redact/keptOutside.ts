import { headerFacts } from '../../../../sip/headers.ts';
import { wholePiece } from '../../../../sip/piece.ts';
import { type Kept, keptParts } from './kept.ts';
import { REDACTION_NOTE } from './note.ts';
import { LOG_WORDS, METHODS } from './vocabulary.ts';

/** What is kept of a part of a line outside messages: time stamps, ports, and words that are common in logs. */
export function keptOutside(text: string): Kept {
  const kept = keptParts();
  const piece = wholePiece(text);
  if (text.trim() === REDACTION_NOTE) {
    kept.whole(piece);
    return kept;
  }
  kept.freeWords(piece, LOG_WORDS, METHODS);
  kept.places(piece, TIMES);
  kept.places(piece, PORTS);
  // The letter of the protocol that starts a packet in ngrep; the marks that tcpdump and scripts put around one.
  kept.places(piece, /^[UTIS](?= )/g);
  const name = /^\s*([A-Za-z][A-Za-z0-9-]{0,60})(?=[ \t]*:)/.exec(text);
  if (name !== null && headerFacts(name[1] ?? '') !== undefined)
    kept.whole({ start: 0, end: name[0].length });
  return kept;
}

const CLOCK = String.raw`\d\d:\d\d:\d\d(?:[.,:]\d{1,9})?`;
const TIMES = new RegExp(
  [
    String.raw`(?<!\d)\d{4}[-/.]\d\d[-/.]\d\d(?:[ T\t]+${CLOCK})?(?:Z|[+-]\d\d:?\d\d)?`,
    String.raw`(?<![\d.])\d{1,2}[-/. ](?:\d{1,2}|\p{Lu}\p{L}{2})[-/. ]\d{4}[T :,]+${CLOCK}`,
    String.raw`(?<!\p{L})\p{Lu}\p{L}{2}\.? +\d{1,2} (?:\d{4} )?${CLOCK}`,
    // Seconds or milliseconds since 1970, since the beginning of the day, since the packet before.
    String.raw`(?<![\w.+])1[4-9]\d{8}(?:\d{3}|\d{6})?(?:\.\d{1,9})?(?![\w.])`,
    String.raw`(?<![\w.@])[+-]?\d{1,7}\.\d{3,9}(?![\w.])`,
    String.raw`(?<![\w:.])${CLOCK}(?!\w|:\d)`,
  ].join('|'),
  'gu',
);

/** A port after an address, at either end of an arrow, or after a name that marks a port. */
const PORTS = new RegExp(
  [
    String.raw`(?<=\.\d{1,3}|\]|\.[A-Za-z]{2,24}):(\d{1,5})(?![\w.:@])`,
    String.raw`(?<=\.\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,5})(?= >|:(?: |$))`,
    String.raw`:(\d{1,5})(?= [-=]{1,3}> )`,
    String.raw`(?<=[-=]> \S{1,100}):(\d{1,5})(?=\s*$)`,
    String.raw`(?<=[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){7}):(\d{1,5})(?![\w:])`,
    String.raw`port"?\s*[:=]\s*"?\d{1,5}(?!\w)`,
  ].join('|'),
  'gi',
);
