import { tlsDomainSettings } from '../facts/tlsDomains.ts';
import { isAtLeast } from '../facts/versions.ts';
import { stringValue, type Token } from '../syntax/token.ts';
import {
  insertBefore,
  lineBelow,
  removeLines,
  replace,
  type UpgradeContext,
  type UpgradeItem,
  type UpgradeStep,
} from './step.ts';

/** The globals of 1.11, with the parameters that replaced them. */
export const oldTlsGlobals: Readonly<Record<string, string>> = {
  tls_method: 'tls_method',
  tls_verify_client: 'verify_cert',
  tls_verify_server: 'verify_cert',
  tls_require_client_certificate: 'require_cert',
  tls_certificate: 'certificate',
  tls_private_key: 'private_key',
  tls_ca_list: 'ca_list',
  tls_ca_dir: 'ca_dir',
  tls_ciphers_list: 'ciphers_list',
  tls_dh_params: 'dh_params',
  tls_ec_curve: 'ec_curve',
};

/** The name of the domain that an upgrade writes. */
const domain = 'default';

/** TLS settings of the script itself become parameters of `tls_mgm`. */
function* globalsToParameters({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  if (!isAtLeast(to, '2.1')) return;
  // The modules are loaded first.
  const manager = model.modules.get('tls_mgm');
  if (manager === undefined) return;
  const told = new Set<string>();
  for (const { item, place } of model.items) {
    if (item.type !== 'global' || !Object.hasOwn(oldTlsGlobals, item.name.text)) continue;
    const parameter = oldTlsGlobals[item.name.text] ?? '';
    const [value] = item.values;
    const written =
      item.number ?? (value === undefined ? '' : value.kind === 'string' ? stringValue(value) : value.text);
    const edits = [removeLines(place, item)];
    if (!told.has(parameter)) {
      told.add(parameter);
      edits.push(
        insertBefore(
          manager.place,
          lineBelow(manager.path),
          `modparam("tls_mgm", "${parameter}", "${written}")\n`,
        ),
      );
    }
    yield {
      place,
      span: item,
      edits,
      verdict: 'check',
      what: `\`${item.name.text}\` is now the parameter \`${parameter}\` of \`tls_mgm\`.`,
      why: 'Since 2.1 TLS is configured in modules.',
    };
  }
}

/** In 2.2 the settings of certificates moved from `proto_tls` to `tls_mgm`. */
function* parametersToManager({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  if (!isAtLeast(to, '2.2')) return;
  for (const { item, place } of model.items) {
    if (item.type !== 'modparam' || item.module === undefined || item.name === undefined) continue;
    if (stringValue(item.module) !== 'proto_tls' || !tlsDomainSettings.has(stringValue(item.name))) continue;
    if (!model.modules.has('tls_mgm')) continue;
    yield {
      place,
      span: item,
      edits: [replace(place, item.module, '"tls_mgm"')],
      verdict: 'done',
      what: `\`${stringValue(item.name)}\` is now a parameter of \`tls_mgm\`.`,
      why: 'Since 2.2 `tls_mgm` manages certificates.',
    };
  }
}

/** Since 3.0 every setting belongs to a domain, which must be defined above. */
function* settingsToDomain({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  if (!isAtLeast(to, '3.0') || !model.modules.has('tls_mgm')) return;
  const settings = model.items.filter(
    ({ item }) =>
      item.type === 'modparam' &&
      stringValueOf(item.module) === 'tls_mgm' &&
      (tlsDomainSettings.has(stringValueOf(item.name)) ||
        /^(server|client)_domain$/.test(stringValueOf(item.name))),
  );
  const defined = settings.some(
    ({ item }) => item.type === 'modparam' && /^(server|client)_domain$/.test(stringValueOf(item.name)),
  );
  const plain = settings.filter(
    ({ item }) =>
      item.type === 'modparam' &&
      tlsDomainSettings.has(stringValueOf(item.name)) &&
      item.value[0] !== undefined &&
      !/^\s*\[/.test(stringValueOf(item.value[0])) &&
      !/^\w+:/.test(stringValueOf(item.value[0])),
  );
  const [first] = plain;
  if (first !== undefined && !defined) {
    const address = model.items.find(
      ({ item }) => item.type === 'global' && /^(tls|wss)$/i.test(item.socket?.protocol.text ?? ''),
    )?.item;
    const socket = address?.type === 'global' ? address.socket : undefined;
    const match =
      socket?.host === undefined || !/^[\d.]+$/.test(socket.host)
        ? '*'
        : `${socket.host}:${socket.port ?? 5061}`;
    yield {
      place: first.place,
      span: first.item,
      edits: [
        insertBefore(
          first.place,
          first.item,
          `modparam("tls_mgm", "server_domain", "${domain}")\nmodparam("tls_mgm", "match_ip_address", "[${domain}]${match}")\n`,
        ),
      ],
      verdict: 'check',
      what: `The TLS settings now belong to the server domain \`${domain}\`, which serves ${match === '*' ? 'all addresses' : match}.`,
      why: 'Since 3.0 every setting belongs to a domain. TLS connections that this server opens need a client domain as well.',
    };
  }
  if (!defined) return;
  for (const { item, place } of plain) {
    if (item.type !== 'modparam' || item.value[0] === undefined) continue;
    const name = nameOfFirstDomain(settings.map(one => one.item));
    const written = item.number === undefined ? stringValueOf(item.value[0]) : String(item.number);
    yield {
      place,
      span: item,
      edits: [replace(place, item.value[0], `"[${name}]${written}"`)],
      verdict: 'done',
      what: `\`${stringValueOf(item.name)}\` is set for the domain \`${name}\`.`,
      why: 'Since 3.0 the domain name is written in brackets before the value.',
    };
  }
}

/** `server_domain` with its address in one (`name=ip:port`), and `name:value` of 2.x, in the form of 3.0. */
function* oldDomains({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  if (!isAtLeast(to, '3.0')) return;
  for (const { item, place } of model.items) {
    if (item.type !== 'modparam' || stringValueOf(item.module) !== 'tls_mgm') continue;
    const [value] = item.value;
    if (value === undefined) continue;
    const name = stringValueOf(item.name);
    const text = stringValueOf(value);
    const definition = /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(text);
    if (/^(server|client)_domain$/.test(name) && definition !== null) {
      yield {
        place,
        span: item,
        edits: [
          replace(place, value, `"${definition[1] ?? ''}"`),
          insertBefore(
            place,
            lineBelow(item),
            `modparam("tls_mgm", "match_ip_address", "[${definition[1] ?? ''}]${definition[2] ?? ''}")\n`,
          ),
        ],
        verdict: 'done',
        what: 'The name and address of the TLS domain are now two parameters.',
        why: 'Since 3.0 `match_ip_address` sets the address.',
      };
      continue;
    }
    const old = tlsDomainSettings.has(name) ? /^\s*(\w+):(.+)$/s.exec(text) : null;
    if (old === null) continue;
    yield {
      place,
      span: item,
      edits: [replace(place, value, `"[${old[1] ?? ''}]${(old[2] ?? '').trim()}"`)],
      verdict: 'done',
      what: `The domain of \`${name}\` is now written in brackets.`,
      why: 'Since 3.0 the domain name is written in brackets before the value.',
    };
  }
}

/** Since 3.2 encryption is a separate module. */
function* tlsLibrary({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  const manager = model.modules.get('tls_mgm');
  if (!isAtLeast(to, '3.2') || manager === undefined) return;
  if (model.modules.has('tls_openssl') || model.modules.has('tls_wolfssl')) return;
  const folder = /^.*\//.exec(stringValue(manager.path))?.[0] ?? '';
  yield {
    place: manager.place,
    span: manager.path,
    edits: [insertBefore(manager.place, manager.path, `loadmodule "${folder}tls_openssl.so"\n`)],
    verdict: 'done',
    what: '`tls_openssl.so` is loaded.',
    why: 'Since 3.2 `tls_mgm` needs a TLS library module; `tls_wolfssl.so` is the other choice.',
  };
}

function nameOfFirstDomain(items: readonly UpgradeContext['model']['items'][number]['item'][]): string {
  for (const item of items) {
    if (item.type !== 'modparam' || item.value[0] === undefined) continue;
    if (stringValueOf(item.name) === 'server_domain') return stringValueOf(item.value[0]).trim();
  }
  return domain;
}

function stringValueOf(token: Token | undefined): string {
  return token?.kind === 'string' ? stringValue(token) : (token?.text ?? '');
}

export const tlsSteps: readonly UpgradeStep[] = [
  globalsToParameters,
  parametersToManager,
  oldDomains,
  settingsToDomain,
  tlsLibrary,
];
