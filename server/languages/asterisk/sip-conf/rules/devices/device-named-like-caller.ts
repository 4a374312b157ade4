import { message } from '../../../../../rules/rule.ts';
import { allDevices } from '../../model/allDevices.ts';
import { deviceHost } from '../../model/deviceState.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { atHeader, type GeneralRule } from '../rule.ts';

/** So many are named at the first one. */
const NAMED_DEVICES = 20;

export const deviceNamedLikeCaller: GeneralRule = {
  code: 'sip-conf/device-named-like-caller',
  severity: 'information',
  family: 'devices',
  title: 'Device that is taken for the caller when a call from elsewhere carries its number',
  why: 'An INVITE is matched by the name in From first, and by its address only then (check_peer_ok). When another exchange or a gateway sends the number of the caller there, and a user or friend is called like this number, the call is taken for one of that device: it is challenged with the secret of the device, or gets its context. The peer that the call comes from is not even looked for.',
  fix: 'Give devices names that are not numbers, or make them `type=peer`, which no From name finds.',
  bad: '[general]\n\n[203]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n\n[branch]\ntype=peer\nhost=198.51.100.9\n',
  good: '[general]\n\n[203]\ntype=peer\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n\n[branch]\ntype=peer\nhost=198.51.100.9\n',
  on: 'general',
  *check(_general, model) {
    const devices = allDevices(model) ?? [];
    const trunk = devices.find(device => isExchange(device, model));
    if (trunk === undefined) return;
    const named = devices.filter(device => device.isUser && /^\d{2,6}$/.test(device.name));
    const [first, ...others] = named;
    const entry = first?.entries.at(-1);
    if (first === undefined || entry === undefined) return;
    const count = others.length === 0 ? '' : ` The same holds for ${others.length} more of these numbers.`;
    const text = message(
      `A call from "${trunk.name}" whose caller has the number ${first.name} is taken for a call of the device "${first.name}".${count}`,
      'The name in From is looked up before the address, so the call is challenged, or gets the wrong context.',
      'Where numbers can be the same, name devices unlike them, or use type=peer.',
    );
    const at = trunk.entries.at(-1);
    const related = [
      ...(at === undefined ? [] : [{ ...atHeader(at), message: 'Calls come from here.' }]),
      ...others.slice(0, NAMED_DEVICES).flatMap(({ entries }) => {
        const other = entries.at(-1);
        return other === undefined ? [] : [{ ...atHeader(other), message: 'The same here.' }];
      }),
    ];
    yield { ...atHeader(entry), message: text, related };
  },
};

/** Another exchange or a gateway, where callers may have short numbers; a provider, who asks for a login, sends whole ones. */
function isExchange(device: Device, model: SipConf): boolean {
  if (!device.isPeer || device.isUser || loginOptions.some(name => device.last(name) !== undefined))
    return false;
  const { isDynamic, address, unknownName, hostLine } = deviceHost(device, model, undefined);
  if (isDynamic || hostLine === undefined) return false;
  return (address ?? unknownName) !== undefined && !registersWith(device, model);
}

const loginOptions = [
  ...['secret', 'remotesecret', 'md5secret'],
  ...['defaultuser', 'fromuser', 'callbackextension'],
];

/** Is there a register line for the host of the device, or for the device itself? */
function registersWith(device: Device, model: SipConf): boolean {
  const host = device.last('host')?.value.toLowerCase() ?? '';
  return model.general.all('register').some(({ value }) => {
    const lower = value.toLowerCase();
    return (
      lower.includes(`@${host}`) || lower.includes(`@${device.key}`) || lower.startsWith(`${device.key}?`)
    );
  });
}
