import { isAtLeast } from '../../../config/branch.ts';
import type { Setting } from '../../../config/entry.ts';
import { codecsInOrder } from '../../../values/codecList.ts';
import { isTrue } from '../../../values/truth.ts';
import type { Device, SipConf } from '../../model/model.ts';

/** The media settings of a device, or of [general] for guests, and their lines. */
export interface MediaSettings {
  /** In order of preference. */
  readonly codecs: readonly string[];
  readonly codecLines: readonly Setting[];
  readonly encryption: Flag;
  readonly shortTag: Flag;
  readonly avpf: Flag;
  readonly forceAvp: Flag;
  readonly ice: Flag;
  readonly rtcpMux: Flag;
  readonly dtls: Flag;
  readonly dtlsHash: 'SHA-1' | 'SHA-256';
  readonly dtlsSetup: DtlsSetup;
  readonly video: Flag;
  readonly text: Flag;
  readonly fax: Flag;
  readonly ignoresVersion: Flag;
  readonly preferredOnly: Flag;
  readonly oldG726: Flag;
  /** DTMF digits are sent as telephone-event if the other side supports it. */
  readonly sendsEvents: boolean;
}

export interface Flag {
  readonly isOn: boolean;
  readonly line: Setting | undefined;
}

export type DtlsSetup = 'active' | 'passive' | 'actpass' | 'holdconn';

/** `device` undefined: a guest, for whom only [general] counts. */
export function mediaSettings(device: Device | undefined, model: SipConf): MediaSettings {
  const codecLines = linesOf(['allow', 'disallow'], device, model);
  const codecs = codecsInOrder(
    DEFAULT_CODECS,
    codecLines.map(({ option, value }) => ({ isAllow: option.key === 'allow', value })),
    model.branch,
  );
  const own = (name: string): Flag => flag(device?.last(name));
  const inherited = (name: string): Flag => flag(device?.last(name) ?? model.general.last(name));
  const dtmf = (device?.last('dtmfmode') ?? model.general.last('dtmfmode'))?.value.toLowerCase();
  return {
    codecs,
    codecLines,
    // These have no effect in [general]: neither set_peer_defaults nor the dialog of a guest uses them.
    encryption: own('encryption'),
    shortTag: {
      line: device?.last('encryption_taglen'),
      isOn: device?.last('encryption_taglen')?.value === '32',
    },
    avpf: own('avpf'),
    forceAvp: own('force_avp'),
    dtls: isAtLeast(model.branch, '11') ? own('dtlsenable') : { isOn: false, line: undefined },
    dtlsHash: lastWord(device, 'dtlsfingerprint', ['sha-1', 'sha-256']) === 'sha-1' ? 'SHA-1' : 'SHA-256',
    dtlsSetup: lastWord(device, 'dtlssetup', ['active', 'passive', 'actpass']) ?? 'active',
    ice: inherited('icesupport'),
    rtcpMux: inherited('rtcp_mux'),
    video: videoFlag(device, model, codecs),
    text: inherited('textsupport'),
    fax: faxFlag(device, model),
    ignoresVersion: inherited('ignoresdpversion'),
    preferredOnly: inherited('preferred_codec_only'),
    oldG726: inherited('g726nonstandard'),
    sendsEvents: dtmf !== 'inband' && dtmf !== 'info' && dtmf !== 'shortinfo',
  };
}

/** sip_set_default_format_capabilities. */
const DEFAULT_CODECS = ['ulaw', 'alaw', 'gsm', 'h263'];

function flag(line: Setting | undefined): Flag {
  return { isOn: line !== undefined && isTrue(line.value), line };
}

/** Lines of [general], then those of the device, in the order in which they take effect. */
function linesOf(names: readonly string[], device: Device | undefined, model: SipConf): readonly Setting[] {
  return [...model.general.settings, ...(device?.settings ?? [])].filter(({ option }) =>
    names.includes(option.key),
  );
}

/** `always` and `yes` are two switches: a later `no` cancels only `yes`, which also requires a video codec. */
function videoFlag(device: Device | undefined, model: SipConf, codecs: readonly string[]): Flag {
  let isAlways = false;
  let isOffered = false;
  let line: Setting | undefined;
  for (const setting of linesOf(['videosupport'], device, model)) {
    line = setting;
    if (setting.value.toLowerCase() === 'always') isAlways = true;
    else isOffered = isTrue(setting.value);
  }
  return { isOn: isAlways || (isOffered && codecs.some(codec => VIDEO_CODECS.has(codec))), line };
}

const VIDEO_CODECS: ReadonlySet<string> = new Set(
  'jpeg png h261 h263 h263p h264 h265 mpeg4 vp8 vp9'.split(' '),
);

/** handle_t38_options: the lines of the device replace those of [general]; among them, no line turns off what another one turned on. */
function faxFlag(device: Device | undefined, model: SipConf): Flag {
  const own = device?.all('t38pt_udptl') ?? [];
  const lines = own.length > 0 ? own : model.general.all('t38pt_udptl');
  const line = lines.findLast(({ value }) =>
    value
      .toLowerCase()
      .split(',')
      .some(word => isTrue(word) || ['fec', 'redundancy', 'none'].includes(word)),
  );
  return { isOn: line !== undefined, line: line ?? lines.at(-1) };
}

function lastWord<T extends string>(
  device: Device | undefined,
  name: string,
  words: readonly T[],
): T | undefined {
  const values = device?.all(name).map(({ value }) => value.toLowerCase()) ?? [];
  return values.flatMap(value => words.filter(word => word === value)).at(-1);
}
