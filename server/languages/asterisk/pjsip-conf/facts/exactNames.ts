import type { OptionFacts } from './facts.ts';

/** Options of an endpoint whose handlers compare the name once more, case-sensitively, and refuse the line otherwise. */
const EXACT = new Set([
  'tos_audio',
  'tos_video',
  'call_group',
  'pickup_group',
  'named_call_group',
  'named_pickup_group',
  'codec_prefs_incoming_offer',
  'codec_prefs_outgoing_offer',
  'codec_prefs_incoming_answer',
  'codec_prefs_outgoing_answer',
]);

/**
 * What the server does with a line because of uppercase letters in the name of its option; undefined when they make no
 * difference, as for nearly all options. `denies`: it does not recognize `contact_`, and denies the address as the source of
 * requests.
 */
export function effectOfCase(
  { type, name }: OptionFacts,
  written: string,
  value: string,
): 'refused' | 'denies' | undefined {
  if (written === name) return undefined;
  if (type === 'endpoint' && EXACT.has(name)) return 'refused';
  if (name === 'outgoing_call_offer_pref') return value.endsWith('_merge') ? 'refused' : undefined;
  if (!name.startsWith('contact_') || written.startsWith('contact_')) return undefined;
  if (name === 'contact_acl') return value === '' ? undefined : 'refused';
  return name === 'contact_deny' || name === 'contact_permit' ? 'denies' : undefined;
}
