import { parseServerUri, uriPort } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { coreHash } from '../../values/coreHash.ts';
import { expand } from '../../values/format.ts';
import { digestValue } from '../../values/messageVariables.ts';

/** Chance decides. */
export const ANY = -1;

/** The hash that an algorithm picks by: 0 for those that need none, undefined for an error. */
export function hashFor(x: Execution, algorithm: number, flags: string): number | undefined {
  const { message } = x;
  switch (algorithm) {
    case 0:
      return message.callId === undefined ? undefined : dsHash(message.callId, undefined);
    case 1:
      return uriHash(message.from?.uri, flags);
    case 2:
      return uriHash(message.to?.uri, flags);
    case 3:
      return uriHash(message.uri, flags);
    case 5: {
      const user = digestValue(x, 'username');
      return user === undefined ? 0 : dsHash(user, undefined);
    }
    case 6:
      return ANY;
    case 7: {
      const text = expand(x, x.server.parameter('dispatcher', 'hash_pvar') ?? '').trim();
      return text === '' ? undefined : dsHash(text, undefined);
    }
    default:
      return 0;
  }
}

function uriHash(text: string | undefined, flags: string): number | undefined {
  const uri = parseServerUri(text ?? '');
  if (uri === undefined || uri.host === '') return undefined;
  const place =
    uri.port !== undefined && uriPort(uri) !== defaultPort(uri) ? `${uri.host}:${uri.port}` : uri.host;
  return dsHash(uri.user ?? '', flags.includes('u') ? '' : place);
}

function defaultPort(uri: Parameters<typeof uriPort>[0]): number {
  return uriPort({ ...uri, portNumber: 0 });
}

/** The hash of dispatcher (ds_get_hash), never 0. */
export function dsHash(first: string, second: string | undefined): number {
  return coreHash(first, second) || 1;
}
