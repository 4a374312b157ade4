import type { CodeAction } from 'vscode-languageserver-types';

/**
 * Stands in a fix for a secret that is made at random when the fix is asked for: languages know no chance. Of the form that the
 * rules take for a good secret, so that a fix with it can be tried out.
 */
export const GENERATED_SECRET = 'Generated-Secret-4f1c9a7e2b';

/** Letters and digits that look alike on no display of a phone. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Characters: 116 bits. */
const LENGTH = 20;

/** Actions with a secret of its own in each place that asks for one. `randomBytes` gives so many bytes from 0 to 255. */
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

/** Bytes that would make some characters likelier than others are thrown away. */
function generatedSecret(randomBytes: (count: number) => Uint8Array): string {
  const fair = 256 - (256 % ALPHABET.length);
  let secret = '';
  while (secret.length < LENGTH)
    for (const byte of randomBytes(LENGTH))
      if (byte < fair && secret.length < LENGTH) secret += ALPHABET[byte % ALPHABET.length] ?? '';
  return secret;
}
