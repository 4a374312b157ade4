import type { Setting } from '../../config/entry.ts';
import { splitWords } from '../../values/words.ts';
import { matchEntry } from '../facts/addresses.ts';
import type { PjsipConf } from './model.ts';
import { lastValue, type PjsipObject } from './object.ts';

/** An address of an identify that another identify with an earlier name also covers. */
export interface Overlap {
  readonly later: PjsipObject;
  readonly earlier: PjsipObject;
  /** The line of the later one. */
  readonly setting: Setting;
  /** The address or network as it is written. */
  readonly text: string;
}

export interface Network {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** An entry of a `match` line, which covers addresses or excludes them. */
interface Placed extends Network {
  readonly identify: PjsipObject;
  readonly endpoint: string;
  readonly setting: Setting;
  readonly text: string;
  readonly port: number;
  readonly isNegated: boolean;
}

/** Maximum number of overlaps shown. */
const MAX_OVERLAPS = 200;

/**
 * Networks of different endpoints where one contains the other, seen from the one that loses: identifies are checked in the
 * order of their names, byte by byte. Computed again only after a change in an identify.
 */
export function overlaps(model: PjsipConf): readonly Overlap[] {
  const version = model.versionOf('identify');
  let known = computed.get(model);
  if (known?.version !== version) {
    known = { version, overlaps: findOverlaps(model) };
    computed.set(model, known);
  }
  return known.overlaps;
}

const computed = new WeakMap<
  PjsipConf,
  { readonly version: number; readonly overlaps: readonly Overlap[] }
>();

function findOverlaps(model: PjsipConf): readonly Overlap[] {
  const index = indexOf(model);
  const found: Overlap[] = [];
  for (const inner of index.all) {
    if (!index.covers(inner, inner)) continue;
    for (const outer of index.containing(inner)) {
      if (outer.endpoint === inner.endpoint || outer.identify === inner.identify) continue;
      if (outer.port !== 0 && inner.port !== 0 && outer.port !== inner.port) continue;
      const [earlier, later] = isEarlier(outer, inner) ? [outer, inner] : [inner, outer];
      // When the smaller network, or that of one port, has the earlier name, the result is as expected.
      // Of two equal networks, the pair is seen once from each side.
      if (later === outer && outer.bits <= inner.bits) continue;
      if (later === inner && inner.bits === outer.bits && inner.port === 0 && outer.port !== 0) continue;
      const common = { ...inner, port: inner.port === 0 ? outer.port : inner.port };
      if (!index.covers(outer, common) || !index.covers(inner, common)) continue;
      found.push({
        later: later.identify,
        earlier: earlier.identify,
        setting: later.setting,
        text: inner.text,
      });
      if (found.length >= MAX_OVERLAPS) return found;
    }
  }
  return found;
}

/** The first identify in the order of names that recognizes callers from a whole network, with its line. */
export function identifyCovering(
  model: PjsipConf,
  network: Network,
): { readonly identify: PjsipObject; readonly setting: Setting } | undefined {
  const index = indexOf(model);
  let first: Placed | undefined;
  for (const outer of index.containing(network)) {
    if (outer.port !== 0 || !index.covers(outer, { ...network, port: 0 })) continue;
    if (first === undefined || isEarlier(outer, first)) first = outer;
  }
  return first;
}

/** The entries of all identifies, looked up by prefix, so that the time depends only on the number of different masks. */
interface Index {
  /** Those that are not exclusions. */
  readonly all: readonly Placed[];
  containing(inner: Network): Iterable<Placed>;
  /** The identify of an entry recognizes callers from the network, which the entry contains. */
  covers(placed: Placed, inner: Network & { readonly port: number }): boolean;
}

const indexes = new WeakMap<PjsipConf, { readonly version: number; readonly index: Index }>();

function indexOf(model: PjsipConf): Index {
  const version = model.versionOf('identify');
  let known = indexes.get(model);
  if (known?.version !== version) {
    known = { version, index: newIndex(model) };
    indexes.set(model, known);
  }
  return known.index;
}

function newIndex(model: PjsipConf): Index {
  const entries = new Map<PjsipObject, readonly Placed[]>();
  for (const identify of model.loaded('identify')) entries.set(identify, placedOf(identify));
  const all = [...entries.values()].flat().filter(({ isNegated }) => !isNegated);
  const byPrefix = new Map<string, Placed[]>();
  const lengths = new Set<number>();
  for (const placed of all) {
    const key = prefixOf(placed.bytes, placed.bits);
    lengths.add(placed.bits);
    const list = byPrefix.get(key);
    if (list === undefined) byPrefix.set(key, [placed]);
    else if (list.length < MAX_OVERLAPS) list.push(placed);
  }
  return {
    all,
    *containing({ bytes, bits: most }) {
      for (const bits of lengths) if (bits <= most) yield* byPrefix.get(prefixOf(bytes, bits)) ?? [];
    },
    covers: ({ identify }, inner) => !isExcluded(entries.get(identify) ?? [], inner),
  };
}

/** Of the entries of one identify that contain a network, the last one decides. */
function isExcluded(
  entries: readonly Placed[],
  { bytes, bits, port }: Network & { readonly port: number },
): boolean {
  const last = entries.findLast(
    entry =>
      entry.bits <= bits &&
      entry.bytes.length === bytes.length &&
      (entry.port === 0 || entry.port === port) &&
      prefixOf(entry.bytes, entry.bits) === prefixOf(bytes, entry.bits),
  );
  return last?.isNegated === true;
}

/** Identifies are checked in the order of their names, byte by byte. */
export function compareNames(a: string, b: string): number {
  const left = new TextEncoder().encode(a);
  const right = new TextEncoder().encode(b);
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function isEarlier(a: Placed, b: Placed): boolean {
  return compareNames(a.identify.name, b.identify.name) < 0;
}

function placedOf(identify: PjsipObject): Placed[] {
  const settings = identify.settings;
  const endpoint = lastValue(settings, 'endpoint') ?? '';
  return settings
    .filter(({ option }) => option.key === 'match')
    .flatMap(setting =>
      splitWords(setting.value).flatMap(word => {
        const text = word.text.trim();
        const entry = matchEntry(text);
        if (entry.kind !== 'network') return [];
        const { bits, port, network, isNegated } = entry;
        return [{ identify, endpoint, setting, text, bits, port, bytes: network.toByteArray(), isNegated }];
      }),
    );
}

function prefixOf(bytes: readonly number[], bits: number): string {
  const kept = bytes.map((byte, index) => {
    const left = Math.min(Math.max(bits - index * 8, 0), 8);
    return byte & ((0xff << (8 - left)) & 0xff);
  });
  return `${bits}/${kept.join('.')}`;
}
