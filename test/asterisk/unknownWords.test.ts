import { expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';

it.each([
  ...['allowoverlap', 'notifyringing', 'progressinband', 'sendrpid', 'videosupport'].map(
    option => [option, 'silently treats it as "no"', '20'] as const,
  ),
  ['notifycid', 'silently treats it as "no"', '20'],
  ['autocreatepeer', 'silently treats it as "no"', '20'],
  ['amaflags', 'silently treats it as none', '20'],
  ['amaflags', 'logs a warning and ignores the line', '11'],
  ['jbimpl', 'finds nothing with that name when a call starts', '20'],
  ['dtlssetup', 'silently ignores the line', '20'],
] as const)('an unknown word of %s: the server %s in %s', (option, effect, asteriskVersion) => {
  const text = `[general]\nallowguest=no\n${option}=bananas\n\n[a]\ntype=peer\nhost=192.0.2.1\n${option}=bananas\n`;
  const found =
    checkAll(sipConf, { 'sip.conf': text }, 'sip.conf', { asteriskVersion }).get('sip.conf') ?? [];
  const messages = found.map(({ message }) => String(message));
  expect(messages.join('\n')).toContain(effect);
});
