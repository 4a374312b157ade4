import { MarkupKind, type Position, type SignatureHelp } from 'vscode-languageserver-types';
import { moduleFacts, parameterFacts, statementFacts } from '../facts/facts.ts';
import { signatureIn } from '../facts/signatures.ts';
import { blockAt, callAt, loadedAt, positionIn, type ScriptView } from '../model/view.ts';
import { worldOf } from '../model/world.ts';
import { tokensOf } from '../reading/parser.ts';
import { describeParameter, functionNotes, parameterText, parameterTypeText } from './describe.ts';

/** The parameters of the call around the cursor, with the current one. */
export function signatureAt(view: ScriptView, position: Position): SignatureHelp | undefined {
  const at = blockAt(view, position.line);
  if (at === undefined) return undefined;
  const call = callAt(at, position);
  const inside = positionIn(at.place, position);
  const name = call?.name.text ?? nameBefore(view, position);
  if (name === undefined) return undefined;
  const { version } = view.model;
  const world = worldOf(version, loadedAt(view, position));
  const owner = world.functions(name)[0] ?? world.asyncFunctions(name)[0];
  if (owner === undefined) {
    const form = statementFacts(name)?.form;
    if (name === 'modparam') return modparamSignature(view, position, form ?? name);
    return form === undefined
      ? undefined
      : { signatures: [{ label: form, parameters: [] }], activeSignature: 0 };
  }
  const params = signatureIn(owner.facts, version).params ?? [];
  const texts = params.map(parameterText);
  const label = `${name}(${texts.join(', ')})`;
  let offset = name.length + 1;
  const parameters = texts.map(text => {
    const start = offset;
    offset += text.length + 2;
    return { label: [start, start + text.length] as [number, number] };
  });
  const open = call === undefined ? undefined : call.name;
  const commas =
    open === undefined
      ? commasBefore(view, position, name)
      : tokensOf(view.tree, at.block, at.place.start).filter(
          token =>
            token.kind === 'sign' &&
            token.text === ',' &&
            isBehind(token, open) &&
            (token.line < inside.line || (token.line === inside.line && token.end <= inside.column)),
        ).length;
  const module = owner.module === undefined ? undefined : moduleFacts(owner.module);
  return {
    signatures: [
      {
        label,
        parameters,
        documentation: { kind: MarkupKind.Markdown, value: functionNotes(owner.facts, module, version) },
      },
    ],
    activeSignature: 0,
    activeParameter: Math.min(commas, Math.max(0, params.length - 1)),
  };
}

/** The arguments of a `modparam`, with the type of the parameter as soon as that is known. */
function modparamSignature(view: ScriptView, position: Position, form: string): SignatureHelp {
  const { version } = view.model;
  const before = textBefore(view, position);
  const [, moduleName = '', name = ''] = /modparam\s*\(\s*"([^"]*)"\s*,\s*"([^"]*)"/.exec(before) ?? [];
  const module = moduleFacts(moduleName);
  const facts = module === undefined ? undefined : parameterFacts(module, name);
  if (module === undefined || facts === undefined)
    return { signatures: [{ label: form, parameters: [] }], activeSignature: 0 };
  const texts = [`"${moduleName}"`, `"${name}"`, parameterTypeText(facts, version)];
  return {
    signatures: [
      {
        label: `modparam(${texts.join(', ')})`,
        parameters: texts.map(label => ({ label })),
        documentation: { kind: MarkupKind.Markdown, value: describeParameter(module, facts, version) },
      },
    ],
    activeSignature: 0,
    activeParameter: Math.min(2, commasBefore(view, position, 'modparam')),
  };
}

function isBehind(
  token: { readonly line: number; readonly start: number },
  name: { readonly line: number; readonly start: number },
): boolean {
  return token.line > name.line || (token.line === name.line && token.start > name.start);
}

/** How far before the cursor the beginning of a call is searched for. */
const REACH = 600;

function textBefore(view: ScriptView, { line, character }: Position): string {
  return (view.tree.lines[line] ?? '').slice(Math.max(0, character - REACH), character);
}

/** The function whose parenthesis was opened last on the line, for a call that is not complete yet. */
function nameBefore(view: ScriptView, position: Position): string | undefined {
  const line = textBefore(view, position);
  return /(?<!\w)([a-zA-Z]\w*)\(\s*(?:[^()"']|"[^"]*"?|'[^']*'?|\$\w*\([^()]*\))*$/.exec(line)?.[1];
}

function commasBefore(view: ScriptView, position: Position, name: string): number {
  const line = textBefore(view, position);
  const inside = line.slice(line.lastIndexOf(`${name}(`) + name.length + 1).replace(/"[^"]*"|'[^']*'/g, '');
  return inside.split(',').length - 1;
}
