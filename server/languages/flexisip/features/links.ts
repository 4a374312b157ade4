import type { DocumentLink } from 'vscode-languageserver-types';
import { percentEncoded } from '../../../text/surrogates.ts';
import { words } from '../facts/values.ts';
import { lineOf } from '../model/model.ts';
import { columns, type FlexisipView } from './cursor.ts';

/** Files and directories in values: absolute paths, and relative paths, which start at the folder of the file. */
export function linksOf({ model, uri }: FlexisipView): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const group of model.groups.values()) {
    for (const settings of group.settings.values()) {
      for (const setting of settings) {
        const { entry, item } = setting;
        if (item === undefined || !namesFile(item.key)) continue;
        const line = lineOf(model, setting);
        const parts =
          item.type === 'StringList'
            ? words(entry.value, model.version).map(({ text, start }) => pathInPair(text, start))
            : [{ text: entry.value.replace(/\r$/, ''), start: 0 }];
        for (const { text, start } of parts) {
          const target = targetOf(text, uri);
          if (target === undefined) continue;
          const from = entry.valueStart + start;
          links.push({ range: columns(line, from, from + text.length), target });
        }
      }
    }
  }
  return links;
}

/** Is the value of the key a path? */
function namesFile(key: string): boolean {
  return fileKeys.has(key) || /-(path|file|dir|directory)$/.test(key);
}

const fileKeys: ReadonlySet<string> = new Set([
  'tls-certificates-private-key',
  'redis-tls-certificate',
  'redis-tls-key',
  'redis-tls-cafile',
  'domain-registrations',
  'providers',
  'datasource',
  'dir',
  'logfile',
  'firebase-service-accounts',
]);

/** Service accounts are written as `number:path`. */
function pathInPair(text: string, start: number): { text: string; start: number } {
  const colon = text.indexOf(':');
  return colon < 0 ? { text, start } : { text: text.slice(colon + 1), start: start + colon + 1 };
}

function targetOf(path: string, uri: string): string | undefined {
  const encoded = path.split('/').map(percentEncoded).join('/');
  if (/^\/[^/]/.test(path)) return `file://${encoded}`;
  if (!/^[\w.-]+(\/[\w.-]+)*$/.test(path) || !path.includes('.')) return undefined;
  return uri.replace(/[^/]*$/, encoded);
}
