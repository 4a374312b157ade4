/** Why a rename cannot be done, in words for the user. */
export class RenameError extends Error {
  override readonly name = 'RenameError';
}
