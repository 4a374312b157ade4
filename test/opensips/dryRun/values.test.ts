import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runScript } from '../../../server/languages/opensips/run/run.ts';
import { modelOf } from '../../oracle/dryrunCases.ts';

/**
 * A second, naive reading of what the server does with values: one function for each rule, written from the behavior
 * and not from the interpreter. Random expressions must have the same result in both.
 */

type Value = number | string | null;

const OPTIONS =
  'OPTIONS sip:777@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.10:5070;branch=z9hG4bK1\r\nFrom: <sip:alice@127.0.0.1>;tag=1\r\nTo: <sip:777@127.0.0.1>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n';

/** What a script prints, one line for each statement. */
function printed(statements: readonly string[]): readonly string[] {
  const loads = ['proto_udp', 'sl', 'sipmsgops'].map(name => `loadmodule "${name}.so"\n`).join('');
  const script = `socket=udp:127.0.0.1:5060\n${loads}route {\n${statements.join('\n')}\n}\n`;
  const messages = [
    { text: OPTIONS, source: { address: '127.0.0.10', port: 5070 }, transport: 'udp' as const },
  ];
  const [step] = runScript(modelOf(script), { messages }).steps;
  expect(step?.questions).toEqual([]);
  return step?.log ?? [];
}

const constant = (value: Value): string =>
  value === null ? 'NULL' : typeof value === 'number' ? String(value) : `"${value}"`;

const assign = (name: string, value: Value): string => `$var(${name}) = ${constant(value)};`;

const words = fc.stringMatching(/^[a-zA-Z0-9 .:@_-]{0,8}$/);
const numbers = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer());
const values: fc.Arbitrary<Value> = fc.oneof(numbers, words, fc.constant(null));

const wrap = (value: bigint): number => Number(BigInt.asIntN(32, value));

/** One operator on two numbers, with numbers of any size that are cut to 32 bits at the end. */
function onNumbers(operator: string, left: number, right: number): number {
  const [a, b] = [BigInt(left), BigInt(right)];
  switch (operator) {
    case '+':
      return wrap(a + b);
    case '-':
      return wrap(a - b);
    case '*':
      return wrap(a * b);
    case '/':
      return b === 0n ? 0 : wrap(a / b);
    case '%':
      return b === 0n ? 0 : wrap(a % b);
    case '&':
      return wrap(a & b);
    case '|':
      return wrap(a | b);
    default:
      return wrap(a ^ b);
  }
}

/** One operator of an expression; undefined for an error, which leaves the variable as it is. */
function operated(operator: string, left: Value | undefined, right: Value): Value | undefined {
  if (left === undefined) return undefined;
  if (typeof left === 'number')
    return typeof right === 'string' ? undefined : onNumbers(operator, left, right ?? 0);
  // A variable with a number has its text too; NULL is no text.
  return operator === '+' ? `${left ?? ''}${right ?? ''}` : undefined;
}

