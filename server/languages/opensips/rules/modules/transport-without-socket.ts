import { message } from '../../../../rules/rule.ts';
import { isAtLeast } from '../../facts/versions.ts';
import { serviceArguments } from '../../model/installation.ts';
import { transportModules, transportOf } from '../../reading/sockets.ts';
import type { ScriptRule } from '../rule.ts';

export const transportWithoutSocket: ScriptRule = {
  code: 'opensips-cfg/transport-without-socket',
  severity: 'error',
  family: 'sockets',
  title: 'Transport module without a socket',
  why: 'Since 4.0 a loaded transport module needs at least one socket; otherwise the server does not start. Older versions accept it silently, except for `proto_hep`.',
  fix: 'Add a socket for the transport, or remove its module.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/proto_tcp.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nsocket=tcp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/proto_tcp.so"\n',
  since: '2.2',
  on: 'script',
  *check(model) {
    if (!model.isComplete) return;
    const used = new Set<string>();
    for (const { item } of model.declarations) {
      if (item.type !== 'global' || item.socket === undefined) continue;
      const module = transportOf(item.socket.protocol.text);
      if (module !== undefined) used.add(module);
    }
    for (const { protocol } of serviceArguments(model.settings).sockets) {
      const module = transportOf(protocol);
      if (module !== undefined) used.add(module);
    }
    const transports = new Set(Object.values(transportModules));
    // Another rule reports a script without any socket.
    if (used.size === 0) return;
    for (const { name, place, path } of model.modules.values()) {
      if (!transports.has(name) || used.has(name)) continue;
      // The module itself refuses (mod_init), and `opensips -C` does not report it.
      if (name !== 'proto_hep' && !isAtLeast(model.version, '4.0')) continue;
      yield {
        place,
        span: path,
        message: message(
          `No socket uses the transport of \`${name}\`.`,
          `OpenSIPS ${model.version} does not start when this transport has no socket.`,
          'Add a socket, or remove the module.',
        ),
      };
    }
  },
};
