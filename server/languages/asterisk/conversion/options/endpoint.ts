import type { Setting } from '../../config/entry.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import { lineFor, type OptionView } from '../view.ts';
import type { Wanted } from '../wanted.ts';
import { callerOptions } from './caller.ts';
import { codecOptions } from './codecs.ts';
import { mediaOptions } from './media.ts';
import { natOptions } from './nat.ts';
import { timerOptions } from './timers.ts';

/** What the endpoint of a device needs, except for references to other objects and the recognition of callers. */
export function endpointOptions(view: OptionView): Wanted[] {
  return [
    ...contextOptions(view),
    ...codecOptions(view),
    ...natOptions(view),
    ...mediaOptions(view),
    ...timerOptions(view),
    ...callerOptions(view),
    ...plainOptions(view, textOptions, value => value),
    ...plainOptions(view, booleanOptions, yesOrNo),
    ...plainOptions(view, reversedOptions, value => (isTrue(value) ? 'no' : 'yes')),
    ...otherOptions(view),
  ];
}

/** An empty `context` leaves the one of [general] in force. */
function* contextOptions(view: OptionView): Generator<Wanted> {
  const own = view.own.findLast(({ option, value }) => option.key === 'context' && value !== '');
  const line = view.kind === 'general' ? undefined : own;
  const common = view.model.general.last('context');
  const decisive = line ?? common;
  if (decisive === undefined) yield { name: 'context', value: 'default', from: [] };
  else if (decisive.value !== '') yield { name: 'context', value: decisive.value, from: [decisive] };
}

/** Options whose value is copied. */
const textOptions: Readonly<Record<string, string>> = {
  accountcode: 'accountcode',
  callgroup: 'call_group',
  cid_tag: 'callerid_tag',
  cos_audio: 'cos_audio',
  cos_video: 'cos_video',
  fromuser: 'from_user',
  language: 'language',
  media_address: 'media_address',
  mohsuggest: 'moh_suggest',
  mwi_from: 'mwi_from_user',
  namedcallgroup: 'named_call_group',
  namedpickupgroup: 'named_pickup_group',
  outofcall_message_context: 'message_context',
  pickupgroup: 'pickup_group',
  recordofffeature: 'record_off_feature',
  recordonfeature: 'record_on_feature',
  rtp_engine: 'rtp_engine',
  rtpholdtimeout: 'rtp_timeout_hold',
  rtpkeepalive: 'rtp_keepalive',
  rtptimeout: 'rtp_timeout',
  sdpowner: 'sdp_owner',
  sdpsession: 'sdp_session',
  subminexpiry: 'sub_min_expiry',
  subscribecontext: 'subscribe_context',
  tonezone: 'tone_zone',
  tos_audio: 'tos_audio',
  tos_video: 'tos_video',
  unsolicited_mailbox: 'incoming_mwi_mailbox',
  vmexten: 'voicemail_extension',
};

const booleanOptions: Readonly<Record<string, string>> = {
  allowsubscribe: 'allow_subscribe',
  allowtransfer: 'allow_transfer',
  autoframing: 'use_ptime',
  discard_remote_hold_retrieval: 'suppress_moh_on_sendonly',
  g726nonstandard: 'g726_non_standard',
  icesupport: 'ice_support',
  preferred_codec_only: 'preferred_codec_only',
  rpid_immediate: 'rpid_immediate',
  rtcp_mux: 'rtcp_mux',
  send_diversion: 'send_diversion',
  snom_aoc_enabled: 'send_aoc',
  trustrpid: 'trust_id_inbound',
  usereqphone: 'user_eq_phone',
};

const reversedOptions: Readonly<Record<string, string>> = {
  use_q850_reason: 'suppress_q850_reason_headers',
};

function* plainOptions(
  view: OptionView,
  names: Readonly<Record<string, string>>,
  translate: (value: string) => string,
): Generator<Wanted> {
  for (const [chanSip, name] of Object.entries(names)) {
    const line = lineFor(view, chanSip);
    if (line === undefined || line.value === '') continue;
    // chan_sip ignores an owner with spaces.
    if (chanSip === 'sdpowner' && line.value.includes(' ')) continue;
    yield { name, value: translate(line.value), from: [line] };
  }
}

function* otherOptions(view: OptionView): Generator<Wanted> {
  // chan_sip has no reliable provisional responses.
  yield { name: '100rel', value: 'no', from: [] };
  const options = view.model.general.last('auth_options_requests');
  yield {
    name: 'allow_unauthenticated_options',
    value: options !== undefined && isTrue(options.value) ? 'no' : 'yes',
    from: options === undefined ? [] : [options],
  };
  for (const [line, name, value] of wordOptions(view)) {
    if (line !== undefined && value !== undefined) yield { name, value, from: [line] };
  }
  for (const line of view.own.filter(({ option }) => option.key === 'setvar'))
    if (line.value.includes('=')) yield { name: 'set_var', value: line.value, from: [line] };
  yield* proxyOptions(view);
  yield* domainOptions(view);
}

function* wordOptions(
  view: OptionView,
): Generator<readonly [line: Setting | undefined, name: string, value: string | undefined]> {
  const overlap = lineFor(view, 'allowoverlap');
  yield [overlap, 'allow_overlap', overlap === undefined || isTrue(overlap.value) ? 'yes' : 'no'];
  const inband = lineFor(view, 'progressinband');
  yield [inband, 'inband_progress', inband === undefined ? undefined : yesOrNo(inband.value)];
  const redirect = lineFor(view, 'promiscredir');
  yield [redirect, 'redirect_method', redirect !== undefined && isTrue(redirect.value) ? 'uri_core' : 'user'];
  const update = lineFor(view, 'rpid_update');
  yield [update, 'connected_line_method', update !== undefined && isTrue(update.value) ? 'update' : 'invite'];
  const busy = lineFor(view, 'busylevel');
  yield [busy, 'device_state_busy_at', busy?.value];
}

/** The proxy of chan_sip is a host, possibly with a port and a transport; chan_pjsip needs a URI. */
function* proxyOptions(view: OptionView): Generator<Wanted> {
  const line = lineFor(view, 'outboundproxy');
  const value = line === undefined ? undefined : proxyUri(line.value);
  if (line !== undefined && value !== undefined) yield { name: 'outbound_proxy', value, from: [line] };
}

/** `host[:port][,force]`, `sip:host`, or `transport://host`; undefined for nothing. */
export function proxyUri(value: string): string | undefined {
  const [first = ''] = value.split(',');
  const match = /^(?:(tcp|tls|udp|ws|wss):\/\/|sips?:)?(.*)$/i.exec(first.trim());
  const host = match?.[2]?.replace(/;.*$/, '') ?? '';
  if (host === '') return undefined;
  const transport = match?.[1]?.toLowerCase();
  const suffix = transport === undefined || transport === 'udp' ? '' : `;transport=${transport}`;
  return `sip:${host}${suffix};lr`;
}

function* domainOptions(view: OptionView): Generator<Wanted> {
  const line = lineFor(view, 'fromdomain');
  if (line === undefined || line.value === '') return;
  const host = line.value.replace(/:\d+$/, '');
  const hasPort = host !== line.value;
  yield {
    name: 'from_domain',
    value: host,
    from: [line],
    ...(hasPort ? { note: 'The port is left out because from_domain accepts only a host.' } : {}),
  };
}

function yesOrNo(value: string): string {
  return isTrue(value) && !isFalse(value) ? 'yes' : 'no';
}
