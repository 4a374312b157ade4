import { message } from '../../../../rules/rule.ts';
import { transportOf } from '../../reading/sockets.ts';
import type { ScriptRule } from '../rule.ts';

export const transportNotLoaded: ScriptRule = {
  code: 'opensips-cfg/transport-not-loaded',
  severity: 'error',
  family: 'sockets',
  title: 'Socket whose transport module is not loaded',
  why: 'Every transport is a module, including UDP and TCP. If the module of a socket is not loaded, the server does not start.',
  fix: 'Load the transport module, or remove the socket.',
  bad: 'socket=udp:127.0.0.1:5060\nsocket=tcp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nsocket=tcp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/proto_tcp.so"\n',
  since: '2.1',
  on: 'script',
  *check(model) {
    if (!model.isComplete) return;
    for (const { item, place } of model.declarations) {
      if (item.type !== 'global' || item.socket === undefined) continue;
      const { protocol } = item.socket;
      const module = transportOf(protocol.text);
      if (module === undefined || model.modules.has(module)) continue;
      yield {
        place,
        span: protocol,
        missingModules: [module],
        message: message(
          `The transport \`${protocol.text}\` needs the module \`${module}\`.`,
          'It is not loaded, so OpenSIPS does not start.',
          `Add \`loadmodule "${module}.so"\`.`,
        ),
      };
    }
  },
};
