import { MarkupKind, type SignatureHelp } from 'vscode-languageserver-types';
import { commentStart, type OptionLine } from '../config/line.ts';

/** One part of a value with a form, such as `@host` of a URI. */
export interface FormPart {
  readonly lead: string;
  readonly name: string;
  readonly tail: string;
  /** Markdown. */
  readonly text: string;
}

/** The form of a value. */
export interface Form {
  readonly parts: readonly FormPart[];
  /** The name of the part between the text before it and the text after it. */
  active(before: string, rest: string): string;
}

export function part(lead: string, name: string, tail: string, text: string): FormPart {
  return { lead, name, tail, text };
}

/** The form of the value of a line, with the part at a column; undefined outside the value. `parts`: those that a version knows. */
export function signatureOf(
  option: OptionLine,
  column: number,
  form: Form,
  parts: readonly FormPart[] = form.parts,
): SignatureHelp | undefined {
  const comment = commentStart(option);
  if (column <= option.operatorStart || (comment !== undefined && column > comment)) return undefined;
  const before = option.text.slice(Math.min(option.valueStart, column), column);
  const rest = option.text.slice(column, Math.max(column, option.valueEnd));
  const active = form.active(before, rest);
  let label = '';
  const parameters = parts.map(({ lead, name, tail, text }) => {
    const start = label.length + lead.length;
    label += lead + name + tail;
    return {
      label: [start, start + name.length] satisfies [number, number],
      documentation: { kind: MarkupKind.Markdown, value: text },
    };
  });
  const activeParameter = parts.findIndex(({ name }) => name === active);
  return {
    signatures: [{ label, parameters, ...(activeParameter < 0 ? {} : { activeParameter }) }],
    activeSignature: 0,
    ...(activeParameter < 0 ? {} : { activeParameter }),
  };
}
