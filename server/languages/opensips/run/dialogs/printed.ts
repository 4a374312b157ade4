import { parseAddressHeader } from '../messages/address.ts';
import type { Execution } from '../server.ts';
import { flagList } from '../values/messageVariables.ts';
import { printed } from '../values/value.ts';
import { CONFIRMED_NA, type Dialog, type DialogLeg } from './dialogs.ts';

/**
 * The JSON of a dialog (dlg_get_json_out), with its values and profiles if `isWhole`. Without the time of the scenario,
 * times are seconds of the run.
 */
export function printDialog(x: Execution, dialog: Dialog, isWhole: boolean): string {
  const { id, state, flags, callId, fromUri, toUri, legs } = dialog;
  const isAnswered = state >= CONFIRMED_NA;
  const now = Math.floor(x.server.scenario.time ?? 0);
  const [caller, ...callees] = legs;
  const parts = [
    field('ID', String(id)),
    field('state', String(state)),
    field('user_flags', flagList(x, flags)),
    field('callid', callId),
    field('timestart', isAnswered ? String(now + Math.floor(dialog.startedAt)) : '0'),
    field('timeout', dialog.timer === undefined ? '0' : String(now + Math.floor(dialog.endsAt))),
    field('from_uri', uriOf(fromUri)),
    field('to_uri', uriOf(toUri)),
    ...(caller === undefined ? [] : [`"caller":${printLeg(caller)}`]),
    `"callees":[${callees.map(printLeg).join(',')}]`,
  ];
  if (isWhole && dialog.values.size > 0) parts.push(`"values":{${printValues(dialog)}}`);
  if (isWhole && dialog.profiles.length > 0) parts.push(`"profiles":{${printProfiles(dialog)}}`);
  return `{${parts.join(',')}}`;
}

function uriOf(header: string): string {
  return parseAddressHeader(header)?.uri ?? '';
}

/** Nothing is escaped here. */
function field(name: string, text: string): string {
  return `"${name}":"${text}"`;
}

function printLeg({ tag, contact, cseq, routeSet, socket }: DialogLeg): string {
  const parts = [
    field('tag', tag),
    field('contact', contact ?? ''),
    field('cseq', String(cseq)),
    field('route_set', routeSet.join(',')),
    field('bind_addr', socket.name),
    field('sdp', ''),
  ];
  return `{${parts.join(',')}}`;
}

/** The newest value first. */
function printValues({ values }: Dialog): string {
  return [...values]
    .toReversed()
    .map(([name, value]) => {
      const text = printed(value).replaceAll('"', '\\"');
      return `"${name.replaceAll('"', '\\"')}":${value.isInteger ? text : `"${text}"`}`;
    })
    .join(',');
}

/** Profiles with the values that the dialog has there, the newest first; a profile without values has an empty one. */
function printProfiles({ profiles }: Dialog): string {
  const byName = new Map<string, string[]>();
  for (const one of profiles.toReversed()) {
    const name = one.replace(/ .*$/s, '');
    byName.set(name, [...(byName.get(name) ?? []), one.slice(name.length + 1)]);
  }
  return [...byName]
    .map(([name, values]) => `"${name}":[${values.map(value => `"${value}"`).join(',')}]`)
    .join(',');
}
