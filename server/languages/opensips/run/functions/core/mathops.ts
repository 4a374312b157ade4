import { textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { calculate } from './calculation.ts';

export const mathops: ModuleModel = {
  name: 'mathops',
  functions: {
    math_eval: (_, args) => store(args, 1, calculate(args.text(0) ?? '')),
    math_round: (_, args) => rounded(args, Math.round),
    math_floor: (_, args) => rounded(args, Math.floor, true),
    math_ceil: (_, args) => rounded(args, Math.ceil, true),
    math_trunc: (_, args) => rounded(args, Math.trunc, true),
    math_compare: (_, args) => {
      const left = calculate(args.text(0) ?? '');
      const right = calculate(args.text(1) ?? '');
      if (left === undefined || right === undefined) return -1;
      args.set(2, textValue(String(Math.sign(left - right))));
      return 1;
    },
  },
};

function store(args: Arguments, at: number, value: number | undefined): number {
  if (value === undefined || !Number.isFinite(value)) return -1;
  return args.set(at, textValue(value.toFixed(6))) ? 1 : -1;
}

function rounded(args: Arguments, round: (value: number) => number, isWhole = false): number {
  const value = Number(args.text(0));
  if (!Number.isFinite(value)) return -1;
  const digits = isWhole ? 0 : (args.number(2) ?? 0);
  const factor = 10 ** digits;
  return args.set(1, textValue((round(value * factor) / factor).toFixed(digits))) ? 1 : -1;
}
