import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { isTrue } from '../../../values/truth.ts';
import { deviceTransports } from '../../model/deviceState.ts';
import { effective } from '../../model/model.ts';
import { isDeviceWhole } from '../../model/whole.ts';
import { atHeader, atName, type DeviceRule, whom } from '../rule.ts';

export const webrtcIncomplete: DeviceRule = {
  code: 'sip-conf/webrtc-incomplete',
  severity: 'warning',
  habit: 'rule',
  family: 'media',
  title: 'Browser phone without a required option',
  why: 'A browser encrypts with DTLS, uses the AVPF profile and ICE, and sends media and RTCP through one port. If a WebSocket device lacks one of these, its calls get 488 or have no audio.',
  fix: 'Set `dtlsenable=yes`, `dtlscertfile`, `encryption=yes`, `avpf=yes`, `icesupport=yes` and, for browsers that require it, `rtcp_mux=yes` in the device. In [general], dtlsenable, encryption and avpf have no effect.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ntransport=wss\nencryption=yes\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ntransport=wss\nencryption=yes\navpf=yes\nicesupport=yes\nrtcp_mux=yes\ndtlsenable=yes\ndtlscertfile=/etc/asterisk/keys/pbx.pem\n',
  since: '11',
  on: 'device',
  reads: ['icesupport', 'transport', 'rtcp_mux'],
  *check(device, general, model) {
    const { allowed, line } = deviceTransports(device, model);
    const isWeb = (transport: string): boolean => transport === 'ws' || transport === 'wss';
    // What [general] allows besides UDP is not meant for each of its devices; and a browser registers.
    const isShared = line === undefined || line.entry.key === 'general';
    if (!(isShared ? allowed.length > 0 && allowed.every(isWeb) : allowed.some(isWeb))) return;
    if (device.last('host')?.value.toLowerCase() !== 'dynamic') return;
    const entry = device.entries.at(-1);
    if (entry === undefined || !isDeviceWhole(model, device)) return;
    const own = ['dtlsenable', 'encryption', 'avpf'].filter(
      name => !isTrue(device.last(name)?.value ?? 'no'),
    );
    const shared = ['icesupport'].filter(name => !isTrue(effective(device, general, name)?.value ?? 'no'));
    const missing = [...own, ...shared];
    const lacksMux =
      isAtLeast(model.branch, '13') && !isTrue(effective(device, general, 'rtcp_mux')?.value ?? 'no');
    if (missing.length === 0 && !lacksMux) return;
    const at = isShared ? atHeader(entry) : atName(line);
    const subject = isShared ? `"${device.name}"` : whom(device, line);
    if (missing.length === 0) {
      const text = message(
        `Media and RTCP for ${subject} use two ports.`,
        'Current browsers refuse that unless the application allows it.',
        'Add rtcp_mux=yes.',
      );
      yield { ...at, severity: 'information', message: text };
      return;
    }
    const text = message(
      `A browser cannot call through ${subject} without ${[...missing, ...(lacksMux ? ['rtcp_mux'] : [])].map(name => `${name}=yes`).join(', ')}.`,
      own.includes('dtlsenable') ? 'Its calls get 488.' : 'Its calls are refused or have no audio.',
      'Add the missing options to the device.',
    );
    yield { ...at, message: text };
  },
};
