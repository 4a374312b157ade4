/** The names of a request that differ although many servers require them to be the same. */
export interface DifferentIdentities {
  /** The name in the credentials, which the password belongs to. */
  readonly authId: string;
  /** The user part of To, which is registered. */
  readonly userId: string;
}

/** The names in a REGISTER whose credentials belong to another name than the one in To; the domain of an Auth-ID does not count. */
export function differentIdentities(
  method: string | undefined,
  toUser: string | undefined,
  usernames: readonly (string | undefined)[],
): DifferentIdentities | undefined {
  if (method !== 'REGISTER' || toUser === undefined || toUser === '') return undefined;
  for (const authId of usernames) {
    if (authId === undefined || authId === '') continue;
    const [user = ''] = authId.split('@');
    if (user.toLowerCase() !== toUser.toLowerCase()) return { authId, userId: toUser };
  }
  return undefined;
}

export function identitiesSentence({ authId, userId }: DifferentIdentities): string {
  return `The Auth-ID "${authId}" differs from the SIP User ID "${userId}" in To.`;
}

/** Which servers refuse such a REGISTER, and what to do there. */
export const whoComparesIdentities =
  'Asterisk chan_sip refuses it. OpenSIPS refuses it where the script calls `db_check_to` or `db_is_to_authorized` without a row for both names in the `uri` table, or compares `$au` with `$tU`. Flexisip needs the Auth-ID as user ID of the account. chan_pjsip accepts it if the `username` of the auth section is the Auth-ID';
