import { message } from '../../../rules/rule.ts';
import type { ScriptRule } from '../rule.ts';
import { transportModules } from '../sockets.ts';

export const transportWithoutSocket: ScriptRule = {
  code: 'opensips-cfg/transport-without-socket',
  severity: 'error',
  family: 'sockets',
  title: 'Transport that no socket uses',
  why: 'Since 4.0 a loaded transport module needs at least one socket; otherwise the server does not start. Older versions took it silently.',
  fix: 'Add a socket of the transport, or do not load its module.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/proto_tcp.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nsocket=tcp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/proto_tcp.so"\n',
  since: '4.0',
  on: 'script',
  *check(model) {
    if (!model.isComplete) return;
    const used = new Set<string>();
    for (const { item } of model.items) {
      if (item.type !== 'global' || item.socket === undefined) continue;
      const name = item.socket.protocol.text.toLowerCase();
      if (Object.hasOwn(transportModules, name)) used.add(transportModules[name] ?? '');
    }
    const transports = new Set(Object.values(transportModules));
    // With no socket at all, another rule speaks.
    if (used.size === 0) return;
    for (const { name, place, path } of model.modules.values()) {
      if (!transports.has(name) || used.has(name)) continue;
      yield {
        place,
        span: path,
        message: message(
          `No socket uses the transport of \`${name}\`.`,
          'OpenSIPS 4.0 does not start when a transport has no socket.',
          'Add a socket, or do not load the module.',
        ),
      };
    }
  },
};
