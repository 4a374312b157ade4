import type { Branch } from '../../config/branch.ts';
import { isAtLeast } from '../../config/branch.ts';
import { leadingInteger } from '../../values/integers.ts';
import { isFalse, isTrue, trueWords } from '../../values/truth.ts';
import { splitWords } from '../../values/words.ts';
import {
  type Check,
  type Circumstances,
  fallback,
  unknownWord,
  type ValueProblem,
  whole,
} from './valueCheck.ts';

export const boolean: Check = value =>
  isTrue(value) || isFalse(value)
    ? []
    : whole(value, 'silent', 'is neither yes nor no', 'silently treats every other word as no', [
        'yes',
        'no',
      ]);

export const enabledUnlessFalse: Check = value =>
  isTrue(value) || isFalse(value)
    ? []
    : whole(value, 'silent', 'is neither yes nor no', 'turns it on for every word that does not mean no', [
        'yes',
        'no',
      ]);

export const strictBoolean: Check = (value, at) =>
  isTrue(value) || isFalse(value)
    ? []
    : whole(value, 'refused', 'is neither yes nor no', `logs a warning and ${fallback(at)}`, ['yes', 'no']);

/** One word of a list; the server refuses others. */
export const refusedWord: Check = (value, at) => {
  const words = keywords(at);
  return words.includes(value.toLowerCase())
    ? []
    : whole(value, 'refused', 'is not a known word', `logs a warning and ${fallback(at)}`, words);
};

/** ast_cdr_amaflags2int refused unknown words up to 11; ast_channel_string2amaflag treats them as none. */
export const amaFlags: Check = (value, at) => {
  if (isAtLeast(at.branch, '13')) return silentWord('silently treats it as none')(value, at);
  const words = keywords(at);
  if (words.includes(value.toLowerCase())) return [];
  const effect = 'logs a warning and ignores the line';
  return whole(value, 'refused', 'is not a known word', effect, words);
};

/** One word of a list; `effect` is what the server silently does with another one, as the end of a sentence about it. */
export function silentWord(effect = 'silently ignores the line'): Check {
  return (value, at) => {
    const words = keywords(at);
    if (words.includes(value.toLowerCase())) return [];
    if (words.includes('yes') && (isTrue(value) || isFalse(value))) return [];
    return whole(value, 'silent', 'is not a known word', effect, words);
  };
}

/** A word list in which a space is part of the word, so `a, b` contains an unknown word. `limit`: how much the server reads. */
export function wordList(
  words: (at: Circumstances) => readonly string[],
  reaction: ValueProblem['reaction'],
  effect: string,
  limit = Number.POSITIVE_INFINITY,
): Check {
  return (value, at) => {
    const known = words(at);
    return splitWords(value.slice(0, limit)).flatMap(word => {
      if (known.includes(word.text.toLowerCase())) return [];
      return [unknownWord(word, known, reaction, effect)];
    });
  };
}

/** The server copies these values into 64 bytes; a word that is truncated there is unknown, and words after it are not read. */
const BUFFER = 63;

export const directMedia: Check = (value, at) => {
  if (isTrue(value) || isFalse(value)) return [];
  const words = keywords(at).filter(word => word !== 'yes' && word !== 'no');
  const effect = 'logs a warning and ignores that word';
  return wordList(() => words, 'refused', effect, BUFFER)(value, at);
};

export const insecure: Check = (value, at) => {
  if (value === '' || isFalse(value)) return [];
  const { branch } = at;
  // Understood up to 1.4, with a warning that the rule insecure-very reports.
  if (!isAtLeast(branch, '1.6.2') && (value.toLowerCase() === 'very' || isTrue(value))) return [];
  return wordList(
    () => ['port', 'invite'],
    'refused',
    'logs a warning, and that word has no effect',
    BUFFER,
  )(value, at).map(problem => {
    const meant = meantByInsecure.get(value.slice(problem.start, problem.end).trim().toLowerCase());
    return meant === undefined ? problem : { ...problem, expected: [meant] };
  });
};

/** Words that 1.4 understands, and similar ones. */
const meantByInsecure: ReadonlyMap<string, string> = new Map([
  ['very', 'port,invite'],
  ['all', 'port,invite'],
  ['both', 'port,invite'],
  ...[...trueWords].map(word => [word, 'port'] as const),
]);

export const faxDetect: Check = (value, at) =>
  isTrue(value) || isFalse(value)
    ? []
    : wordList(() => ['cng', 't38'], 'refused', 'logs a warning and ignores that word')(value, at);

