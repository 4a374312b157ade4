import { isSecretName, MASK, withoutSecrets, withSecretsCovered } from '../text/secrets.ts';
import type { CallFlows } from './callFlow.ts';
import type { Converter } from './conversion.ts';
import type { Language } from './language.ts';
import { RenameError } from './rename.ts';
import type { RouteMaps } from './routeMap.ts';
import type { Upgrades } from './upgrade.ts';

/**
 * A language whose answers for people contain no secret: messages, hovers, symbols, hints, titles. Text that is written
 * to the file is unchanged, and so are addresses and data for the client.
 */
export function shielded<Tree extends object, Model extends object>(
  language: Language<Tree, Model>,
): Language<Tree, Model> {
  const shield: Record<string, unknown> = { ...language };
  for (const feature of FEATURES) {
    const work: unknown = language[feature];
    if (typeof work === 'function')
      shield[feature] = (...args: readonly unknown[]): unknown => {
        try {
          return shown(work.apply(language, args), feature === 'explain' ? reports : answers);
        } catch (error) {
          throw error instanceof RenameError ? new RenameError(withoutSecrets(error.message)) : error;
        }
      };
  }
  const { routeMaps, callFlows, upgrades, converter } = language;
  return {
    ...language,
    ...shield,
    ...(routeMaps === undefined ? {} : { routeMaps: shieldedMaps(routeMaps) }),
    ...(callFlows === undefined ? {} : { callFlows: shieldedFlows(callFlows) }),
    ...(upgrades === undefined ? {} : { upgrades: shieldedUpgrades(upgrades) }),
    ...(converter === undefined ? {} : { converter: async () => shieldedConverter(await converter()) }),
  };
}

/**
 * An explanation, a picture or a report for display, without secrets. Data for later requests of the client is
 * unchanged. `known`: the secrets that may be in it without a recognizable context, such as values that a script
 * assigned.
 */
export function shieldedReport<Report extends object>(report: Report, known: readonly string[] = []): Report {
  const mask = (text: string): string =>
    known.reduce((masked, secret) => masked.replaceAll(secret, MASK), withoutSecrets(text));
  const manner: Manner = { kept: reports.kept, mask };
  const parts: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(report)) {
    const made = manner.kept.has(key) ? part : shown(part, manner);
    if (made !== part) parts[key] = made;
  }
  return { ...report, ...parts };
}

function shieldedMaps<Model extends object>(maps: RouteMaps<Model>): RouteMaps<Model> {
  return {
    ...maps,
    mapOf: model => shieldedReport(maps.mapOf(model)),
    write: (map, format) => withoutSecrets(maps.write(map, format)),
  };
}

/** Exported messages keep their length, so that Content-Length remains correct. */
function shieldedFlows<Tree extends object, Model extends object>(
  flows: CallFlows<Tree, Model>,
): CallFlows<Tree, Model> {
  return {
    flowOf: (view, filter) => {
      const flow = flows.flowOf(view, filter);
      return flow && shieldedReport(flow);
    },
    write: (view, filter, format) => {
      const mask = format === 'messages' || format === 'sipp' ? withSecretsCovered : withoutSecrets;
      const files = Object.entries(flows.write(view, filter, format) ?? {});
      return Object.fromEntries(files.map(([name, text]) => [name, mask(text)]));
    },
    compare: (view, first, second) => {
      const comparison = flows.compare(view, first, second);
      return comparison && shieldedReport(comparison);
    },
  };
}

/** The new script is unchanged; only the report is shielded. */
function shieldedUpgrades<Model extends object>(upgrades: Upgrades<Model>): Upgrades<Model> {
  return { ...upgrades, report: (...args) => withoutSecrets(upgrades.report(...args)) };
}

/** Likewise the new configuration. */
function shieldedConverter(converter: Converter): Converter {
  return { ...converter, report: (...args) => withoutSecrets(converter.report(...args)) };
}

/** The features with text for people. */
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
  'rename',
  'explain',
] as const satisfies readonly (keyof Language)[];

/** What is written to the file, is the name of a file, is only for the client, or is a place. */
const KEPT: ReadonlySet<string> = new Set([
  ...'newText insertText textEdit additionalTextEdits edit data uri target targetUri href code command'.split(
    ' ',
  ),
  ...'arguments source kind range selectionRange'.split(' '),
]);

/** Likewise in an explanation and in the picture of a trace, whose fields for programs are also shown to people. */
const KEPT_OF_REPORTS: ReadonlySet<string> = new Set([
  ...'newText edit uri target file href code command source kind callId callIds other outcome'.split(' '),
]);

interface Manner {
  /** Keys whose values are unchanged. */
  readonly kept: ReadonlySet<string>;
  readonly mask: (text: string) => string;
}

const answers: Manner = { kept: KEPT, mask: withoutSecrets };
const reports: Manner = { kept: KEPT_OF_REPORTS, mask: withoutSecrets };

/** The same value if nothing in it is a secret. Depth is that of the protocol's types. */
function shown(value: unknown, manner: Manner, depth = 0): unknown {
  if (typeof value === 'string') return manner.mask(value);
  if (depth > MOST_DEPTH) return value;
  if (Array.isArray(value)) {
    let changed: unknown[] | undefined;
    value.forEach((item: unknown, index) => {
      const made = shown(item, manner, depth + 1);
      if (made === item) return;
      changed ??= [...value];
      changed[index] = made;
    });
    return changed ?? value;
  }
  if (!isRecord(value)) return value;
  let changed: Record<string, unknown> | undefined;
  // The outline of a large file has a hundred thousand objects: a list of entries for each would take longest.
  for (const key in value) {
    const part = value[key];
    if (manner.kept.has(key) && !(key === 'command' && typeof part === 'object')) continue;
    const isValue =
      key === 'detail' && 'selectionRange' in value && 'name' in value && isSecretName(String(value.name));
    const made = isValue && typeof part === 'string' && part !== '' ? MASK : shown(part, manner, depth + 1);
    if (made === part) continue;
    changed ??= { ...value };
    changed[key] = made;
  }
  return changed ?? value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Symbols nest in symbols, selections in selections. */
const MOST_DEPTH = 200;
