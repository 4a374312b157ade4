import { integerValue, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';
import { calculate } from './calculation.ts';

export const mathops: ModuleModel = {
  name: 'mathops',
  functions: {
    math_eval: (_, args) => store(args, 1, calculate(args.text(0) ?? '')),
    math_rpn: (x, args) => {
      const text = args.text(0) ?? '';
      return /^[\d\s.+*/%-]*$/.test(text)
        ? store(args, 1, stackResult(text))
        : askFunction(x, 'math_rpn', args);
    },
    math_round_sf: (_, args) => {
      const value = numberOf(args.text(0));
      const digits = args.number(2) ?? 0;
      if (digits < 1 || digits > 100) return -1;
      return store(args, 1, Number(value.toPrecision(digits)));
    },
    math_round: (_, args) => rounded(args, roundHalf, args.number(2) ?? 0),
    math_floor: (_, args) => rounded(args, Math.floor),
    math_ceil: (_, args) => rounded(args, Math.ceil),
    math_trunc: (_, args) => rounded(args, Math.trunc),
    math_compare: (_, args) => {
      const left = calculate(args.text(0) ?? '');
      const right = calculate(args.text(1) ?? '');
      if (left === undefined || right === undefined) return -1;
      args.set(2, textValue(String(Math.sign(left - right))));
      return 1;
    },
  },
};

/** The result of an expression in reverse Polish notation; undefined when it is malformed. */
function stackResult(text: string): number | undefined {
  const stack: number[] = [];
  for (const word of text.split(/\s+/).filter(one => one !== '')) {
    const number = Number(word);
    if (Number.isFinite(number)) stack.push(number);
    else {
      const right = stack.pop();
      const left = stack.pop();
      const result = left === undefined || right === undefined ? undefined : binary(word, left, right);
      if (result === undefined) return undefined;
      stack.push(result);
    }
  }
  return stack.length === 1 ? stack[0] : undefined;
}

function binary(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    default:
      return undefined;
  }
}

function store(args: Arguments, at: number, value: number | undefined): number {
  if (value === undefined || Number.isNaN(value)) return -1;
  const text = Number.isFinite(value) ? value.toFixed(6) : value > 0 ? 'inf' : '-inf';
  return args.set(at, textValue(text)) ? 1 : -1;
}

/** The number at the beginning of a text (strtod), 0 without one. */
function numberOf(text: string | undefined): number {
  return Number.parseFloat(text ?? '') || 0;
}

/** A whole number, or with digits behind the point a text. */
function rounded(args: Arguments, round: (value: number) => number, digits = 0): number {
  const value = numberOf(args.text(0));
  return args.set(1, digits === 0 ? integerValue(round(value)) : textValue(value.toFixed(digits))) ? 1 : -1;
}

/** Halves go away from zero. */
function roundHalf(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}
