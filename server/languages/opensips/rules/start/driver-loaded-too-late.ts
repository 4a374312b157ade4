import { message } from '../../../../rules/rule.ts';
import { driverOf } from '../../facts/databases.ts';
import { moduleNameOf } from '../../model/placed.ts';
import { stringValue } from '../../syntax/token.ts';
import type { ModuleParameterRule } from '../rule.ts';

export const driverLoadedTooLate: ModuleParameterRule = {
  code: 'opensips-cfg/driver-loaded-too-late',
  severity: 'error',
  family: 'start',
  title: 'Trace database whose driver is loaded too late',
  why: '`trace_id` opens its database while OpenSIPS reads the script. If the driver is loaded only below that line, the server refuses the script.',
  fix: 'Move the `loadmodule` of the driver above the `modparam`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/tracer.so"\nmodparam("tracer", "trace_id", "[tid]uri=text:///var/lib/opensips;table=sip_trace")\nloadmodule "/modules/db_text.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/db_text.so"\nloadmodule "/modules/tracer.so"\nmodparam("tracer", "trace_id", "[tid]uri=text:///var/lib/opensips;table=sip_trace")\n',
  since: '2.2',
  on: 'modparam',
  *check(item, loaded, model) {
    const [token] = item.value;
    if (item.module === undefined || item.name === undefined || token === undefined) return;
    if (!/^(tracer|siptrace)$/.test(stringValue(item.module)) || stringValue(item.name) !== 'trace_id')
      return;
    const uri = /\buri\s*=\s*([^;]+)/i.exec(item.value.map(stringValue).join(''))?.[1] ?? '';
    const driver = driverOf(uri);
    if (driver === undefined || loaded.has(driver)) return;
    const later = model.modules.get(driver);
    // Another rule reports a driver that is not loaded at all.
    if (later === undefined) return;
    yield {
      span: token,
      message: message(
        `The driver \`${moduleNameOf(stringValue(later.path))}\` is loaded only below this line.`,
        '`trace_id` opens its database here, so OpenSIPS does not start.',
        'Move the `loadmodule` of the driver above this line.',
      ),
    };
  },
};
