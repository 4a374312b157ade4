import { message } from '../../../../../rules/rule.ts';
import { beginsWithCodec } from '../../../values/codecs.ts';
import { candidateWords } from '../../facts/valueWords.ts';
import { type OptionRule, replacing } from '../rule.ts';

export const valueCutByComment: OptionRule = {
  code: 'sip-conf/value-cut-by-comment',
  severity: 'warning',
  habit: 'rule',
  family: 'syntax',
  title: 'Semicolon inside a value',
  why: 'A `;` starts a comment anywhere, even in the middle of a word. The rest of a secret is silently lost: `secret=` followed by `;` leaves the device without a password.',
  fix: 'Write `\\;` for a semicolon that is part of the value; put a space before a comment.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9;Lw2-v\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9\\;Lw2-v\n',
  on: 'option',
  options: [
    'secret',
    'remotesecret',
    'md5secret',
    'register',
    'auth',
    'mwi',
    'callerid',
    'setvar',
    'header',
    'allow',
    'disallow',
    'insecure',
    'nat',
    'transport',
    'directmedia',
    'host',
    'outboundproxy',
  ],
  check({ option, place, line, name, facts, model }) {
    const at = option.end;
    if (option.text[at] !== ';') return undefined;
    const before = option.text[at - 1] ?? ' ';
    const after = option.text[at + 1] ?? ' ';
    if (/\s/.test(before) || /[\s;-]/.test(after)) return undefined;
    const range = { place, line, start: at, end: at + 1 };
    const rest = option.text.slice(at + 1);
    const what = 'The semicolon starts a comment here.';
    const instead = transportsGoInto[name];
    if (instead !== undefined && uriParameter.test(rest)) {
      const todo = rest.toLowerCase().startsWith('transport=') ? instead : 'Remove it.';
      return [{ ...range, message: message(what, 'chan_sip reads no URI parameters here anyway.', todo) }];
    }
    if (name === 'host' || name === 'outboundproxy') return undefined;
    const isCodecs = name === 'allow' || name === 'disallow';
    const isList = isCodecs || lists.has(name);
    const isItem = isCodecs
      ? beginsWithCodec(rest)
      : facts !== undefined &&
        candidateWords(facts, model.branch).some(word => word.length > 3 && beginsWith(rest, word));
    if (isList && !isItem) return undefined;
    const text = message(
      what,
      isCodecs
        ? 'The codecs after it do not count.'
        : isList
          ? 'The words after it do not count.'
          : 'The rest is not part of the value.',
      isList ? 'Write a comma.' : 'Write "\\;" for a semicolon in the value.',
    );
    const fix = isList ? replacing('Write a comma', range, ',') : replacing('Write "\\;"', range, '\\;');
    return [{ ...range, message: text, fixes: [fix] }];
  },
};

const lists: ReadonlySet<string> = new Set(['insecure', 'nat', 'transport', 'directmedia']);

/** Where a host is written, and where chan_sip reads the transport instead of in a URI parameter. */
const transportsGoInto: Readonly<Record<string, string>> = {
  register: 'Write tcp:// or tls:// before the user.',
  outboundproxy: 'Write tcp:// or tls:// before the host.',
  host: 'Set transport= on its own line.',
};

const uriParameter = /^(?:transport=|lr\b|maddr=)/i;

function beginsWith(text: string, word: string): boolean {
  return text.slice(0, word.length).toLowerCase() === word && !/^\w/.test(text.slice(word.length));
}
