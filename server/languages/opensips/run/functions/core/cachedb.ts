import { type Execution, type Server, stateKey } from '../../server.ts';
import { integerValue, leadingNumber, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun, ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';

interface Entry {
  readonly value: string;
  /** When it expires, in seconds of the run; undefined for never. */
  readonly ends: number | undefined;
}

const stores = stateKey(() => new Map<string, Map<string, Entry>>());

/** The store with an id such as `local` or `local:group`; undefined for one outside the server's memory. */
function storeOf(server: Server, id: string): Map<string, Entry> | 'missing' | undefined {
  const [kind = '', group = ''] = id.split(':');
  if (kind !== 'local' || !server.hasModule('cachedb_local')) return undefined;
  const urls = server.parameters('cachedb_local', 'cachedb_url');
  // Only the stores that `cachedb_url` names exist, and without it one.
  const isKnown = urls.length === 0 ? id === 'local' : urls.some(url => url.replace(/:\/\/.*$/, '') === id);
  if (!isKnown) return 'missing';
  const all = server.state(stores);
  let store = all.get(group);
  if (store === undefined) {
    store = new Map();
    all.set(group, store);
  }
  return store;
}

function alive(server: Server, store: Map<string, Entry>, key: string): Entry | undefined {
  const entry = store.get(key);
  if (entry === undefined) return undefined;
  if (entry.ends === undefined || entry.ends > server.clock.now) return entry;
  store.delete(key);
  return undefined;
}

function withStore(
  name: string,
  run: (x: Execution, args: Arguments, store: Map<string, Entry>, key: string) => number,
): FunctionRun {
  return (x, args) => {
    const store = storeOf(x.server, args.text(0) ?? '');
    if (store === 'missing') return -1;
    if (store === undefined) return askFunction(x, name, args);
    return run(x, args, store, args.text(1) ?? '');
  };
}

function add(sign: 1 | -1): FunctionRun {
  return withStore(sign === 1 ? 'cache_add' : 'cache_sub', (x, args, store, key) => {
    const before = alive(x.server, store, key);
    // A value that is not a number as a whole stays.
    if (before !== undefined && !isWhole(before.value)) return -1;
    const amount = sign * (args.number(2) ?? 0);
    const value = before === undefined ? amount : (leadingNumber(before.value) + amount) | 0;
    const seconds = args.number(3) ?? 0;
    const ends =
      before === undefined ? (seconds === 0 ? undefined : x.server.clock.now + seconds) : before.ends;
    store.set(key, { value: String(value), ends });
    args.set(4, integerValue(value));
    return 1;
  });
}

/** The cache functions of core, for the store in the server's own memory. */
export const cacheFunctions: Readonly<Record<string, FunctionRun>> = {
  cache_store: withStore('cache_store', (x, args, store, key) => {
    const seconds = args.number(3) ?? 0;
    store.set(key, {
      value: args.text(2) ?? '',
      ends: seconds === 0 ? undefined : x.server.clock.now + seconds,
    });
    return 1;
  }),
  cache_remove: withStore('cache_remove', (_, __, store, key) => {
    store.delete(key);
    return 1;
  }),
  cache_fetch: withStore('cache_fetch', (x, args, store, key) => {
    const entry = alive(x.server, store, key);
    if (entry === undefined) return -2;
    args.set(2, textValue(entry.value));
    return 1;
  }),
  cache_counter_fetch: withStore('cache_counter_fetch', (x, args, store, key) => {
    const entry = alive(x.server, store, key);
    if (entry === undefined) return -2;
    if (!isWhole(entry.value)) return -3;
    args.set(2, integerValue(leadingNumber(entry.value)));
    return 1;
  }),
  cache_add: add(1),
  cache_sub: add(-1),
};

export const cachedbLocal: ModuleModel = {
  name: 'cachedb_local',
  functions: {
    cache_remove_chunk: (x, args) => {
      const wanted = args.text(0) ?? 'default';
      const { server } = x;
      const collections = server
        .parameters('cachedb_local', 'cache_collections')
        .flatMap(text => text.split(';'))
        .map(one => one.replace(/=.*$|\/.*$/s, '').trim());
      if (wanted !== 'default' && !collections.includes(wanted)) return -1;
      const regexp = new RegExp(`^${[...(args.text(1) ?? '')].map(globPart).join('')}$`, 's');
      for (const [group, store] of server.state(stores))
        if (collectionOf(server, group) === wanted)
          for (const key of [...store.keys()]) if (regexp.test(key)) store.delete(key);
      return 1;
    },
  },
};

/** The collection that the URL of a store names, as in `local:group:///collection`. */
function collectionOf(server: Server, group: string): string {
  const urls = server.parameters('cachedb_local', 'cachedb_url');
  const own = urls.find(url => url.replace(/:\/\/.*$/, '') === (group === '' ? 'local' : `local:${group}`));
  return /:\/\/\/?(.+)$/.exec(own ?? '')?.[1] ?? 'default';
}

/** The server adds only to values that are numbers as a whole (str2sint). */
function isWhole(value: string): boolean {
  return /^[-+]?\d+$/.test(value);
}

function globPart(letter: string): string {
  if (letter === '*') return '.*';
  return letter === '?' ? '.' : escaped(letter);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
