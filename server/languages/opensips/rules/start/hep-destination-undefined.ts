import { message } from '../../../../rules/rule.ts';
import { parameterValues, targetsOf } from '../../model/parameters.ts';
import { stringValue } from '../../syntax/token.ts';
import type { ModuleParameterRule } from '../rule.ts';

export const hepDestinationUndefined: ModuleParameterRule = {
  code: 'opensips-cfg/hep-destination-undefined',
  severity: 'error',
  family: 'start',
  title: 'Trace to a HEP destination that is not defined',
  why: 'The `uri` of a `trace_id` can be `hep:` and the name of a destination that `hep_id` of `proto_hep` defines; an address is not a name. If there is none of that name, `tracer` refuses to start. `opensips -C` does not report it.',
  fix: 'Define the destination with `hep_id` of `proto_hep`, and write its name in brackets there.',
  bad: 'socket=udp:127.0.0.1:5060\nsocket=hep_udp:127.0.0.1:9060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/proto_hep.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/tracer.so"\nmodparam("tracer", "trace_id", "[tid]uri=hep:192.0.2.1:9060")\n',
  good: 'socket=udp:127.0.0.1:5060\nsocket=hep_udp:127.0.0.1:9060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/proto_hep.so"\nmodparam("proto_hep", "hep_id", "[homer]192.0.2.1:9060;version=3")\nloadmodule "/modules/tm.so"\nloadmodule "/modules/tracer.so"\nmodparam("tracer", "trace_id", "[tid]uri=hep:homer")\n',
  since: '3.0',
  on: 'modparam',
  *check(item, loaded, model) {
    const [token] = item.value;
    if (item.name === undefined || token === undefined || stringValue(item.name) !== 'trace_id') return;
    if (!model.isComplete || !model.modules.has('proto_hep')) return;
    if (!targetsOf(item, loaded, model.version).some(({ module }) => module === 'tracer')) return;
    const name = /\buri\s*=\s*hep:([^;]+)/.exec(item.value.map(stringValue).join(''))?.[1]?.trim();
    if (name === undefined) return;
    const isDefined = parameterValues(model, 'proto_hep', 'hep_id').some(
      ({ value }) => /^\s*\[([^\]]*)\]/.exec(String(value))?.[1]?.trim() === name,
    );
    if (isDefined) return;
    yield {
      span: token,
      message: message(
        `There is no HEP destination \`${name}\`.`,
        '`opensips -C` does not report this, but OpenSIPS does not start.',
        'Define it with `modparam("proto_hep", "hep_id", "[name]address:port;version=3")`, and write its name here.',
      ),
    };
  },
};
