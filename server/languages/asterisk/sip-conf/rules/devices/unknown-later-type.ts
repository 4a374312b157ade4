import { message } from '../../../../../rules/rule.ts';
import { nearest } from '../../../../../text/spelling.ts';
import { isSameLine, type Piece } from '../../../config/entry.ts';
import { type Device, isDeviceType, type SipConf, typeSetting } from '../../model/model.ts';
import { atValue, type DeviceRule, type Finding, replacing } from '../rule.ts';

export const unknownLaterType: DeviceRule = {
  code: 'sip-conf/unknown-later-type',
  severity: 'warning',
  family: 'devices',
  title: 'Later type line without effect',
  why: 'Only the first `type` line decides whether a section is loaded; a later one adds its role, and the server silently ignores an unknown word there.',
  fix: 'Use peer, user or friend, or remove the line.',
  bad: '[general]\n\n[alice]\ntype=user\ntype=pear\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'device',
  reads: [],
  check: (device, _general, model) =>
    device.entries.some(({ pieces }) => pieces.some(hasOtherType)) ? findings(device, model) : undefined,
};

/** At least one line, of the few with a type, says what no device is. */
function hasOtherType({ place, from, until }: Piece): boolean {
  const { lines } = place.section;
  for (let line = from; line < until; line++) {
    const option = lines[line];
    if (option?.kind === 'option' && option.key === 'type' && !isDeviceType(option.value)) return true;
  }
  return false;
}

function* findings(device: Device, model: SipConf): Generator<Finding> {
  for (const entry of device.entries) {
    const first = typeSetting(model, entry);
    for (const setting of model.ownSettingsOf(entry)) {
      if (setting.option.key !== 'type' || isDeviceType(setting.value)) continue;
      if (first !== undefined && isSameLine(setting, first)) continue;
      const near = nearest(setting.value, ['friend', 'peer', 'user']);
      const what = `"${setting.value}" is not a device type.`;
      const todo = near === undefined ? 'Use friend, peer or user.' : `Write "${near}".`;
      const fixes = near === undefined ? [] : [replacing(`Change to "${near}"`, atValue(setting), near)];
      yield {
        ...atValue(setting),
        message: message(what, 'The server silently ignores this line.', todo),
        fixes,
      };
    }
  }
}
