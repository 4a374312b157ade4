import { message } from '../../../../../rules/rule.ts';
import { companionConf } from '../../../companions/companionConf.ts';
import { devicesWithAddress } from '../../model/allDevices.ts';
import { deviceHost } from '../../model/deviceState.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { atValue, type Finding, type GeneralRule } from '../rule.ts';

export const dialBypassesDevice: GeneralRule = {
  code: 'sip-conf/dial-bypasses-device',
  severity: 'information',
  family: 'dialplan',
  title: 'Device that the dialplan bypasses',
  why: 'In `Dial(SIP/number@host)`, the server looks for a device with the name of the host (create_addr). There is none, so it calls the host directly: `fromdomain`, `secret`, codecs and all other settings of the device with that host do not apply.',
  fix: 'Dial `SIP/device/number`, or `SIP/number@device`.',
  bad: '[general]\n\n[branch]\ntype=peer\nhost=pbx.example.org\n',
  files: { 'extensions.conf': '[phones]\nexten => 1000,1,Dial(SIP/1000@pbx.example.org)\n' },
  good: '[general]\n\n[pbx.example.org]\ntype=peer\nhost=pbx.example.org\n',
  on: 'general',
  *check(_general, model) {
    const dialed = dialedHosts(model);
    if (dialed.size === 0) return;
    for (const device of devicesWithAddress(model)) {
      const finding = judge(device, dialed, model);
      if (finding !== undefined) yield finding;
    }
  },
};

function judge(device: Device, dialed: ReadonlyMap<string, number>, model: SipConf): Finding | undefined {
  const { address, unknownName, isDynamic, addressLine } = deviceHost(device, model, undefined);
  const host = (address ?? unknownName)?.toLowerCase();
  if (isDynamic || host === undefined || addressLine === undefined) return undefined;
  if (!device.entries.includes(addressLine.entry)) return undefined;
  const line = dialed.get(host);
  if (line === undefined || model.device(host) !== undefined) return undefined;
  const text = message(
    `Line ${line + 1} of extensions.conf dials ${host} directly and bypasses "${device.name}".`,
    'The settings of the device do not apply to those calls.',
    `Dial SIP/${device.name}/number instead.`,
  );
  return { ...atValue(addressLine), message: text };
}

/** Lowercase hosts after the @ in Dial(SIP/...), each with the first line that dials it. */
function dialedHosts(model: SipConf): ReadonlyMap<string, number> {
  const conf = companionConf(model, 'extensions.conf');
  const hosts = new Map<string, number>();
  if (conf === undefined || conf === null) return hosts;
  for (const section of conf.sections.values()) {
    for (const setting of section.settings) {
      if (!/\bdial\s*\(/i.test(setting.value)) continue;
      for (const [, host = ''] of setting.value.matchAll(/\bSIP\/[^@,&|)\s]*@([A-Za-z0-9.-]+)/g)) {
        const key = host.toLowerCase();
        if (!hosts.has(key)) hosts.set(key, conf.lineOf(setting));
      }
    }
  }
  return hosts;
}
