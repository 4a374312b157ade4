import { message } from '../../../../../rules/rule.ts';
import type { PjsipConf } from '../../model/model.ts';
import { lastOf, lastValue, type PjsipObject } from '../../model/object.ts';
import { addingOption } from '../addingOption.ts';
import { atName, type WholeRule } from '../rule.ts';

/** res_pjsip_nat.c writes the one into Contact and Via, res_pjsip_sdp_rtp.c the other one into the session description. */
export const oneExternalAddress: WholeRule = {
  code: 'pjsip-conf/one-external-address',
  severity: 'information',
  family: 'network',
  title: 'External address for only one of signaling and media',
  why: '`external_signaling_address` changes Contact and Via, `external_media_address` the session description. With only the first, the other side sends audio to the private address; with only the second, it sends later requests of a call there, such as ACK and BYE.',
  fix: 'Set both, usually to the same address.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\nlocal_net=192.168.0.0/16\nexternal_signaling_address=203.0.113.5\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\nlocal_net=192.168.0.0/16\nexternal_signaling_address=203.0.113.5\nexternal_media_address=203.0.113.5\n',
  on: 'whole',
  *check(model) {
    for (const [transport] of model.ofType('transport').values()) {
      const found = transport === undefined ? undefined : halfOf(transport);
      if (transport === undefined || found === undefined) continue;
      const { setting, key, other } = found;
      const isSignaling = key === 'external_signaling_address';
      if (isSignaling && hasMediaAddress(model)) continue;
      const option = `${other}=${setting.value}`;
      const why = isSignaling
        ? 'Session descriptions keep the private address, so audio from outside does not arrive.'
        : 'Contact keeps the private address, so later requests of a call, such as ACK and BYE, may not arrive.';
      yield {
        ...atName(setting),
        message: message(`${key} is set, but ${other} is not.`, why, `Add ${option}.`),
        fixes: [addingOption(transport, option)],
      };
    }
  },
};

const keys = ['external_signaling_address', 'external_media_address'];

/** The one that is set, and the name of the other one. */
function halfOf({ settings, loss, isWhole }: PjsipObject) {
  // Browsers send their requests over the connection that they have opened.
  const isWebSocket = /^wss?$/i.test(lastValue(settings, 'protocol') ?? '');
  if (loss !== undefined || !isWhole || isWebSocket) return undefined;
  const [key, second] = keys.filter(name => (lastValue(settings, name) ?? '') !== '');
  const setting = lastOf(settings, key ?? '');
  const other = keys.find(name => name !== key);
  if (key === undefined || second !== undefined || setting === undefined || other === undefined)
    return undefined;
  return { setting, key, other };
}

/** True if an endpoint has an address for media of its own, in place of the external one. */
function hasMediaAddress(model: PjsipConf): boolean {
  return [...model.ofType('endpoint').values()].some(endpoints =>
    endpoints.some(({ settings }) => lastOf(settings, 'media_address') !== undefined),
  );
}
