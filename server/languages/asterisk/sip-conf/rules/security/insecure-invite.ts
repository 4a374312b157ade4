import { message } from '../../../../../rules/rule.ts';
import type { Branch } from '../../../config/branch.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { restrictsAddresses } from '../../model/access.ts';
import { effective } from '../../model/model.ts';
import { atValue, type DeviceRule, whom } from '../rule.ts';

export const insecureInvite: DeviceRule = {
  code: 'sip-conf/insecure-invite',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Calls accepted without a password from a device that anyone can impersonate',
  why: 'With `insecure=invite`, calls need no password. For `type=friend` and `type=user`, the name in From is enough; for `host=dynamic`, an address that registered is enough. The option is meant for trunks with `type=peer` and a fixed host.',
  fix: 'Use `type=peer` with a fixed host, or remove `invite`.',
  bad: '[general]\n\n[trunk]\ntype=friend\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\ninsecure=port,invite\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\ninsecure=invite\n',
  on: 'device',
  options: ['insecure'],
  reads: ['context'],
  *check(device, general, model) {
    const setting = device.last('insecure');
    if (setting === undefined) return;
    if (!skipsPassword(setting.value, model.branch)) return;
    const isOld = !isAtLeast(model.branch, '1.6.2');
    // Up to 1.4, it applied only to devices found by address.
    const byName = device.isUser && !isOld;
    const isDynamic = device.last('host')?.value.toLowerCase() === 'dynamic';
    if ((!byName && !isDynamic) || restrictsAddresses(device, model.branch)) return;
    const context = effective(device, general, 'context')?.value ?? 'default';
    const who = byName ? 'writes its name into From' : 'calls from the address that it registered from';
    const what = `Calls from ${whom(device, setting)} are accepted without a password.`;
    const why = `Anyone who ${who} reaches the context "${context}".`;
    yield { ...atValue(setting), message: message(what, why, 'Use type=peer with a fixed host.') };
  },
};

/** set_insecure_flags: whether calls are accepted without a password. */
export function skipsPassword(value: string, branch: Branch): boolean {
  const words = value.toLowerCase().split(',');
  return words.includes('invite') || (words[0] === 'very' && !isAtLeast(branch, '1.6.2'));
}
