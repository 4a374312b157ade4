import { parseConfig } from '../config/parser.ts';

/**
 * Names of the access lists of an acl.conf: every section that is not a template and not [general], compared with case.
 * Undefined when the file is not there, or when it includes files that were not read.
 */
export function namedAcls(text: string | null | undefined): ReadonlySet<string> | undefined {
  if (typeof text !== 'string') return undefined;
  if (latest?.text !== text) latest = { text, names: namesIn(text) };
  return latest.names;
}

let latest: { readonly text: string; readonly names: ReadonlySet<string> | undefined } | undefined;

function namesIn(text: string): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const section of parseConfig(text).sections) {
    const header = section.lines[0];
    if (header?.kind === 'header' && header.name !== 'general') {
      if (!header.options.some(option => option.kind === 'template')) names.add(header.name);
    }
    for (const line of section.hasDirectives ? section.lines : []) {
      if (line.kind === 'directive' && /^(include|tryinclude|exec)$/.test(line.word)) return undefined;
    }
  }
  return names;
}
