import type { MatchingState } from './messages.ts';

/** What the explanation assumes, as a line of text. */
export function knownText({ configuration, registrations, answerUser }: MatchingState): string {
  const parts = [`Configuration: ${configuration}`];
  parts.push(
    registrations.length === 0
      ? 'no registrations'
      : `registered: ${registrations.map(({ name, address, port }) => `${name} at ${bracketed(address)}:${port}`).join(', ')}`,
  );
  parts.push(answerUser === undefined ? 'the client does not answer' : `the client answers as ${answerUser}`);
  return parts.join('; ');
}

/** An address as it is written before a port. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
