/** Devices of ten lines each, with a mistake in every hundredth, and a password or its hash in each: only a password has a hint. */
export function sipConfOf(lines: number, hasPasswords: boolean): string {
  const text = [
    '[general]',
    'context=public',
    'allowguest=no',
    'alwaysauthreject=yes',
    'bindaddr=0.0.0.0',
    'udpbindaddr=0.0.0.0',
    '',
    '[template](!)',
    'type=friend',
    'host=dynamic',
  ];
  for (let device = 1; text.length < lines; device++) {
    text.push(
      `[device${device}](template)`,
      hasPasswords ? `secret=uN8x${device}kQ2vLp7` : `md5secret=${md5}`,
      'context=internal',
      device % 100 === 0 ? 'insecure=very' : 'directmedia=no',
      'disallow=all',
      'allow=alaw,ulaw',
      `callerid="Device ${device}" <${10_000 + device}>`,
      `mailbox=${10_000 + device}@default`,
      'qualify=yes',
      '',
    );
  }
  return `${text.join('\n')}\n`;
}

const md5 = '0123456789abcdef0123456789abcdef';
