import type { CodeAction } from 'vscode-languageserver-types';

/**
 * Placeholder in a fix for a random secret, which is generated when the fix is requested: languages are deterministic. The
 * rules accept it as a good secret, so that a fix with it can be tried.
 */
export const GENERATED_SECRET = 'Generated-Secret-4f1c9a7e2b';

/** Letters and digits that are easy to distinguish on the display of a phone. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Characters: 116 bits. */
const LENGTH = 20;

/** Replaces each placeholder in the actions by a new secret. `randomBytes` returns the given number of bytes. */
export function withGeneratedSecrets(
  actions: readonly CodeAction[],
  randomBytes: (count: number) => Uint8Array,
): CodeAction[] {
  return actions.map(action => {
    const changes = action.edit?.changes;
    if (changes === undefined || !JSON.stringify(changes).includes(GENERATED_SECRET)) return action;
    const made = Object.entries(changes).map(([uri, edits]) => [
      uri,
      edits.map(edit => ({
        ...edit,
        newText: edit.newText.replaceAll(GENERATED_SECRET, () => generatedSecret(randomBytes)),
      })),
    ]);
    return { ...action, edit: { ...action.edit, changes: Object.fromEntries(made) } };
  });
}

/** Bytes that would make some characters more likely than others are discarded. */
function generatedSecret(randomBytes: (count: number) => Uint8Array): string {
  const fair = 256 - (256 % ALPHABET.length);
  let secret = '';
  while (secret.length < LENGTH)
    for (const byte of randomBytes(LENGTH))
      if (byte < fair && secret.length < LENGTH) secret += ALPHABET[byte % ALPHABET.length] ?? '';
  return secret;
}
