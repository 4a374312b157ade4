import { message } from '../../../../rules/rule.ts';
import { parameterValue } from '../../model/parameters.ts';
import type { ScriptRule } from '../rule.ts';

/** Modules that accept commands through httpd. */
const overHttp = ['mi_http', 'mi_html', 'mi_json', 'mi_xmlrpc_ng', 'mi_xmlrpc', 'pi_http'] as const;

export const openManagementInterface: ScriptRule = {
  code: 'opensips-cfg/open-management-interface',
  severity: 'warning',
  family: 'security',
  title: 'Management interface that anyone on the network can reach',
  why: 'The management interface does not ask for a password. Anyone who reaches it can end calls, change routing and addresses, read registrations and stop the server.',
  fix: 'Let it listen on 127.0.0.1 only, or behind a proxy that asks for a password.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/httpd.so"\nloadmodule "/modules/mi_http.so"\nmodparam("httpd", "ip", "192.0.2.10")\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/httpd.so"\nloadmodule "/modules/mi_http.so"\nmodparam("httpd", "ip", "127.0.0.1")\n',
  on: 'script',
  *check(model) {
    if (model.isPartial) return;
    const http = overHttp.map(name => model.modules.get(name)).find(module => module !== undefined);
    const ip = parameterValue(model, 'httpd', 'ip');
    if (http !== undefined && ip !== undefined && !isLoopback(String(ip.value)))
      yield {
        place: ip.place,
        span: ip.item.value[0] ?? ip.item,
        message: message(
          `\`${http.name}\` listens on an address that others can reach.`,
          'It does not ask for a password, so anyone who reaches it can control the server.',
          'Set it to 127.0.0.1.',
        ),
      };
    for (const name of ['mi_datagram', 'mi_xmlrpc']) {
      const socket = parameterValue(model, name, 'socket_name');
      if (socket === undefined) continue;
      const host = /^udp:(.+):\d+$/.exec(String(socket.value))?.[1];
      if (host === undefined || isLoopback(host)) continue;
      yield {
        place: socket.place,
        span: socket.item.value[0] ?? socket.item,
        message: message(
          `\`${name}\` listens on an address that others can reach.`,
          'It does not ask for a password, so anyone who reaches it can control the server.',
          'Use 127.0.0.1 or a UNIX socket.',
        ),
      };
    }
    const mode = parameterValue(model, 'mi_fifo', 'fifo_mode');
    if (mode !== undefined && typeof mode.value === 'number' && (mode.value & 0o002) !== 0)
      yield {
        place: mode.place,
        span: mode.item.value[0] ?? mode.item,
        message: message(
          'Every user of this machine can write to the FIFO.',
          'It does not ask for a password, so they can control the server.',
          'Use a mode such as 0660.',
        ),
      };
  },
};

function isLoopback(host: string): boolean {
  return /^(127\.|localhost$|\[?::1\]?$)/i.test(host.trim());
}