export const t38: Check = (value, at) =>
  splitWords(value).flatMap(word => {
    const text = word.text.toLowerCase();
    if (isTrue(text) || isFalse(text) || ['fec', 'redundancy', 'none'].includes(text)) return [];
    if (!isAtLeast(at.branch, '1.6.2')) return [unknownWord(word, ['yes', 'no'], 'silent', 'ignores it')];
    if (text.startsWith('maxdatagram=')) {
      if (leadingInteger(text.slice('maxdatagram='.length)) !== undefined) return [];
      const effect = 'logs a warning and uses the value of [general]';
      return [
        {
          reaction: 'refused' as const,
          start: word.start,
          end: word.end,
          what: 'needs a number after maxdatagram=',
          effect,
        },
      ];
    }
    return [
      unknownWord(
        word,
        ['no', 'yes', 'fec', 'redundancy', 'none', 'maxdatagram='],
        'silent',
        'ignores the word',
      ),
    ];
  });

export const nat: Check = (value, at) => {
  const words = natWords(at.branch);
  return splitWords(value).flatMap(word => {
    const text = word.text.toLowerCase();
    if (words.includes(text) || isFalse(text) || text === 'yes') return [];
    return [unknownWord(word, words, 'silent', 'ignores it; with no known word the value acts as no')];
  });
};

export function natWords(branch: Branch): readonly string[] {
  if (!isAtLeast(branch, '1.8')) return ['no', 'yes', 'never', 'route'];
  if (!isAtLeast(branch, '11')) return ['no', 'yes', 'force_rport', 'comedia'];
  return ['no', 'force_rport', 'comedia', 'auto_force_rport', 'auto_comedia'];
}

export const transport: Check = (value, at) => {
  const words = keywords(at);
  return splitWords(value).flatMap(word => {
    const text = word.text.trimStart().toLowerCase();
    if (words.some(known => text.startsWith(known))) return [];
    return [
      unknownWord(
        { ...word, text: word.text.trim() },
        words,
        'refused',
        'logs a notice and ignores that word',
      ),
    ];
  });
};

/** Countries in the sample indications.conf; a server may define others. */
export const toneZones =
  'at au bg br be ch cl cn cz de dk ee es fi fr gr hu id il in it lt jp mx my nl no nz ph pl pt ru se sg th uk us tw ve za'.split(
    ' ',
  );

export const toneZone: Check = value =>
  toneZones.includes(value.toLowerCase())
    ? []
    : whole(
        value,
        'silent',
        'is not a country in the sample indications.conf',
        'logs an error and ignores the line unless indications.conf defines it',
        toneZones,
      );

export const methods = [
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'REGISTER',
  'OPTIONS',
  'SUBSCRIBE',
  'NOTIFY',
  'REFER',
  'MESSAGE',
  'INFO',
  'PRACK',
  'UPDATE',
  'PUBLISH',
  'PING',
];

export const methodList: Check = value =>
  splitWords(value).flatMap(word => {
    const isKnown = methods.includes(word.text.trim().toUpperCase());
    return isKnown ? [] : [unknownWord(word, methods, 'silent', 'silently ignores that word')];
  });

export const callerPresentation: Check = (value, at) =>
  leadingInteger(value) !== undefined ||
  keywords(at).includes(value.toLowerCase()) ||
  value.toLowerCase() === 'unavailable'
    ? []
    : whole(
        value,
        'silent',
        'is neither a presentation word nor a number',
        'silently uses 0 (allowed)',
        keywords(at),
      );

/** The keywords of an option that a branch knows. */
export function keywords({ facts, branch }: Pick<Circumstances, 'facts' | 'branch'>): readonly string[] {
  const words = facts.keywordsByBranch?.[branch];
  const listed = facts.values ?? [];
  if (words === undefined) return listed;
  const plain = words.filter(word => !word.startsWith('<'));
  const booleans = [
    ...(words.includes('<true words>') ? ['yes'] : []),
    ...(words.includes('<true words>') || words.includes('<false words>') ? ['no'] : []),
  ];
  const known = new Set([...plain, ...booleans]);
  // Words that only some branches know are listed by branch; the rest of the list applies to all.
  const ofBranches = Object.values(facts.keywordsByBranch ?? {});
  return listed
    .filter(word => known.has(word) || !ofBranches.some(others => others.includes(word)))
    .concat([...known].filter(word => !listed.includes(word)));
}
