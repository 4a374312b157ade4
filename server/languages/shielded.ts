import { isSecretName, MASK, withoutSecrets } from '../text/secrets.ts';
import type { Language } from './language.ts';

/**
 * A language of which no answer for people holds a secret: messages, hovers, symbols, hints, titles. Text that goes back into the
 * file stays as it is, and so do addresses and data for the client.
 */
export function shielded<Tree extends object, Model extends object>(
  language: Language<Tree, Model>,
): Language<Tree, Model> {
  const shield: Record<string, unknown> = { ...language };
  for (const feature of FEATURES) {
    const work: unknown = language[feature];
    if (typeof work === 'function')
      shield[feature] = (...args: readonly unknown[]): unknown => shown(work.apply(language, args));
  }
  return { ...language, ...shield };
}

/** Everything that people read. */
const FEATURES = [
  'check',
  'status',
  'hover',
  'complete',
  'resolveCompletion',
  'signatureHelp',
  'symbols',
  'workspaceSymbols',
  'prepareTypeHierarchy',
  'supertypes',
  'subtypes',
  'prepareCallHierarchy',
  'incomingCalls',
  'outgoingCalls',
  'links',
  'hints',
  'lenses',
  'actions',
] as const satisfies readonly (keyof Language)[];

/** What is written into the file, names a file, or is read by the client alone. */
const KEPT: ReadonlySet<string> = new Set(
  'newText insertText textEdit additionalTextEdits edit data uri target targetUri href code command arguments source kind'.split(
    ' ',
  ),
);

/** The same value when nothing in it is a secret. Depth is that of the protocol's types. */
function shown(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutSecrets(value);
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return value;
  if (Array.isArray(value)) {
    let changed: unknown[] | undefined;
    value.forEach((item: unknown, index) => {
      const made = shown(item, depth + 1);
      if (made === item) return;
      changed ??= [...value];
      changed[index] = made;
    });
    return changed ?? value;
  }
  let changed: Record<string, unknown> | undefined;
  for (const [key, part] of Object.entries(value)) {
    if (KEPT.has(key) && !(key === 'command' && typeof part === 'object')) continue;
    const isValue =
      key === 'detail' && 'selectionRange' in value && 'name' in value && isSecretName(String(value.name));
    const made = isValue && typeof part === 'string' && part !== '' ? MASK : shown(part, depth + 1);
    if (made === part) continue;
    changed ??= { ...value };
    changed[key] = made;
  }
  return changed ?? value;
}

/** Symbols nest in symbols, selections in selections. */
const MOST_DEPTH = 200;
