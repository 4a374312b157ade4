import { message } from '../../../../rules/rule.ts';
import type { ScriptModel } from '../../model/model.ts';
import { parameterValue, parameterValues } from '../../model/parameters.ts';
import type { ScriptRule } from '../rule.ts';

export const clusterSocketMissing: ScriptRule = {
  code: 'opensips-cfg/cluster-socket-missing',
  severity: 'error',
  family: 'start',
  title: 'Cluster node without its own binary socket',
  why: 'The URL of this node in `my_node_info` must be one of the sockets of the server, which uses it to talk to the other nodes. Otherwise `clusterer` reports a non-local socket, and the server does not start.',
  fix: 'Add a socket such as `socket=bin:192.0.2.10:5566` with the address and port of the URL.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/clusterer.so"\nmodparam("clusterer", "db_mode", 0)\nmodparam("clusterer", "my_node_id", 1)\nmodparam("clusterer", "my_node_info", "cluster_id=1, url=bin:127.0.0.1:5566")\n',
  good: 'socket=udp:127.0.0.1:5060\nsocket=bin:127.0.0.1:5566\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/proto_bin.so"\nloadmodule "/modules/clusterer.so"\nmodparam("clusterer", "db_mode", 0)\nmodparam("clusterer", "my_node_id", 1)\nmodparam("clusterer", "my_node_info", "cluster_id=1, url=bin:127.0.0.1:5566")\n',
  since: '3.0',
  on: 'script',
  modules: ['clusterer'],
  *check(model) {
    if (!model.isComplete || Number(parameterValue(model, 'clusterer', 'db_mode')?.value ?? 1) !== 0) return;
    const sockets = socketsOf(model);
    if (sockets === undefined) return;
    for (const { item, value, place } of parameterValues(model, 'clusterer', 'my_node_info')) {
      const url = /(?:^|,)\s*url\s*=\s*(?:(bins?):)?([^\s,:]+|\[[^\]]+\])(?::(\d+))?/i.exec(String(value));
      if (url === null) continue;
      const protocol = (url[1] ?? 'bin').toLowerCase();
      const host = url[2] ?? '';
      // A host name may be one of the addresses below; only numeric addresses can be compared.
      if (!/^[\d.]+$/.test(host)) continue;
      const port = Number(url[3] ?? (protocol === 'bins' ? 5556 : 5555));
      const isThere = sockets.some(
        one => one.protocol === protocol && (one.host === '*' || one.host === host) && one.port === port,
      );
      // An interface or a host name may resolve to this address.
      const isUnclear = sockets.some(one => one.protocol === protocol && !/^[\d.*]+$/.test(one.host));
      if (isThere || isUnclear) continue;
      yield {
        place,
        span: item.value[0] ?? item,
        message: message(
          `The script has no socket \`${protocol}:${host}:${port}\`, which is the URL of its own node.`,
          'OpenSIPS does not start.',
          `Add \`socket=${protocol}:${host}:${port}\`.`,
        ),
      };
    }
  },
};

const defaultPorts: Readonly<Record<string, number>> = { bin: 5555, bins: 5556 };

/** The sockets of the script; undefined when one of them was not understood. */
function socketsOf(
  model: ScriptModel,
): readonly { readonly protocol: string; readonly host: string; readonly port: number }[] | undefined {
  const found: { protocol: string; host: string; port: number }[] = [];
  for (const { item } of model.declarations) {
    if (item.type !== 'global' || !/^(socket|listen)$/.test(item.name.text)) continue;
    if (item.socket === undefined) return undefined;
    const protocol = item.socket.protocol.text.toLowerCase();
    found.push({
      protocol,
      host: item.socket.host ?? '*',
      port: item.socket.port ?? defaultPorts[protocol] ?? 5060,
    });
  }
  return found;
}
