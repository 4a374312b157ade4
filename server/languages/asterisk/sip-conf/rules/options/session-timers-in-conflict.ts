import { message } from '../../../../../rules/rule.ts';
import type { Setting } from '../../../config/entry.ts';
import { leadingInteger } from '../../../values/integers.ts';
import { effective } from '../../model/model.ts';
import { atValue, type DeviceRule, type Finding, type GeneralRule, whom } from '../rule.ts';

const texts = {
  severity: 'warning',
  family: 'values',
  title: 'Session interval below its minimum',
  why: 'The server offers `session-expires` as the interval and `session-minse` as its minimum (1800 and 90 seconds by default). An interval below the minimum contradicts RFC 4028: the other side refuses such a call with 422, or ends it early.',
  fix: 'Set `session-expires` to at least the value of `session-minse`.',
  since: '1.6.2',
} as const;

export const sessionTimersInConflict: DeviceRule = {
  code: 'sip-conf/session-timers-in-conflict',
  ...texts,
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nsession-expires=60\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nsession-expires=600\n',
  on: 'device',
  options: ['session-expires', 'session-minse'],
  reads: ['session-expires', 'session-minse', 'session-timers'],
  *check(device, general) {
    if (isRefused(effective(device, general, 'session-timers'))) return;
    const own = device.last('session-expires') ?? device.last('session-minse');
    if (own === undefined) return;
    const interval = effective(device, general, 'session-expires');
    const minimum = effective(device, general, 'session-minse');
    yield* judge(own, interval, minimum, `of ${whom(device, own)}`);
  },
};

export const generalSessionTimersInConflict: GeneralRule = {
  code: 'sip-conf/general-session-timers-in-conflict',
  ...texts,
  bad: '[general]\nsession-expires=60\n',
  good: '[general]\nsession-expires=600\n',
  on: 'general',
  *check(general) {
    if (isRefused(general.last('session-timers'))) return;
    const interval = general.last('session-expires');
    const minimum = general.last('session-minse');
    const at = interval ?? minimum;
    if (at !== undefined) yield* judge(at, interval, minimum, 'of most devices');
  },
};

function* judge(
  at: Setting,
  interval: Setting | undefined,
  minimum: Setting | undefined,
  of: string,
): Generator<Finding> {
  const seconds = numberOf(interval, 1800);
  // The server refuses a minimum below 90.
  const least = Math.max(numberOf(minimum, 90), 90);
  if (seconds >= least) return;
  const text = message(
    `The session interval ${of} is ${seconds} seconds, below the minimum of ${least}.`,
    'The other side refuses such calls with 422, or ends them early.',
    'Raise session-expires, or lower session-minse.',
  );
  yield { ...atValue(at), message: text };
}

/** The server then uses no session timers. */
function isRefused(timers: Setting | undefined): boolean {
  return timers?.value.toLowerCase() === 'refuse';
}

function numberOf(setting: Setting | undefined, otherwise: number): number {
  return leadingInteger(setting?.value ?? '') ?? otherwise;
}
