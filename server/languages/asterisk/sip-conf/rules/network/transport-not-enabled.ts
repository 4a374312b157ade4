import { message } from '../../../../../rules/rule.ts';
import type { Setting } from '../../../config/entry.ts';
import { valueColumn } from '../../../config/line.ts';
import { isFalse, isTrue } from '../../../values/truth.ts';
import { splitWords } from '../../../values/words.ts';
import type { General, SipConf } from '../../model/model.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import { atValue, type DeviceRule, type Finding, type GeneralRule } from '../rule.ts';

const shared = {
  severity: 'error',
  habit: 'rule',
  family: 'transport',
  why: 'The server logs a warning and ignores a transport that is not turned on in [general]. If none is left, the device uses those of [general], and [general] uses udp, so requests over the intended transport are not matched.',
  fix: 'Set `tcpenable=yes` or `tlsenable=yes` in [general], or remove the word.',
  since: '1.6.2',
} as const;

export const transportNotEnabled: DeviceRule = {
  ...shared,
  code: 'sip-conf/transport-not-enabled',
  title: 'Device with a transport that is not turned on',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ntransport=tcp\n',
  good: '[general]\ntcpenable=yes\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ntransport=tcp\n',
  on: 'device',
  options: ['transport'],
  reads: ['tcpenable', 'tlsenable'],
  *check(device, general, model) {
    for (const setting of device.all('transport')) yield* judge(setting, general, model);
  },
};

export const generalTransportNotEnabled: GeneralRule = {
  ...shared,
  code: 'sip-conf/general-transport-not-enabled',
  title: 'Default transport that is not turned on',
  bad: '[general]\ntransport=tcp\n',
  good: '[general]\ntcpenable=yes\ntransport=tcp\n',
  on: 'general',
  *check(general, model) {
    const setting = general.last('transport');
    if (setting !== undefined) yield* judge(setting, general, model);
  },
};

function* judge(setting: Setting, general: General, model: SipConf): Generator<Finding> {
  const { option, place, line } = setting;
  for (const word of splitWords(setting.value)) {
    const transport = word.text.trim().toLowerCase().slice(0, 3);
    if (transport !== 'tcp' && transport !== 'tls') continue;
    const switchName = `${transport}enable`;
    const enabled = general.last(switchName)?.value;
    if (enabled === undefined && !isGeneralWhole(model)) continue;
    if (enabled !== undefined && (transport === 'tcp' ? !isFalse(enabled) : isTrue(enabled))) continue;
    const range =
      setting.value === option.value
        ? { place, line, start: valueColumn(option, word.start), end: valueColumn(option, word.end - 1) + 1 }
        : atValue(setting);
    const what = `"${transport}" is not turned on in [general].`;
    yield {
      ...range,
      message: message(
        what,
        'The server logs a warning and ignores it.',
        `Set ${switchName}=yes there, or remove the word.`,
      ),
    };
  }
}
