import { headerFacts } from '../../../../sip/headers.ts';
import { wholePiece } from '../../../../sip/piece.ts';
import { type Kept, keptParts } from './kept.ts';
import { keepTimes } from './keptTimes.ts';
import { REDACTION_NOTE } from './note.ts';
import { LOG_WORDS, METHODS } from './vocabulary.ts';

/**
 * What is kept of a part of a line outside messages: time stamps, ports, and words that are common in logs.
 *
 * @param isEscaped another part of the line is a message, which may have the ends of its lines written as escapes
 */
export function keptOutside(text: string, isEscaped: boolean): Kept {
  const kept = keptParts();
  const piece = wholePiece(text);
  if (text.trim() === REDACTION_NOTE) {
    kept.whole(piece);
    return kept;
  }
  kept.freeWords(piece, LOG_WORDS, METHODS);
  keepTimes(piece, kept);
  kept.places(piece, PORTS);
  // The letter of the protocol that starts a packet in ngrep; the marks that tcpdump and scripts put around one.
  kept.places(piece, /^[UTIS](?= )/g);
  // The end of a line as a log shows it.
  kept.places(piece, /\^M$|^(?:\\r)?\\n(?=")/g);
  // Before a digit, it may be the beginning of a number with a sign for a star code.
  if (isEscaped)
    for (const { 0: code, index } of text.matchAll(/#01[1-5](?!\d)/g))
      kept.whole({ start: index, end: index + code.length });
  // Escapes in strings of JSON.
  if (/"\s?:\s?"/.test(text)) kept.places(piece, /\\(?:[rnt]|u00[01][0-9A-Fa-f])/g);
  // Priority and version of syslog; the name of the time in records of Elasticsearch.
  kept.places(piece, /^<\d{1,3}>\d?(?= )|"@(timestamp)"/g);
  const name = /^\s*([A-Za-z][A-Za-z0-9-]{1,60})(?=[ \t]*:)/.exec(text);
  if (name !== null && headerFacts(name[1] ?? '') !== undefined)
    kept.whole({ start: 0, end: name[0].length });
  return kept;
}

/** A port after an address, at either end of an arrow, or after a name that marks a port. */
const PORTS = new RegExp(
  [
    String.raw`(?<=\.\d{1,3}|\]|\.[A-Za-z]{2,24}):(\d{1,5})(?![\w.:@])`,
    String.raw`(?<=\.\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,5})(?= >|:(?: |$))`,
    String.raw`:(\d{1,5})(?= [-=]{1,3}> )`,
    String.raw`(?<=[-=]> \S{1,100}):(\d{1,5})(?=\s*$)`,
    String.raw`(?<=[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){7}):(\d{1,5})(?![\w:])`,
    String.raw`(?<![A-Za-z])(?:(?:src|dst|source|destination|local|remote)_?|[lr])?port"?\s{0,4}[:=]\s{0,4}"?\d{1,5}(?!\w)`,
    // The number of UDP, TCP or SCTP.
    String.raw`(?<![A-Za-z])proto(?:col)?"?\s{0,4}[:=]\s{0,4}"?(?:6|17|132)(?!\w)`,
  ].join('|'),
  'gi',
);
