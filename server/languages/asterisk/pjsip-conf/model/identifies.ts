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

interface Placed {
  readonly identify: PjsipObject;
  readonly endpoint: string;
  readonly setting: Setting;
  readonly text: string;
  readonly bits: number;
  readonly port: number;
  readonly bytes: readonly number[];
}

/** Maximum number of overlaps shown. */
const MAX_OVERLAPS = 200;

/**
 * Networks of different endpoints where one contains the other, seen from the one that loses: identifies are checked in the
 * order of their names, byte by byte. Looked up by prefix, so that the time depends only on the number of networks.
 */
export function overlaps(model: PjsipConf): readonly Overlap[] {
  const all = [...model.loaded('identify')].flatMap(identify => placedOf(model, identify));
  const byPrefix = new Map<string, Placed[]>();
  const lengths = new Set<number>();
  for (const placed of all) {
    const key = prefixOf(placed.bytes, placed.bits);
    lengths.add(placed.bits);
    const list = byPrefix.get(key);
    if (list === undefined) byPrefix.set(key, [placed]);
    else if (list.length < MAX_OVERLAPS) list.push(placed);
  }
  const found: Overlap[] = [];
  for (const inner of all) {
    for (const bits of lengths) {
      if (bits > inner.bits) continue;
      for (const outer of byPrefix.get(prefixOf(inner.bytes, bits)) ?? []) {
        if (outer.endpoint === inner.endpoint || outer.identify === inner.identify) continue;
        if (outer.port !== 0 && inner.port !== 0 && outer.port !== inner.port) continue;
        const [earlier, later] = isEarlier(outer, inner) ? [outer, inner] : [inner, outer];
        // When the smaller network has the earlier name, the result is as expected.
        if (later === outer && outer.bits < inner.bits) continue;
        if (later === outer && outer.port === 0 && inner.port !== 0) continue;
        found.push({
          later: later.identify,
          earlier: earlier.identify,
          setting: later.setting,
          text: inner.text,
        });
        if (found.length >= MAX_OVERLAPS) return found;
      }
    }
  }
  return found;
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

function placedOf(model: PjsipConf, identify: PjsipObject): Placed[] {
  const settings = model.settingsOf(identify);
  const endpoint = lastValue(settings, 'endpoint') ?? '';
  return settings
    .filter(({ option }) => option.key === 'match')
    .flatMap(setting =>
      splitWords(setting.value).flatMap(word => {
        const text = word.text.trim();
        const entry = matchEntry(text);
        if (entry.kind !== 'network' || entry.isNegated) return [];
        const { bits, port, network } = entry;
        return [{ identify, endpoint, setting, text, bits, port, bytes: network.toByteArray() }];
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
