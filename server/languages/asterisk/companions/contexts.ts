import { type ConfigTree, parseConfig } from '../config/parser.ts';

/** An extensions.conf, as far as sip.conf refers to it. */
export interface Dialplan {
  /** By exact name: the server compares context names with case. In the order of the file. */
  readonly contexts: ReadonlyMap<string, DialplanContext>;
  /** False when the file includes or runs something that was not read, so that there may be more contexts. */
  readonly isComplete: boolean;
}

export interface DialplanContext {
  readonly name: string;
  /** Line of the first header of this name, from 0. */
  readonly line: number;
}

/** Names of all contexts; undefined when the file is not there or is known only in part. */
export function dialplanContexts(text: string | null | undefined): ReadonlySet<string> | undefined {
  if (typeof text !== 'string') return undefined;
  const { contexts, isComplete } = readDialplan(text);
  return isComplete ? nameSetOf(contexts) : undefined;
}

/** Reads an extensions.conf. The latest result is kept, since every device asks for the same file. */
export function readDialplan(text: string): Dialplan {
  if (latest?.text !== text) latest = { text, dialplan: dialplanOf(parseConfig(text)) };
  return latest.dialplan;
}

let latest: { readonly text: string; readonly dialplan: Dialplan } | undefined;

const nameSets = new WeakMap<ReadonlyMap<string, DialplanContext>, ReadonlySet<string>>();

function nameSetOf(contexts: ReadonlyMap<string, DialplanContext>): ReadonlySet<string> {
  let names = nameSets.get(contexts);
  if (names === undefined) {
    names = new Set(contexts.keys());
    nameSets.set(contexts, names);
  }
  return names;
}

/** pbx_load_config: every section that is not a template and not [general] or [globals] is a context. */
function dialplanOf(tree: ConfigTree): Dialplan {
  const contexts = new Map<string, DialplanContext>();
  let isComplete = true;
  tree.sections.forEach((section, index) => {
    const header = section.lines[0];
    if (header?.kind === 'header') {
      const { name, options } = header;
      const isTemplate = options.some(option => option.kind === 'template');
      const isSpecial = /^(general|globals)$/i.test(name);
      if (!isTemplate && !isSpecial && name !== '' && !contexts.has(name)) {
        contexts.set(name, { name, line: tree.starts[index] ?? 0 });
      }
    }
    if (section.hasDirectives && section.lines.some(line => line.kind === 'directive' && reads(line.word))) {
      isComplete = false;
    }
  });
  return { contexts, isComplete };
}

function reads(directive: string): boolean {
  return directive === 'include' || directive === 'tryinclude' || directive === 'exec';
}
