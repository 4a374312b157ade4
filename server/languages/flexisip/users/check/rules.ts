import { clearTextPassword } from '../rules/clear-text-password.ts';
import { domainNotChallenged } from '../rules/domain-not-challenged.ts';
import { duplicateUser } from '../rules/duplicate-user.ts';
import { emptyFile } from '../rules/empty-file.ts';
import { missingFinalNewline } from '../rules/missing-final-newline.ts';
import { portInDomain } from '../rules/port-in-domain.ts';
import { realmMismatch } from '../rules/realm-mismatch.ts';
import { replacedHash } from '../rules/replaced-hash.ts';
import type { UsersRule } from '../rules/rule.ts';
import { unreadableLine } from '../rules/unreadable-line.ts';
import { unsupportedVersion } from '../rules/unsupported-version.ts';
import { upperCaseAlgorithm } from '../rules/upper-case-algorithm.ts';
import { wrongHashLength } from '../rules/wrong-hash-length.ts';

/** All rules of the users file, in the order in which the pages list them. */
export const rules: readonly UsersRule[] = [
  clearTextPassword,
  domainNotChallenged,
  duplicateUser,
  emptyFile,
  missingFinalNewline,
  portInDomain,
  realmMismatch,
  replacedHash,
  unreadableLine,
  unsupportedVersion,
  upperCaseAlgorithm,
  wrongHashLength,
];

export function everyRule(): readonly UsersRule[] {
  return rules;
}
