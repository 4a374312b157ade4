import { message } from '../../../rules/rule.ts';

/** What the rules about media keys in session descriptions (RFC 4568) say for both channel drivers. */
export const keysInClearText = {
  title: 'Media keys over a transport that anyone can read',
  why: 'puts the media keys into the session description (`a=crypto`, RFC 4568 section 7). Over UDP or TCP, anyone on the path can read the keys and use them to listen to the call.',
  message: (device: string, protocols: readonly string[], remedy: string): string =>
    message(
      `The keys for encrypted calls of ${device} are sent unencrypted over ${protocols.map(name => name.toUpperCase()).join(' and ')}.`,
      'Anyone on the path can read them and listen to the calls.',
      remedy,
    ),
};
