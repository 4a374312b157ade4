import { atoi } from '../../values/integers.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import { lineFor, type OptionView, ownLine } from '../view.ts';
import type { Wanted } from '../wanted.ts';
import { proxyUri } from './endpoint.ts';

/** What the AOR of a device that registers needs: one contact, and a new registration replaces the previous one. */
export function registeringOptions(view: OptionView): Wanted[] {
  const host = ownLine(view, 'host');
  return [
    { name: 'max_contacts', value: '1', from: host === undefined ? [] : [host] },
    { name: 'remove_existing', value: 'yes', from: host === undefined ? [] : [host] },
    ...expiryOptions(view),
    ...commonOptions(view),
  ];
}

/** Limits of a registration's lifetime; the defaults of chan_sip differ from those of chan_pjsip. */
function expiryOptions({ model }: OptionView): Wanted[] {
  const options: readonly (readonly [string, string, string])[] = [
    ['minexpiry', 'minimum_expiration', '60'],
    ['maxexpiry', 'maximum_expiration', '3600'],
    ['defaultexpiry', 'default_expiration', '120'],
  ];
  return options.map(([chanSip, name, standard]) => {
    const line = model.general.last(chanSip);
    const written = line === undefined ? 0 : atoi(line.value);
    return { name, value: written > 0 ? String(written) : standard, from: line === undefined ? [] : [line] };
  });
}

/** What AORs with and without registrations have in common. */
export function* commonOptions(view: OptionView): Generator<Wanted> {
  yield* qualifyOptions(view);
  const path = lineFor(view, 'supportpath');
  if (path !== undefined)
    yield { name: 'support_path', value: isTrue(path.value) ? 'yes' : 'no', from: [path] };
  const proxy = lineFor(view, 'outboundproxy');
  const value = proxy === undefined ? undefined : proxyUri(proxy.value);
  if (proxy !== undefined && value !== undefined) yield { name: 'outbound_proxy', value, from: [proxy] };
  yield* mailboxOptions(view);
}

/** `qualify=yes` waits two seconds for a reply, a number waits that many milliseconds. */
function* qualifyOptions(view: OptionView): Generator<Wanted> {
  const line = lineFor(view, 'qualify');
  if (line === undefined) return;
  const milliseconds = isTrue(line.value) && line.value !== '1' ? 2000 : atoi(line.value);
  const frequency = lineFor(view, 'qualifyfreq');
  if (isFalse(line.value) || milliseconds <= 0) {
    yield { name: 'qualify_frequency', value: '0', from: [line] };
    return;
  }
  const seconds = frequency === undefined ? 60 : atoi(frequency.value);
  yield {
    name: 'qualify_frequency',
    value: String(seconds > 0 ? seconds : 60),
    from: frequency === undefined ? [line] : [line, frequency],
  };
  yield {
    name: 'qualify_timeout',
    value: (milliseconds / 1000).toFixed(3).replace(/0{1,2}$/, ''),
    from: [line],
  };
}

/** Mailboxes that the phone subscribes to; those with unsolicited notifications are in the endpoint. */
function* mailboxOptions(view: OptionView): Generator<Wanted> {
  if (!subscribes(view)) return;
  const line = ownLine(view, 'mailbox');
  if (line !== undefined && line.value !== '')
    yield { name: 'mailboxes', value: mailboxes(line.value), from: [line] };
}

/** For the endpoint: mailboxes with unsolicited notifications. */
export function* unaskedMailboxes(view: OptionView): Generator<Wanted> {
  const line = ownLine(view, 'mailbox');
  if (line !== undefined && line.value !== '' && !subscribes(view))
    yield { name: 'mailboxes', value: mailboxes(line.value), from: [line] };
}

function subscribes(view: OptionView): boolean {
  const line = ownLine(view, 'subscribemwi');
  return line !== undefined && isTrue(line.value);
}

/** A mailbox without a context is in the context `default`. */
function mailboxes(value: string): string {
  return value
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')
    .map(word => (word.includes('@') ? word : `${word}@default`))
    .join(',');
}
