import { message } from '../../../../rules/rule.ts';
import { serviceArguments } from '../../model/installation.ts';
import type { ScriptRule } from '../rule.ts';

export const noSocket: ScriptRule = {
  code: 'opensips-cfg/no-socket',
  severity: 'error',
  family: 'sockets',
  title: 'Script without a socket',
  why: 'OpenSIPS needs an address to listen on. It does not start if neither the script nor `-l` on the command line sets one.',
  fix: 'Add a line such as `socket=udp:192.0.2.10:5060`. If the service starts OpenSIPS with `-l`, write its arguments into the setting `sipWorkbench.opensips.arguments`, into `sip-workbench.json` as the option `opensips.arguments`, or behind `--opensips-arguments`.',
  bad: 'log_level=3\nloadmodule "/modules/proto_udp.so"\nroute {\n\texit;\n}\n',
  good: 'log_level=3\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\texit;\n}\n',
  since: '2.1',
  on: 'script',
  *check(model) {
    const first = model.items[0];
    if (first === undefined || !model.isComplete) return;
    for (const { item } of model.declarations)
      if (item.type === 'global' && (item.name.text === 'socket' || item.name.text === 'listen')) return;
    if (serviceArguments(model.settings).sockets.length > 0) return;
    const anchor =
      model.declarations.find(({ item }) => item.type === 'loadmodule' || item.type === 'global') ?? first;
    const { item, place } = anchor;
    yield {
      place,
      span:
        item.type === 'global'
          ? item.name
          : item.type === 'loadmodule' || item.type === 'route'
            ? item.keyword
            : item,
      message: message(
        'The script does not define a socket to listen on.',
        'OpenSIPS does not start unless -l on the command line sets one.',
        'Add a line such as `socket=udp:192.0.2.10:5060`, or set the arguments of the service in the settings.',
      ),
    };
  },
};
