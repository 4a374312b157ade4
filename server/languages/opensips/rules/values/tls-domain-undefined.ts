import { message } from '../../../../rules/rule.ts';
import { tlsDomainMatches, tlsDomainSettings } from '../../facts/tlsDomains.ts';
import type { ScriptModel } from '../../model/model.ts';
import { targetsOf } from '../../model/parameters.ts';
import type { ModuleParameter } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import type { ModuleParameterRule } from '../rule.ts';

export const tlsDomainUndefined: ModuleParameterRule = {
  code: 'opensips-cfg/tls-domain-undefined',
  severity: 'error',
  family: 'values',
  title: 'TLS setting of a domain that is not defined above',
  why: 'Since 3.0 every setting of `tls_mgm` begins with the name of its TLS domain in brackets, and `server_domain` or `client_domain` must define that name above. Otherwise the server does not start.',
  fix: 'Define the domain above, and write its name in brackets before the value.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tls_openssl.so"\nloadmodule "/modules/tls_mgm.so"\nmodparam("tls_mgm", "certificate", "/etc/opensips/tls/cert.pem")\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tls_openssl.so"\nloadmodule "/modules/tls_mgm.so"\nmodparam("tls_mgm", "server_domain", "self")\nmodparam("tls_mgm", "certificate", "[self]/etc/opensips/tls/cert.pem")\n',
  since: '3.0',
  on: 'modparam',
  *check(item, loaded, model) {
    const [value] = item.value;
    if (value === undefined || item.name === undefined) return;
    const parameter = stringValue(item.name);
    if (!tlsDomainSettings.has(parameter) && !tlsDomainMatches.has(parameter)) return;
    if (!targetsOf(item, loaded, model.version).some(target => target.module === 'tls_mgm')) return;
    const text = stringValue(value);
    const [, name, setting] = /^\s*\[([^\]]+)\](.*)$/s.exec(text) ?? [];
    if (name === undefined || setting === '') {
      yield {
        span: value,
        message: message(
          name === undefined
            ? 'The name of the TLS domain is missing.'
            : 'The value after the domain is missing.',
          'OpenSIPS does not start.',
          `Write \`[domain]${name === undefined ? text.trim() : 'value'}\`.`,
        ),
      };
      return;
    }
    if (model.isPartial || isDefinedAbove(name, item, model)) return;
    yield {
      span: value,
      message: message(
        `No TLS domain \`${name}\` is defined above.`,
        'OpenSIPS does not start.',
        `Add \`modparam("tls_mgm", "server_domain", "${name}")\` above it, or use \`client_domain\`.`,
      ),
    };
  },
};

function isDefinedAbove(name: string, item: ModuleParameter, model: ScriptModel): boolean {
  const { positions, firsts } = domainsOf(model);
  return (firsts.get(name) ?? Infinity) < (positions.get(item) ?? Infinity);
}

interface Domains {
  /** Of each `modparam`. */
  readonly positions: ReadonlyMap<ModuleParameter, number>;
  /** The position of the first definition of each domain. */
  readonly firsts: ReadonlyMap<string, number>;
}

const domains = new WeakMap<ScriptModel['declarations'], Domains>();

function domainsOf({ declarations }: ScriptModel): Domains {
  const known = domains.get(declarations);
  if (known !== undefined) return known;
  const positions = new Map<ModuleParameter, number>();
  const firsts = new Map<string, number>();
  declarations.forEach(({ item }, position) => {
    if (item.type !== 'modparam') return;
    positions.set(item, position);
    if (item.name === undefined || item.value[0] === undefined) return;
    const name = stringValue(item.value[0]);
    if (/^(server|client)_domain$/.test(stringValue(item.name)) && !firsts.has(name))
      firsts.set(name, position);
  });
  const found = { positions, firsts };
  domains.set(declarations, found);
  return found;
}