describe('values in a dry run, against a second evaluation', () => {
  it('calculates from left to right, with one level for all operators', () => {
    const operators = fc.constantFrom('+', '-', '*', '/', '%');
    fc.assert(
      fc.property(numbers, fc.array(fc.tuple(operators, numbers), { maxLength: 5 }), (first, rest) => {
        const text = rest.map(([operator, number]) => ` ${operator} ${constant(number)}`).join('');
        const expected = rest.reduce<Value | undefined>(
          (value, [operator, number]) => operated(operator, value, number),
          first,
        );
        expect(printed([`$var(r) = ${constant(first)}${text};`, 'xlog("$var(r)");'])).toEqual([
          String(expected),
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('has bit operators on 32 bits', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom('&', '|', '^'), numbers, (left, operator, right) => {
        expect(
          printed([
            assign('a', left),
            assign('b', right),
            `$var(r) = $var(a) ${operator} $var(b);`,
            'xlog("$var(r)");',
          ]),
        ).toEqual([String(onNumbers(operator, left, right))]);
      }),
      { numRuns: 40 },
    );
  });

  it('adds numbers to numbers and strings to strings, and keeps the variable after an error', () => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const sum = operated('+', left, right);
        const expected = sum === undefined ? 'before' : String(sum);
        expect(
          printed([
            assign('r', 'before'),
            assign('a', left),
            assign('b', right),
            '$var(r) = $var(a) + $var(b);',
            'xlog("$rc [$var(r)]");',
          ]),
        ).toEqual([`${sum === undefined ? -1 : 1} [${expected}]`]);
      }),
      { numRuns: 60 },
    );
  });

  it('compares numbers with numbers and strings with strings, without case', () => {
    const operators = fc.constantFrom('==', '!=', '<', '>', '<=', '>=');
    const naive = (operator: string, left: Value, right: Value): boolean => {
      if (left === null || right === null) return left === right ? operator === '==' : operator === '!=';
      if (typeof left !== typeof right) {
        // `$var` with a number has its text too.
        return naive(operator, String(left), String(right));
      }
      const [a, b] =
        typeof left === 'number' ? [left, Number(right)] : [left.toLowerCase(), String(right).toLowerCase()];
      const order = a < b ? -1 : a > b ? 1 : 0;
      return (
        {
          '==': order === 0,
          '!=': order !== 0,
          '<': order < 0,
          '>': order > 0,
          '<=': order <= 0,
          '>=': order >= 0,
        }[operator] === true
      );
    };
    fc.assert(
      fc.property(values, operators, values, (left, operator, right) => {
        const result = printed([
          assign('a', left),
          assign('b', right),
          `if ($var(a) ${operator} $var(b)) xlog("yes"); else xlog("no");`,
        ]);
        expect(result).toEqual([naive(operator, left, right) ? 'yes' : 'no']);
      }),
      { numRuns: 80 },
    );
  });

  it('evaluates and, or and not from left to right with one level', () => {
    type Term = readonly [isNegated: boolean, value: boolean];
    const terms: fc.Arbitrary<Term> = fc.tuple(fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(
        terms,
        fc.array(fc.tuple(fc.constantFrom('and', 'or'), terms), { maxLength: 5 }),
        (first, rest) => {
          const text = ([isNegated, value]: Term): string =>
            `${isNegated ? '!' : ''}($var(x) == ${value ? 1 : 2})`;
          const truth = ([isNegated, value]: Term): boolean => isNegated !== value;
          const condition =
            text(first) + rest.map(([operator, term]) => ` ${operator} ${text(term)}`).join('');
          // A chain is grouped from the right: the first term decides whether the rest counts.
          const chain = (value: boolean, at: number): boolean => {
            const next = rest[at];
            if (next === undefined) return value;
            const [operator, term] = next;
            return chain(operator === 'and' ? value && truth(term) : value || truth(term), at + 1);
          };
          const result = printed([assign('x', 1), `if (${condition}) xlog("yes"); else xlog("no");`]);
          expect(result).toEqual([chain(truth(first), 0) ? 'yes' : 'no']);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('transforms strings', () => {
    const naive: Readonly<Record<string, (text: string) => string>> = {
      's.len': text => String(text.length),
      's.toupper': text => text.toUpperCase(),
      's.tolower': text => text.toLowerCase(),
      's.reverse': text => text.split('').reverse().join(''),
      's.trim': text => text.trim(),
      's.md5': text => createHash('md5').update(text).digest('hex'),
      's.sha1': text => createHash('sha1').update(text).digest('hex'),
      's.sha256': text => createHash('sha256').update(text).digest('hex'),
      's.b64encode': text => Buffer.from(text).toString('base64'),
      's.encode.hexa': text => Buffer.from(text).toString('hex'),
      's.fill.left,0,6': text => '0'.repeat(Math.max(0, 6 - text.length)) + text,
      's.width,4': text => `${text}    `.slice(0, 4),
    };
    fc.assert(
      fc.property(words, text => {
        const names = Object.keys(naive);
        const lines = names.map(name => `xlog("[$(var(a){${name}})]");`);
        expect(printed([assign('a', text), ...lines])).toEqual(
          names.map(name => `[${naive[name]?.(text) ?? ''}]`),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('takes parts of strings', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        (text, at, length) => {
          const start = at < 0 ? text.length + at : at;
          const isInside = start >= 0 && start < text.length;
          const part = length === 0 ? text.slice(start) : text.slice(start, start + length);
          expect(printed([assign('a', text), `xlog("[$(var(a){s.substr,${at},${length}})]");`])).toEqual([
            isInside ? `[${part}]` : '[<null>]',
          ]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('selects fields of lists, from both ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{0,3}$/), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: -6, max: 6 }),
        (fields, at) => {
          const found = at < 0 ? fields[fields.length + at] : fields[at];
          expect(printed([assign('a', fields.join(';')), `xlog("[$(var(a){s.select,${at},;})]");`])).toEqual([
            `[${found ?? '<null>'}]`,
          ]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('matches simple expressions like a backtracking engine, without case', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(ab)', '(a|b)', 'a*', 'b+', 'b?', 'a{1,2}');
    fc.assert(
      fc.property(
        fc.array(atom, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.stringMatching(/^[abAB]{0,6}$/),
        (atoms, isAnchored, text) => {
          const pattern = `${isAnchored ? '^' : ''}${atoms.join('')}`;
          const expected = new RegExp(pattern, 'i').test(text);
          const result = printed([
            assign('a', text),
            `if ($var(a) =~ "${pattern}") xlog("yes"); else xlog("no");`,
          ]);
          expect(result).toEqual([expected ? 'yes' : 'no']);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('keeps lists of AVPs newest first', () => {
    const step = fc.oneof(
      fc.tuple(fc.constant('push'), fc.integer({ min: 0, max: 99 })),
      fc.tuple(fc.constant('replace'), fc.integer({ min: 0, max: 99 })),
      fc.tuple(fc.constant('pop'), fc.constant(0)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), steps => {
        let list: number[] = [];
        const lines = steps.map(([what, value]) => {
          if (what === 'push') list = [value, ...list];
          else if (what === 'replace') list = [value];
          else list = list.slice(1);
          return what === 'pop' ? '$avp(l) = NULL;' : `$avp(l) ${what === 'push' ? '=' : ':='} ${value};`;
        });
        expect(printed([...lines, 'xlog("[$(avp(l)[*])]");'])).toEqual([
          `[${list.length === 0 ? '<null>' : list.join(', ')}]`,
        ]);
      }),
      { numRuns: 40 },
    );
  });
});
