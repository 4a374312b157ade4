import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { moduleFacts } from '../../facts/facts.ts';
import { bodiesCalling } from '../../model/bodies.ts';
import { parameterValues } from '../../model/parameters.ts';
import { stringValue, type Token } from '../../syntax/token.ts';
import { type LocalFinding, replacing, type ScriptRule } from '../rule.ts';

const functions = [
  'cache_store',
  'cache_fetch',
  'cache_counter_fetch',
  'cache_remove',
  'cache_add',
  'cache_sub',
  'cache_raw_query',
];

/** cachedb_get_connection looks for the group at each call; the groups are those of the parsed `cachedb_url`s. */
export const undefinedCacheGroup: ScriptRule = {
  code: 'opensips-cfg/undefined-cache-group',
  severity: 'warning',
  family: 'names',
  title: 'Undefined group of a cache, or a cache without its module',
  why: 'In `cache_fetch("redis:users", ...)`, `users` is the group of a `cachedb_url` such as `redis:users://localhost`. If no URL has it, or the module of the cache is not loaded, OpenSIPS starts, but every call logs an error and fails.',
  fix: 'Load the module, set a `cachedb_url` with this group, or correct the name.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/cachedb_local.so"\nmodparam("cachedb_local", "cachedb_url", "local:users:///users")\nroute {\n\tcache_store("local:user", "key", "value");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/cachedb_local.so"\nmodparam("cachedb_local", "cachedb_url", "local:users:///users")\nroute {\n\tcache_store("local:users", "key", "value");\n}\n',
  on: 'script',
  calls: functions,
  *check(model) {
    if (!model.isComplete) return;
    let known: Set<string> | undefined;
    for (const { uses, place } of bodiesCalling(model, functions)) {
      for (const { call } of uses.calls) {
        const token = functions.includes(call.name.text) ? call.args[0]?.token : undefined;
        if (token?.kind !== 'string') continue;
        const id = stringValue(token);
        const [, engine = '', group] = /^(\w+)(?::([\w-]+))?$/.exec(id) ?? [];
        const module = `cachedb_${engine}`;
        if (!model.modules.has(module)) {
          if (moduleFacts(module) !== undefined) yield { place, ...notLoaded(token, module) };
          continue;
        }
        if (group === undefined) continue;
        known ??= idsOf(model.modules.keys(), name => parameterValues(model, name, 'cachedb_url'));
        if (known.has(id)) continue;
        const guess = nearest(id, known);
        yield {
          place,
          span: token,
          message: message(
            `No \`cachedb_url\` of \`cachedb_${engine}\` has the group \`${group}\`.`,
            'The function logs an error and fails.',
            guess === undefined ? 'Set such a URL, or correct the name.' : `Did you mean \`${guess}\`?`,
          ),
          ...(guess === undefined ? {} : { fixes: [replacing(`Write ${guess}`, token, `"${guess}"`)] }),
        };
      }
    }
  },
};

/** lookup_cachedb looks for the engine at each call, too. */
function notLoaded(token: Token, module: string): LocalFinding {
  return {
    span: token,
    message: message(
      `The module \`${module}\`, which provides this cache, is not loaded.`,
      'The function logs an error and fails.',
      `Add \`loadmodule "${module}.so"\`.`,
    ),
  };
}

/** The engines with their groups, as `redis:users`. */
function idsOf(
  modules: Iterable<string>,
  urlsOf: (module: string) => readonly { readonly value: string | number }[],
): Set<string> {
  const urls = [...modules].filter(name => name.startsWith('cachedb_')).flatMap(urlsOf);
  return new Set(urls.map(({ value }) => String(value).replace(/:\/\/.*$/s, '')));
}
