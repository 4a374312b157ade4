import { type ConfigTree, parseConfig } from './parser.ts';

/**
 * Names of the contexts in an extensions.conf, case-sensitive as the server compares them. Undefined when nobody knows:
 * there is no such file (the dialplan may live elsewhere), or it includes others that are not read here.
 */
export function dialplanContexts(text: string | null | undefined): ReadonlySet<string> | undefined {
  if (typeof text !== 'string') return undefined;
  if (latest?.text !== text) latest = { text, contexts: contextsOf(parseConfig(text)) };
  return latest.contexts;
}

/** One file is asked about again and again, so the last answer is kept. */
let latest: { readonly text: string; readonly contexts: ReadonlySet<string> | undefined } | undefined;

/** Sections of extensions.conf that are no contexts (pbx_config.c). */
const notContexts = new Set(['general', 'globals']);

function contextsOf(tree: ConfigTree): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const section of tree.sections) {
    if (section.hasDirectives) return undefined;
    const header = section.lines[0];
    if (header?.kind === 'header' && !notContexts.has(header.name.toLowerCase())) names.add(header.name);
  }
  return names;
}
