import { canonicalAddress } from '../../../../sip/packetSource.ts';
import type { Setting } from '../../config/entry.ts';
import { deviceTransports } from '../../sip-conf/model/deviceState.ts';
import type { Device, SipConf } from '../../sip-conf/model/model.ts';
import { splitHostPort } from '../../values/address.ts';
import { parsePort } from '../../values/integers.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import type { Wanted } from '../wanted.ts';

/** A `transport` object. */
export interface PlannedTransport {
  readonly name: string;
  readonly wanted: readonly Wanted[];
}

/** One transport for each that sip.conf turns on, or that registrations need; UDP always. */
export function plannedTransports(
  devices: readonly Device[],
  model: SipConf,
  needed: ReadonlySet<string>,
): readonly PlannedTransport[] {
  const { general } = model;
  const udp = bindOf(model, 'udpbindaddr') ?? bindOf(model, 'bindaddr');
  const port = general.last('bindport');
  const shared = [...networkOptions(model), ...classOptions(model)];
  const planned: PlannedTransport[] = [transport('udp', [bound(udp, port), ...shared])];
  const tcp = general.last('tcpenable');
  const isTcp = tcp !== undefined && !isFalse(tcp.value);
  if (isTcp || needed.has('tcp')) {
    const line = bindOf(model, 'tcpbindaddr');
    const wanted = line === undefined ? bound(udp, port) : bound(line, undefined);
    planned.push(
      transport('tcp', [{ ...wanted, from: isTcp ? [...wanted.from, tcp] : wanted.from }, ...shared]),
    );
  }
  const tls = general.last('tlsenable');
  const isTls = tls !== undefined && isTrue(tls.value);
  if (isTls || needed.has('tls')) {
    const line = bindOf(model, 'tlsbindaddr');
    const wanted = boundTls(line ?? udp);
    planned.push(
      transport('tls', [
        { ...wanted, from: isTls ? [...wanted.from, tls] : wanted.from },
        ...tlsOptions(model),
        ...shared,
      ]),
    );
  }
  const used = new Set(devices.flatMap(device => [...deviceTransports(device, model).allowed]));
  for (const name of ['ws', 'wss'] as const)
    if (used.has(name))
      planned.push(
        transport(name, [
          { name: 'bind', value: '0.0.0.0', from: [] },
          ...webSocketOptions(model),
          ...shared,
        ]),
      );
  return planned;
}

function transport(protocol: string, wanted: readonly Wanted[]): PlannedTransport {
  return {
    name: `transport-${protocol}`,
    wanted: [{ name: 'protocol', value: protocol, from: [] }, ...wanted],
  };
}

function bindOf({ general }: SipConf, name: string): Setting | undefined {
  const line = general.last(name);
  return line === undefined || line.value === '' ? undefined : line;
}

/** The address to listen on; `bindport` counts if the address does not include a port. */
function bound(line: Setting | undefined, portLine: Setting | undefined): Wanted {
  const { host, port } = splitHostPort(line?.value ?? '0.0.0.0');
  const chosen = port ?? portLine?.value;
  const from = [line, port === undefined ? portLine : undefined].filter(setting => setting !== undefined);
  const number = chosen === undefined ? undefined : parsePort(chosen);
  const value = number === undefined ? inBrackets(host) : `${inBrackets(host)}:${number}`;
  return { name: 'bind', value, from };
}

function boundTls(line: Setting | undefined): Wanted {
  const { host, port } = splitHostPort(line?.value ?? '0.0.0.0');
  const own = line?.option.key === 'tlsbindaddr' ? port : undefined;
  return {
    name: 'bind',
    value: `${inBrackets(host)}:${own ?? '5061'}`,
    from: line === undefined ? [] : [line],
  };
}

function inBrackets(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '');
  const address = canonicalAddress(bare);
  // An invalid address makes chan_sip listen on all addresses.
  if (address === undefined) return '0.0.0.0';
  return address.includes(':') ? `[${address}]` : address;
}

/** The public address. Without `localnet`, chan_sip never uses it. */
function networkOptions({ general }: SipConf): readonly Wanted[] {
  const nets = general.all('localnet').filter(({ value }) => value !== '');
  const line = general.last('externaddr') ?? general.last('externhost');
  const wanted = nets.map((net): Wanted => ({ name: 'local_net', value: net.value, from: [net] }));
  if (line === undefined || line.value === '' || nets.length === 0) return [];
  const { host, port } = splitHostPort(line.value);
  const address = canonicalAddress(host) ?? host;
  return [
    ...wanted,
    { name: 'external_signaling_address', value: address, from: [line] },
    { name: 'external_media_address', value: address, from: [line] },
    ...(port === undefined ? [] : [{ name: 'external_signaling_port', value: port, from: [line] }]),
  ];
}

function classOptions({ general }: SipConf): readonly Wanted[] {
  return [
    ['tos_sip', 'tos'],
    ['cos_sip', 'cos'],
  ].flatMap(([chanSip = '', name = '']) => {
    const line = general.last(chanSip);
    return line === undefined || line.value === '' ? [] : [{ name, value: line.value, from: [line] }];
  });
}

function webSocketOptions({ general }: SipConf): readonly Wanted[] {
  const line = general.last('websocket_write_timeout');
  return line === undefined ? [] : [{ name: 'websocket_write_timeout', value: line.value, from: [line] }];
}

/** tcptls: the certificate is asterisk.pem unless another one is set, and the file also contains the key. */
function tlsOptions({ general }: SipConf): readonly Wanted[] {
  const wanted: Wanted[] = [];
  const add = (
    chanSip: string,
    name: string,
    translate: (value: string) => string = value => value,
  ): void => {
    const line = general.last(chanSip);
    if (line !== undefined && line.value !== '')
      wanted.push({ name, value: translate(line.value), from: [line] });
  };
  const certificate = general.last('tlscertfile');
  if (certificate === undefined || certificate.value === '')
    wanted.push({ name: 'cert_file', value: 'asterisk.pem', from: [] });
  add('tlscertfile', 'cert_file');
  const key = general.last('tlsprivatekey') ?? certificate;
  if (key === undefined || key.value === '')
    wanted.push({ name: 'priv_key_file', value: 'asterisk.pem', from: [] });
  else wanted.push({ name: 'priv_key_file', value: key.value, from: [key] });
  add('tlscafile', 'ca_list_file');
  add('tlscapath', 'ca_list_path');
  add('tlscipher', 'cipher');
  add('tlsclientmethod', 'method', value => value.toLowerCase());
  const isTrusting = general.last('tlsdontverifyserver');
  wanted.push({
    name: 'verify_server',
    value: isTrusting !== undefined && isTrue(isTrusting.value) ? 'no' : 'yes',
    from: isTrusting === undefined ? [] : [isTrusting],
  });
  add('tlsverifyclient', 'verify_client', value => (isTrue(value) ? 'yes' : 'no'));
  add('tlsverifyclient', 'require_client_cert', value => (isTrue(value) ? 'yes' : 'no'));
  return wanted;
}
