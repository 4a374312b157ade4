import { trimmed } from '../../../text/longLists.ts';
import { remembered } from '../../../text/remembered.ts';
import { stringValue, type Token } from '../syntax/token.ts';
import type { Uses } from '../syntax/uses.ts';

/** How statements use variables such as `$var(x)`. */
export interface VariableTraffic {
  readonly reads: readonly { readonly name: string; readonly token: Token }[];
  /** Every name that may be set here. */
  readonly writes: ReadonlySet<string>;
  /** The names among them that something other than an assignment may set: loops, and functions that get the name. */
  readonly outputs: ReadonlySet<string>;
}

const known = new WeakMap<Uses, Readonly<Record<Kind, VariableTraffic>>>();
type Kind = 'var' | 'avp';

/** Names that contain a variable are left out. */
export function trafficOf(uses: Uses, kind: Kind): VariableTraffic {
  const kept = known.get(uses);
  if (kept !== undefined) return kept[kind];
  const both = { var: collect(uses, 'var'), avp: collect(uses, 'avp') };
  known.set(uses, both);
  return both[kind];
}

/** Most statements use few variables. */
const NOTHING: VariableTraffic = { reads: [], writes: new Set(), outputs: new Set() };

function collect(uses: Uses, kind: Kind): VariableTraffic {
  const reads: { name: string; token: Token }[] = [];
  const assigned: string[] = [];
  const outputs = new Set<string>();
  for (const { token, role } of uses.variables) {
    for (const name of namesIn(token.text, kind)) {
      if (role === 'read' || role === 'route-name') reads.push({ name, token });
      else if (role === 'write') assigned.push(name);
      else outputs.add(name);
    }
  }
  for (const { call } of uses.calls) {
    if (call.name.text === 'xlog' || call.name.text === 'xdbg') continue;
    for (const { kind: argument, token } of call.args)
      if (argument === 'string' && token !== undefined)
        for (const name of namesIn(stringValue(token), kind)) outputs.add(name);
  }
  if (reads.length + assigned.length + outputs.size === 0) return NOTHING;
  return {
    reads: trimmed(reads),
    writes: assigned.length === 0 ? outputs : new Set([...assigned, ...outputs]),
    outputs: outputs.size === 0 ? NOTHING.outputs : outputs,
  };
}

/** The inner names of `$var(x)` and `$(avp(y){s.int})` in a text. */
export function namesIn(text: string, kind: Kind): readonly string[] {
  return text.includes(kind) ? named[kind](text) : [];
}

const named = { var: namedIn(/\$\(?var\(([^()$]+)\)/g), avp: namedIn(/\$\(?avp\(([^()$]+)\)/g) };

function namedIn(pattern: RegExp): (text: string) => readonly string[] {
  return remembered(text => [...text.matchAll(pattern)].map(([, name = '']) => name.trim()));
}
