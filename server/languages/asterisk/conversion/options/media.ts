import type { Setting } from '../../config/entry.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import { allOf, lineFor, type OptionView, ownLine } from '../view.ts';
import type { Wanted } from '../wanted.ts';

/** Media options: DTMF, direct media, encryption, DTLS, fax. */
export function mediaOptions(view: OptionView): Wanted[] {
  return [...dtmfOptions(view), ...directOptions(view), ...encryptionOptions(view), ...faxOptions(view)];
}

const DTMF: Readonly<Record<string, string>> = {
  rfc2833: 'rfc4733',
  info: 'info',
  shortinfo: 'info',
  inband: 'inband',
  auto: 'auto',
};

function* dtmfOptions(view: OptionView): Generator<Wanted> {
  const line = lineFor(view, 'dtmfmode');
  const value = line === undefined ? undefined : DTMF[line.value.toLowerCase()];
  if (line === undefined || value === undefined) return;
  const isShort = line.value.toLowerCase() === 'shortinfo';
  const note = 'chan_pjsip sends application/dtmf-relay, never the short form application/dtmf.';
  yield { name: 'dtmf_mode', value, from: [line], ...(isShort ? { note } : {}) };
}

/** Words of `directmedia` add up; `no` turns it off. */
function* directOptions(view: OptionView): Generator<Wanted> {
  const line = lineFor(view, 'directmedia');
  if (line === undefined) return;
  const words = line.value
    .toLowerCase()
    .split(',')
    .map(word => word.trim());
  const from = [line];
  const isOff = words.some(word => isFalse(word));
  yield { name: 'direct_media', value: isOff ? 'no' : 'yes', from };
  if (isOff) return;
  yield { name: 'disable_direct_media_on_nat', value: words.includes('nonat') ? 'yes' : 'no', from };
  yield { name: 'direct_media_method', value: words.includes('update') ? 'update' : 'invite', from };
  const glare = words.includes('outgoing') ? 'outgoing' : 'none';
  yield { name: 'direct_media_glare_mitigation', value: glare, from };
}

/** Options of DTLS whose value is copied. */
const dtlsOptions: Readonly<Record<string, string>> = {
  dtlscafile: 'dtls_ca_file',
  dtlscapath: 'dtls_ca_path',
  dtlscertfile: 'dtls_cert_file',
  dtlscipher: 'dtls_cipher',
  dtlsprivatekey: 'dtls_private_key',
  dtlsrekey: 'dtls_rekey',
  dtlssetup: 'dtls_setup',
  dtlsverify: 'dtls_verify',
};

function* encryptionOptions(view: OptionView): Generator<Wanted> {
  const dtls = ownLine(view, 'dtlsenable');
  const sdes = ownLine(view, 'encryption');
  const lines = [dtls, sdes].filter(line => line !== undefined);
  if (lines.length > 0) {
    const value = isOn(dtls) ? 'dtls' : isOn(sdes) ? 'sdes' : 'no';
    yield { name: 'media_encryption', value, from: lines };
  }
  for (const [chanSip, name] of [
    ['avpf', 'use_avpf'],
    ['force_avp', 'force_avp'],
  ] as const) {
    const line = ownLine(view, chanSip);
    if (line !== undefined) yield { name, value: isOn(line) ? 'yes' : 'no', from: [line] };
  }
  const tag = ownLine(view, 'encryption_taglen');
  if (tag !== undefined)
    yield { name: 'srtp_tag_32', value: tag.value.trim() === '32' ? 'yes' : 'no', from: [tag] };
  if (!isOn(dtls)) return;
  for (const [chanSip, name] of Object.entries(dtlsOptions)) {
    const line = ownLine(view, chanSip);
    if (line !== undefined && line.value !== '') yield { name, value: line.value, from: [line] };
  }
  const hash = ownLine(view, 'dtlsfingerprint');
  if (hash !== undefined) yield { name: 'dtls_fingerprint', value: hash.value.toUpperCase(), from: [hash] };
  // chan_sip generates a certificate when none is set; chan_pjsip only when it is configured to.
  const made = ownLine(view, 'dtlsautogeneratecert');
  const isMade = isOn(made) || ownLine(view, 'dtlscertfile') === undefined;
  yield {
    name: 'dtls_auto_generate_cert',
    value: isMade ? 'yes' : 'no',
    from: made === undefined ? [] : [made],
  };
}

function isOn(line: Setting | undefined): boolean {
  return line !== undefined && isTrue(line.value);
}

/** The lines of the section replace those of [general]; within the section, words add up. */
function* faxOptions(view: OptionView): Generator<Wanted> {
  const own = view.kind === 'general' ? [] : allOf(view.own, ['t38pt_udptl'], view.model);
  const lines = own.length > 0 ? own : allOf(view.model.general.settings, ['t38pt_udptl'], view.model);
  const words = lines.flatMap(({ value }) =>
    value
      .toLowerCase()
      .split(',')
      .map(word => word.trim()),
  );
  if (lines.length > 0) {
    const correction = words.findLast(word => word === 'fec' || word === 'redundancy' || word === 'none');
    const isFax = words.some(word => isTrue(word)) || correction !== undefined;
    yield { name: 't38_udptl', value: isFax ? 'yes' : 'no', from: lines };
    // `yes` alone means forward error correction in chan_sip.
    if (isFax) yield { name: 't38_udptl_ec', value: correction ?? 'fec', from: lines };
    const size = words.map(word => /^maxdatagram=(\d+)$/.exec(word)?.[1]).findLast(Boolean);
    if (isFax && size !== undefined) yield { name: 't38_udptl_maxdatagram', value: size, from: lines };
  }
  const detect = lineFor(view, 'faxdetect');
  if (detect === undefined) return;
  const found = detect.value.toLowerCase().split(',');
  const isTone = found.some(word => isTrue(word.trim()) || word.trim() === 'cng');
  const note = 'A re-INVITE for T.38 is not detected as a fax: chan_pjsip detects only the tone.';
  yield {
    name: 'fax_detect',
    value: isTone ? 'yes' : 'no',
    from: [detect],
    ...(found.some(word => word.trim() === 't38') ? { note } : {}),
  };
}
