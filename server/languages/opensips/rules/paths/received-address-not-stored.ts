import { message } from '../../../../rules/rule.ts';
import { isAtLeast } from '../../facts/versions.ts';
import { bodiesCalling } from '../../model/bodies.ts';
import { parameterValue } from '../../model/parameters.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const receivedAddressNotStored: ScriptRule = {
  code: 'opensips-cfg/received-address-not-stored',
  severity: 'warning',
  family: 'paths',
  title: '`fix_nated_register` without effect',
  why: '`fix_nated_register` puts the address of the packet into the AVP that `received_avp` of `nathelper` names, and the registrar stores the one that its own `received_avp` names. If one of them is not set, or they differ, the function returns success (before 3.0, the server does not start if that of `nathelper` is missing), but calls to phones behind NAT are sent to their private address.',
  fix: 'Set `received_avp` of `nathelper` and of the registrar to the same AVP.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nloadmodule "/modules/nathelper.so"\nmodparam("nathelper", "received_avp", "$avp(received)")\nroute {\n\tfix_nated_register();\n\tsave("location");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nloadmodule "/modules/nathelper.so"\nmodparam("nathelper|registrar", "received_avp", "$avp(received)")\nroute {\n\tfix_nated_register();\n\tsave("location");\n}\n',
  on: 'script',
  calls: ['fix_nated_register'],
  *check(model) {
    if (!model.isComplete) return;
    const registrar = ['registrar', 'mid_registrar'].filter(name => model.modules.has(name));
    // With both registrars, either may store this one.
    if (registrar.length !== 1) return;
    const module = registrar[0] ?? '';
    const nathelper = avpOf(parameterValue(model, 'nathelper', 'received_avp')?.value);
    const stored = avpOf(parameterValue(model, module, 'received_avp')?.value);
    if (nathelper !== undefined && nathelper === stored) return;
    // Until 3.0, the function could not be used without.
    const isRefused = nathelper === undefined && !isAtLeast(model.version, '3.0');
    const what =
      nathelper === undefined
        ? '`received_avp` of `nathelper` is not set.'
        : stored === undefined
          ? `\`received_avp\` of \`${module}\` is not set.`
          : `\`received_avp\` of \`nathelper\` and of \`${module}\` are different AVPs.`;
    for (const { uses, place } of bodiesCalling(model, ['fix_nated_register']))
      for (const { call } of uses.calls)
        if (call.name.text === 'fix_nated_register') {
          const finding: Finding = {
            place,
            span: call.name,
            message: message(
              isRefused
                ? `\`fix_nated_register\` cannot be used, because ${what}`
                : `\`fix_nated_register\` has no effect, because ${what}`,
              isRefused
                ? `\`opensips -C\` does not report this, but OpenSIPS ${model.version} does not start.`
                : 'Calls to phones behind NAT are sent to their private address.',
              `Add \`modparam("nathelper|${module}", "received_avp", "$avp(received)")\`.`,
            ),
          };
          yield finding;
        }
  },
};

/** The name of an AVP, the same for its older forms. */
function avpOf(value: string | number | undefined): string | undefined {
  const text = String(value ?? '').replaceAll(/\s/g, '');
  return text === '' ? undefined : text.replace(/^\$avp\((?:[si]:)?(.*)\)$/, '$1');
}
