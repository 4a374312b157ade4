/** The lines before the first phone. */
export const HEAD = [
  '; phones',
  '[global]',
  'type=global',
  'user_agent=PBX',
  '',
  '[udp]',
  'type=transport',
  'bind=0.0.0.0',
  '',
];
export const PHONE_LINES = 16;

/** Phones of an endpoint, its auth and its aor: a password in most, and a hash, which takes longer to check, in every tenth. */
export function pjsipConfOf(lineCount: number): string {
  const lines = [...HEAD];
  for (let count = 0; lines.length < lineCount; count++) {
    const name = `phone${count}`;
    const secret =
      count % 10 === 0
        ? ['auth_type=md5', `md5_cred=${count.toString(16).padStart(32, '0')}`]
        : ['auth_type=userpass', `password=uN8x${count}kQ2vLp7`];
    lines.push(
      `[${name}]`,
      'type=endpoint',
      'context=internal',
      'allow=ulaw',
      `auth=${name}`,
      `aors=${name}`,
      '',
    );
    lines.push(`[${name}]`, 'type=auth', `username=${name}`, ...secret, '');
    lines.push(`[${name}]`, 'type=aor', 'max_contacts=1');
  }
  return `${lines.join('\n')}\n`;
}
