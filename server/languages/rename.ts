/** Why a rename is not possible, as a message for the user. */
export class RenameError extends Error {
  override readonly name = 'RenameError';
}
