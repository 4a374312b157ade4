import { message } from '../../../../../rules/rule.ts';
import type { Branch } from '../../../config/branch.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { isTrue } from '../../../values/truth.ts';
import { splitWords } from '../../../values/words.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import { atValue, type DeviceRule, whom } from '../rule.ts';

export const natDiffersFromGeneral: DeviceRule = {
  code: 'sip-conf/nat-differs-from-general',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Device whose nat setting reveals its name',
  why: 'When a device forces rport and [general] does not (or vice versa), replies for existing names and replies for unknown names go to different ports. Anyone guessing names can tell which ones exist. The server logs a warning for each of these devices when it starts.',
  fix: 'Set `nat` in [general] and leave it out of the devices.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nnat=force_rport,comedia\n',
  good: '[general]\nnat=force_rport,comedia\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  since: '1.8',
  on: 'device',
  options: ['nat'],
  reads: ['nat'],
  *check(device, general, model) {
    const own = device.last('nat');
    if (own === undefined) return;
    const here = forcesRport(own.value, model.branch);
    const shared = general.last('nat');
    if (shared === undefined && !isGeneralWhole(model)) return;
    const there = forcesRport(shared?.value, model.branch);
    if (here === there) return;
    const what = `"nat" ${here ? 'forces' : 'does not force'} rport here, while [general] ${there ? 'does' : 'does not'}.`;
    const why = `Anyone guessing names can tell from the replies that ${whom(device, own)} exists.`;
    yield { ...atValue(own), message: message(what, why, 'Set nat only in [general].') };
  },
};

/** sip_parse_nat_option: whether SIP_NAT_FORCE_RPORT is set; the automatic modes set it only when NAT is detected. */
function forcesRport(value: string | undefined, branch: Branch): boolean {
  if (value === undefined) return !isAtLeast(branch, '11');
  const words = splitWords(value.toLowerCase()).map(word => word.text);
  return words.some(word => word === 'force_rport' || word === 'yes' || (words.length === 1 && isTrue(word)));
}
