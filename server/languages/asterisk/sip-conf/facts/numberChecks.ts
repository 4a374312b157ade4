import { leadingInteger, parsePort } from '../../values/integers.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import { splitWords } from '../../values/words.ts';
import { type Check, fallback, type ValueProblem, whole } from './valueCheck.ts';

/** A number; the server refuses anything else. */
export function number(minimum: number, maximum = Number.POSITIVE_INFINITY): Check {
  return (value, at) => {
    const parsed = leadingInteger(value);
    if (parsed === undefined)
      return whole(value, 'refused', 'is not a number', `logs a warning and ${fallback(at)}`);
    if (parsed >= minimum && parsed <= maximum) return [];
    const range =
      maximum === Number.POSITIVE_INFINITY ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
    // The server keeps the lower 32 bits.
    const what = Number.parseInt(value, 10) === parsed ? `must be ${range}` : 'is too large';
    return whole(value, 'refused', what, `logs a warning and ${fallback(at)}`);
  };
}

/** A number read by ast_parse_arg with PARSE_INT32: decimal, octal or hexadecimal, with nothing after it. */
export function wholeNumber(minimum: number): Check {
  return (value, at) => {
    const isWritten = /^[+-]?(0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i.test(value);
    const effect = `logs a warning and ${fallback(at)}`;
    if (!isWritten) return whole(value, 'refused', 'is not a whole number', effect);
    const parsed = wholeNumberOf(value);
    return parsed >= minimum && parsed <= 0x7fffffff
      ? []
      : whole(value, 'refused', `must be from ${minimum} to 2147483647`, effect);
  };
}

function wholeNumberOf(text: string): number {
  const digits = text.replace(/^[+-]/, '').toLowerCase();
  const base = digits.startsWith('0x') ? 16 : digits.startsWith('0') ? 8 : 10;
  const number = Number.parseInt(digits.replace(/^0x/, ''), base);
  return text.startsWith('-') ? -number : number;
}

/** A number read by atoi, which returns 0 for text that is not a number. */
export function silentNumber(minimum: number): Check {
  return (value, at) => {
    const parsed = leadingInteger(value);
    if (parsed !== undefined && parsed >= minimum) return [];
    const what = parsed === undefined ? 'is not a number' : `must be at least ${minimum}`;
    return whole(value, 'silent', what, `silently ${fallback(at)}`);
  };
}

export const port: Check = (value, at) =>
  parsePort(value) !== undefined
    ? []
    : whole(value, 'refused', 'is not a port from 1 to 65535', `logs a warning and ${fallback(at)}`);

export const qualify: Check = value =>
  ['yes', 'no'].includes(value.toLowerCase()) || leadingInteger(value) !== undefined
    ? []
    : whole(
        value,
        'refused',
        'is neither yes, no nor a number of milliseconds',
        'logs a warning and uses no',
        ['yes', 'no'],
      );

export const keepAlive: Check = value =>
  ['yes', 'no'].includes(value.toLowerCase()) || leadingInteger(value) !== undefined
    ? []
    : whole(value, 'refused', 'is neither yes, no nor a number of seconds', 'logs a warning and uses no', [
        'yes',
        'no',
      ]);

export const groups: Check = value =>
  splitWords(value).flatMap((word): ValueProblem[] => {
    const text = word.text.trim();
    if (text === '') return [];
    const range = /^([+-]?\d+)(?:-(\d+))?/.exec(text);
    const effect = 'logs a message and ignores that group';
    if (range === null)
      return [
        {
          reaction: 'refused',
          start: word.start,
          end: word.end,
          what: `has "${text}", which is not a group number`,
          effect,
        },
      ];
    const numbers = [range[1], range[2]].filter(part => part !== undefined).map(Number);
    if (numbers.every(group => group >= 0 && group <= 63)) return [];
    return [
      { reaction: 'refused', start: word.start, end: word.end, what: 'has a group outside 0 to 63', effect },
    ];
  });

export const cos: Check = (value, at) => {
  const parsed = leadingInteger(value);
  return parsed !== undefined && parsed < 8
    ? []
    : whole(value, 'refused', 'is not a number from 0 to 7', `logs a warning and ${fallback(at)}`);
};

/** dscp_pool1 of main/acl.c. */
export const dscpNames = [
  'cs0',
  'cs1',
  'cs2',
  'cs3',
  'cs4',
  'cs5',
  'cs6',
  'cs7',
  'af11',
  'af12',
  'af13',
  'af21',
  'af22',
  'af23',
  'af31',
  'af32',
  'af33',
  'af41',
  'af42',
  'af43',
  'ef',
];

export const tos: Check = (value, at) =>
  dscpNames.includes(value.toLowerCase()) || /^\s*[+-]?\d/.test(value)
    ? []
    : whole(
        value,
        'refused',
        'is neither a DSCP name nor a number',
        `logs a warning and ${fallback(at)}`,
        dscpNames,
      );

export const callbackTimer: Check = value => {
  const parsed = leadingInteger(value);
  if (parsed === undefined)
    return whole(value, 'silent', 'is not a number of seconds', 'silently ignores the line');
  return parsed === 0
    ? whole(value, 'refused', 'must not be 0', 'logs a warning and keeps the previous value')
    : [];
};

export const deviceTimer: Check = (value, at) =>
  at.scope === 'general'
    ? at.facts.name === 'timerb'
      ? number(500)(value, at)
      : silentNumber(0)(value, at)
    : number(200)(value, at);

export const encryptionTag: Check = value =>
  value === '32' || value === '80'
    ? []
    : whole(value, 'silent', 'is neither 80 nor 32', 'uses 80', ['80', '32']);

export const rtAutoClear: Check = value =>
  isTrue(value) || isFalse(value) || leadingInteger(value) !== undefined
    ? []
    : whole(value, 'silent', 'is neither yes, no nor a number of seconds', 'uses no', ['yes', 'no']);
