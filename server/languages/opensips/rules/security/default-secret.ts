import { message } from '../../../../rules/rule.ts';
import { bodiesCalling } from '../../model/bodies.ts';
import { parameterValue } from '../../model/parameters.ts';
import type { ScriptRule } from '../rule.ts';

export const defaultSecret: ScriptRule = {
  code: 'opensips-cfg/default-secret',
  severity: 'information',
  family: 'security',
  title: 'Topology hiding with the default secret',
  why: 'Hidden addresses are scrambled with a secret. The default is in the public source code, so anyone can read the addresses that you want to hide.',
  fix: 'Set `th_contact_encode_passwd` and `th_callid_passwd` to your own values.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/topology_hiding.so"\nroute {\n\ttopology_hiding("C");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/topology_hiding.so"\nmodparam("topology_hiding", "th_callid_passwd", "example-of-my-own")\nmodparam("topology_hiding", "th_contact_encode_passwd", "example-of-my-own")\nroute {\n\ttopology_hiding("C");\n}\n',
  on: 'script',
  calls: ['topology_hiding'],
  modules: ['topology_hiding'],
  *check(model) {
    const module = model.modules.get('topology_hiding');
    if (module === undefined || model.isPartial) return;
    const call = [...bodiesCalling(model, ['topology_hiding'])]
      .flatMap(({ uses }) => uses.calls)
      .find(use => use.call.name.text === 'topology_hiding');
    if (call === undefined) return;
    const flags = call.call.args[0]?.token?.text ?? '';
    const hidesCallId = flags.includes('C');
    const missing = [
      ...(hidesCallId && parameterValue(model, 'topology_hiding', 'th_callid_passwd') === undefined
        ? ['th_callid_passwd']
        : []),
      ...(parameterValue(model, 'topology_hiding', 'th_contact_encode_passwd') === undefined &&
      !model.modules.has('dialog')
        ? ['th_contact_encode_passwd']
        : []),
    ];
    if (missing.length === 0) return;
    yield {
      place: module.place,
      span: module.path,
      message: message(
        `\`${missing.join('` and `')}\` ${missing.length === 1 ? 'has its default value' : 'have their default values'} from the public source code.`,
        'Anyone can read the hidden addresses.',
        'Set your own value.',
      ),
    };
  },
};
