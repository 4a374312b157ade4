import { message } from '../../../../rules/rule.ts';
import { isOldFlags, valueFault, wordsOfMask } from '../../facts/flagWords.ts';
import { readString } from '../../syntax/inside.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

/** The words that replaced single letters, where one letter became one word. */
const wordsOfLetters: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lookup: {
    m: 'method-filtering',
    b: 'no-branches',
    g: 'global',
    Y: 'sort-by-latency',
    r: 'branch',
    B: 'to-branches-only',
  },
  create_dialog: {
    B: 'bye-on-timeout',
    P: 'options-ping-caller',
    p: 'options-ping-callee',
    R: 'reinvite-ping-caller',
    r: 'reinvite-ping-callee',
    E: 'end-on-race-condition',
  },
  save: {
    m: 'memory-only',
    r: 'no-reply',
    s: 'socket-header',
    v: 'path-received',
    f: 'force-registration',
    o: 'only-request-contacts',
    p0: 'path-off',
    p1: 'path-lazy',
    p2: 'path-strict',
  },
};

const limitsOfSave: Readonly<Record<string, string>> = {
  c: 'max-contacts',
  e: 'min-expires',
  E: 'max-expires',
};

export const oldFlagLetters: RouteRule = {
  code: 'opensips-cfg/old-flag-letters',
  severity: 'error',
  family: 'migration',
  title: 'Flags written as single letters',
  why: 'Flags used to be letters; since 3.4 they are words (for `create_dialog` since 4.0). `opensips -C` still accepts the letters, but the server checks constant flags when it starts, and does not start with them.',
  fix: 'Write the words, separated by commas.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nroute {\n\tlookup("location", "m");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nroute {\n\tlookup("location", "method-filtering");\n}\n',
  since: '3.4',
  on: 'route',
  check(subject) {
    const found: LocalFinding[] = [];
    for (const { use, verdict } of subject.resolved) {
      if (verdict.kind !== 'found') continue;
      const name = use.call.name.text;
      for (const [at, values] of verdict.values.entries()) {
        const argument = use.call.args[at];
        const token = argument?.token;
        if (token === undefined || argument?.kind !== 'string') continue;
        if (values?.kind !== 'words' || !values.wereLetters) continue;
        const { value, spanOf } = readString(token);
        if (!isOldFlags(value) || valueFault(values, value) === undefined) continue;
        const mask = /^(?:0x[0-9a-f]+|\d+)$/i.test(value) ? wordsOfMask(name, at, Number(value)) : undefined;
        const words = mask === undefined || mask === '' ? wordsFor(name, value) : mask;
        const span = spanOf(0, value.length);
        found.push({
          span,
          tag: 'deprecated',
          message: message(
            `The flags of \`${name}\` must be words since ${name === 'create_dialog' ? '4.0' : '3.4'}.`,
            '`opensips -C` does not report this, but OpenSIPS does not start.',
            words === undefined ? `Allowed: ${values.words.join(', ')}.` : `Write "${words}".`,
          ),
          ...(words === undefined ? {} : { fixes: [replacing(`Write ${words}`, span, words, true)] }),
        });
      }
    }
    return found;
  },
};

function wordsFor(name: string, letters: string): string | undefined {
  const table = Object.hasOwn(wordsOfLetters, name) ? wordsOfLetters[name] : undefined;
  if (table === undefined) return undefined;
  const words: string[] = [];
  for (const letter of letters.match(/p[0-2]|[ceE]\d+|./g) ?? []) {
    const limit = name === 'save' && letter.length > 1 ? limitsOfSave[letter[0] ?? ''] : undefined;
    const word =
      limit === undefined
        ? Object.hasOwn(table, letter)
          ? table[letter]
          : undefined
        : `${limit}=${letter.slice(1)}`;
    if (word === undefined) return undefined;
    words.push(word);
  }
  return words.join(',');
}
