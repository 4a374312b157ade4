import { parseConfig } from './parser.ts';

/**
 * Names of the access lists in an acl.conf, in lower case: the server compares them without case. Undefined when there is no
 * such file, or when it includes others that are not read here.
 */
export function namedAcls(text: string | null | undefined): ReadonlySet<string> | undefined {
  if (typeof text !== 'string') return undefined;
  if (latest?.text !== text) latest = { text, names: namesOf(text) };
  return latest.names;
}

/** One file is asked about again and again, so the last answer is kept. */
let latest: { readonly text: string; readonly names: ReadonlySet<string> | undefined } | undefined;

function namesOf(text: string): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const section of parseConfig(text).sections) {
    if (section.hasDirectives) return undefined;
    const header = section.lines[0];
    if (header?.kind === 'header' && header.name.toLowerCase() !== 'general')
      names.add(header.name.toLowerCase());
  }
  return names;
}
