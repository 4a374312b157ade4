import { atoi } from '../../values/integers.ts';
import { lineFor, type OptionView } from '../view.ts';
import type { Wanted } from '../wanted.ts';

const TIMERS: Readonly<Record<string, string>> = { accept: 'yes', originate: 'always', refuse: 'no' };

/** RFC 4028: nothing below 90 seconds, and chan_pjsip drops an endpoint with a smaller value. */
const SMALLEST = 90;

/** Session timers. */
export function* timerOptions(view: OptionView): Generator<Wanted> {
  const mode = lineFor(view, 'session-timers');
  const timers = mode === undefined ? undefined : TIMERS[mode.value.toLowerCase()];
  if (mode !== undefined && timers !== undefined) yield { name: 'timers', value: timers, from: [mode] };
  const least = lineFor(view, 'session-minse');
  const written = least === undefined ? SMALLEST : atoi(least.value);
  const minimum = Math.max(written, SMALLEST);
  if (least !== undefined)
    yield {
      name: 'timers_min_se',
      value: String(minimum),
      from: [least],
      ...(written < SMALLEST ? { note: `Raised to ${SMALLEST} seconds, the minimum in RFC 4028.` } : {}),
    };
  const expires = lineFor(view, 'session-expires');
  const wanted = expires === undefined ? 1800 : atoi(expires.value);
  if (expires !== undefined || minimum > wanted)
    yield {
      name: 'timers_sess_expires',
      value: String(Math.max(wanted, minimum)),
      from: expires === undefined ? [] : [expires],
    };
}
