import { message } from '../../../../../rules/rule.ts';
import { nearest } from '../../../../../text/spelling.ts';
import { type CompanionConf, companionConf } from '../../../companions/companionConf.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { allDevices } from '../../model/allDevices.ts';
import { createsDevices } from '../../model/createdDevice.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { areDevicesKnown } from '../../model/whole.ts';
import { atHeader, type Finding, type GeneralRule } from '../rule.ts';

export const dialMissesDevice: GeneralRule = {
  code: 'sip-conf/dial-misses-device',
  severity: 'warning',
  habit: 'rule',
  family: 'dialplan',
  title: 'Device that the dialplan does not reach',
  why: '`Dial(SIP/name)` looks for a peer or friend with exactly this name (create_addr, sip_find_peer); a `type=user` is never called. If none is found, the server treats the name as a host, and the call fails if there is no such host.',
  fix: 'Write the name as in the section header, or make the device a friend.',
  bad: '[general]\n\n[Alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  files: { 'extensions.conf': '[default]\nexten => 201,1,Dial(SIP/alice,20)\n' },
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  since: '1.6.2',
  on: 'general',
  *check(_general, model) {
    // Devices may come from a database, from a registration, or from a file that was not read.
    const isElsewhere = typeof model.project.companions.get('extconfig.conf') === 'string';
    if (isElsewhere || createsDevices(model) || !areDevicesKnown(model)) return;
    const dialplan = companionConf(model, 'extensions.conf');
    if (dialplan === undefined || dialplan === null) return;
    const devices = allDevices(model);
    if (devices === undefined || !isAtLeast(model.branch, '1.6.2')) return;
    for (const [name, line] of dialedNames(dialplan)) {
      const finding = judge(name, line, devices, model);
      if (finding !== undefined) yield finding;
    }
  },
};

/** Only where the name clearly means a device in the file: a name that resembles none may be a host. */
function judge(name: string, line: number, devices: readonly Device[], model: SipConf): Finding | undefined {
  const same = model.device(name.toLowerCase());
  if (same?.name === name && same.isPeer) return undefined;
  const near = same ?? nearDevice(name, devices);
  const entry = near?.entries.at(-1);
  if (near === undefined || entry === undefined) return undefined;
  const place = `Line ${line + 1} of extensions.conf dials SIP/${name}`;
  const isUser = near.name === name;
  const text = isUser
    ? message(
        `${place}, but "${name}" has type=user, which is never called.`,
        'The server treats the name as a host, and the call fails.',
        'Set type=friend, or type=peer.',
      )
    : message(
        `${place}, but the name of the device is "${near.name}".`,
        'The server treats the name as a host, and the call fails.',
        'Use the same name in both places.',
      );
  return { ...atHeader(entry), message: text };
}

/** Short names and numbers often differ in one character on purpose. */
function nearDevice(name: string, devices: readonly Device[]): Device | undefined {
  if (name.length < 5 || /\d/.test(name)) return undefined;
  const found = nearest(
    name,
    devices.map(device => device.name).filter(other => !/\d/.test(other)),
  );
  return devices.find(device => device.name === found);
}

/** Literal names in Dial(SIP/...), each with the first line that dials it. */
function dialedNames(conf: CompanionConf): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const section of conf.sections.values()) {
    for (const setting of section.settings) {
      if (!/\bdial\s*\(/i.test(setting.value)) continue;
      for (const [, name = ''] of setting.value.matchAll(/\bSIP\/([A-Za-z0-9_-]+)(?=[/&,|)\s])/g))
        if (!names.has(name)) names.set(name, conf.lineOf(setting));
    }
  }
  return names;
}
