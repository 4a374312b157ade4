import { firstHeader, headerText, type SipMessage } from '../../../../../sip/message.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { Setting } from '../../../config/entry.ts';
import { leadingInteger } from '../../../values/integers.ts';
import { type Device, effective, type SipConf } from '../../model/model.ts';
import { declaredNames } from './optionTags.ts';

/** A call that the server refuses because of its session timers. */
export interface TimerRefusal {
  readonly code: 400 | 420 | 422;
  readonly detail: string;
  readonly header: string;
  readonly lines: readonly (Setting | undefined)[];
}

/** handle_request_invite_st; undefined when the call may continue. `device` undefined: a guest. */
export function refusedTimers(
  message: SipMessage,
  device: Device | undefined,
  model: SipConf,
): TimerRefusal | undefined {
  if (!isAtLeast(model.branch, '1.6.2')) return undefined;
  const isRequired = asksForTimers(message, 'Require');
  if (!isRequired && !asksForTimers(message, 'Supported')) return undefined;
  const interval = headerValue(message, 'Session-Expires');
  // In 1.6.2, timers without an interval are not negotiated.
  if (interval === '' && !isAtLeast(model.branch, '1.8')) return undefined;
  for (const [header, value] of [
    ['Session-Expires', interval],
    ['Min-SE', headerValue(message, 'Min-SE')],
  ] as const) {
    if (value === '' || isReadable(value, header)) continue;
    const detail = `The server cannot read ${header}: 400.`;
    return { code: 400, detail, header, lines: [] };
  }
  const mode = settingOf('session-timers', device, model);
  if (mode?.value.toLowerCase() === 'refuse') {
    if (!isRequired) return undefined;
    const detail = 'The message requires session timers, but session-timers=refuse forbids them: 420.';
    return { code: 420, detail, header: 'Require', lines: [mode] };
  }
  const seconds = leadingInteger(interval) ?? 0;
  const { least, line } = smallestInterval(device, model);
  if (seconds <= 0 || seconds >= least) return undefined;
  const detail = `Session-Expires requests ${seconds} seconds, but the server accepts no less than ${least}: 422 Session Interval Too Small.`;
  return { code: 422, detail, header: 'Session-Expires', lines: [line] };
}

function asksForTimers(message: SipMessage, header: string): boolean {
  return declaredNames(message, header).some(name => name.toLowerCase() === 'timer');
}

function headerValue(message: SipMessage, header: string): string {
  return (headerText(firstHeader(message, header)) ?? '').trim();
}

/** parse_session_expires and parse_minse: a number, and no unknown refresher. */
function isReadable(value: string, header: string): boolean {
  if (leadingInteger(value) === undefined) return false;
  const [, refresher] = /^[^;]*;\s*refresher=\s*(.*)$/i.exec(value) ?? [];
  return header === 'Min-SE' || refresher === undefined || /^ua[cs]/i.test(refresher);
}

/** DEFAULT_MIN_SE from RFC 4028 section 4, which no setting can lower. */
const LEAST_INTERVAL = 90;

function smallestInterval(
  device: Device | undefined,
  model: SipConf,
): { readonly least: number; readonly line: Setting | undefined } {
  for (const line of [device?.last('session-minse'), model.general.last('session-minse')]) {
    const least = leadingInteger(line?.value ?? '') ?? 0;
    if (least >= LEAST_INTERVAL) return { least, line };
  }
  return { least: LEAST_INTERVAL, line: undefined };
}

function settingOf(option: string, device: Device | undefined, model: SipConf): Setting | undefined {
  return device === undefined ? model.general.last(option) : effective(device, model.general, option);
}
