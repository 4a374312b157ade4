import { addressNotOwn } from '../rules/authentication/address-not-own.ts';
import { domainNotAuthenticated } from '../rules/authentication/domain-not-authenticated.ts';
import { domainNotRegistered } from '../rules/authentication/domain-not-registered.ts';
import { fixedDatabase } from '../rules/authentication/fixed-database.ts';
import { fixedRealm } from '../rules/authentication/fixed-realm.ts';
import { invalidRealmPattern } from '../rules/authentication/invalid-realm-pattern.ts';
import { missingUserFile } from '../rules/authentication/missing-user-file.ts';
import { passwordWithoutAlgorithm } from '../rules/authentication/password-without-algorithm.ts';
import { portInDomain } from '../rules/authentication/port-in-domain.ts';
import { realmSetTwice } from '../rules/authentication/realm-set-twice.ts';
import { sociPlaceholders } from '../rules/authentication/soci-placeholders.ts';
import { unusedDatabase } from '../rules/authentication/unused-database.ts';
import { commaInExpressionList } from '../rules/expressions/comma-in-expression-list.ts';
import { constantComparison } from '../rules/expressions/constant-comparison.ts';
import { crashingExpression } from '../rules/expressions/crashing-expression.ts';
import { discardedCondition } from '../rules/expressions/discarded-condition.ts';
import { ignoredExpression } from '../rules/expressions/ignored-expression.ts';
import { invalidExpression } from '../rules/expressions/invalid-expression.ts';
import { missingParentheses } from '../rules/expressions/missing-parentheses.ts';
import { regexpWithoutPattern } from '../rules/expressions/regexp-without-pattern.ts';
import { deprecatedKey } from '../rules/keys/deprecated-key.ts';
import { deprecatedSection } from '../rules/keys/deprecated-section.ts';
import { duplicateKey } from '../rules/keys/duplicate-key.ts';
import { keyWithoutEffect } from '../rules/keys/key-without-effect.ts';
import { overriddenKey } from '../rules/keys/overridden-key.ts';
import { unknownKey } from '../rules/keys/unknown-key.ts';
import { unknownSection } from '../rules/keys/unknown-section.ts';
import { byteOrderMark } from '../rules/reading/byte-order-mark.ts';
import { carriageReturn } from '../rules/reading/carriage-return.ts';
import { carriageReturnInText } from '../rules/reading/carriage-return-in-text.ts';
import { commentInValue } from '../rules/reading/comment-in-value.ts';
import { droppedLine } from '../rules/reading/dropped-line.ts';
import { ignoredEmptyValue } from '../rules/reading/ignored-empty-value.ts';
import { keyOutsideSection } from '../rules/reading/key-outside-section.ts';
import { longLine } from '../rules/reading/long-line.ts';
import { quotedValue } from '../rules/reading/quoted-value.ts';
import { tabBeforeSection } from '../rules/reading/tab-before-section.ts';
import { textAfterSection } from '../rules/reading/text-after-section.ts';
import { trailingTab } from '../rules/reading/trailing-tab.ts';
import { wordsBeforeEquals } from '../rules/reading/words-before-equals.ts';
import type { FlexisipRule } from '../rules/rule.ts';
import { anyDomainRegisters } from '../rules/security/any-domain-registers.ts';
import { clearTextSecret } from '../rules/security/clear-text-secret.ts';
import { foreignDomainRegistrations } from '../rules/security/foreign-domain-registrations.ts';
import { longLivedSecret } from '../rules/security/long-lived-secret.ts';
import { looseWildcard } from '../rules/security/loose-wildcard.ts';
import { mixedAlgorithms } from '../rules/security/mixed-algorithms.ts';
import { noNonceCount } from '../rules/security/no-nonce-count.ts';
import { openRegistrar } from '../rules/security/open-registrar.ts';
import { rateLimitOff } from '../rules/security/rate-limit-off.ts';
import { trustedGateway } from '../rules/security/trusted-gateway.ts';
import { unchallengedMessages } from '../rules/security/unchallenged-messages.ts';
import { uncheckedCertificates } from '../rules/security/unchecked-certificates.ts';
import { weakAlgorithm } from '../rules/security/weak-algorithm.ts';
import { conflictingSettings } from '../rules/settings/conflicting-settings.ts';
import { defaultConnection } from '../rules/settings/default-connection.ts';
import { doubtfulCertificateFile } from '../rules/settings/doubtful-certificate-file.ts';
import { expiryLimits } from '../rules/settings/expiry-limits.ts';
import { fileAsCertificateDirectory } from '../rules/settings/file-as-certificate-directory.ts';
import { invalidFirebaseAccount } from '../rules/settings/invalid-firebase-account.ts';
import { invalidTransport } from '../rules/settings/invalid-transport.ts';
import { missingSetting } from '../rules/settings/missing-setting.ts';
import { nextHopWithoutTransport } from '../rules/settings/next-hop-without-transport.ts';
import { nothingListens } from '../rules/settings/nothing-listens.ts';
import { presenceWithoutDecision } from '../rules/settings/presence-without-decision.ts';
import { pushWithoutClient } from '../rules/settings/push-without-client.ts';
import { redisSettings } from '../rules/settings/redis-settings.ts';
import { relayedRegistrationLoops } from '../rules/settings/relayed-registration-loops.ts';
import { routeToItself } from '../rules/settings/route-to-itself.ts';
import { tlsOnSipPort } from '../rules/settings/tls-on-sip-port.ts';
import { tlsWithoutCertificate } from '../rules/settings/tls-without-certificate.ts';
import { transportOnOtherPort } from '../rules/settings/transport-on-other-port.ts';
import { unknownReference } from '../rules/settings/unknown-reference.ts';
import { unusableTrustedHost } from '../rules/settings/unusable-trusted-host.ts';
import { commaBeforeUpgrade } from '../rules/values/comma-before-upgrade.ts';
import { commaSeparatedList } from '../rules/values/comma-separated-list.ts';
import { deprecatedValue } from '../rules/values/deprecated-value.ts';
import { invalidBoolean } from '../rules/values/invalid-boolean.ts';
import { invalidNumber } from '../rules/values/invalid-number.ts';
import { invalidNumberInUnusedSection } from '../rules/values/invalid-number-in-unused-section.ts';
import { invalidWord } from '../rules/values/invalid-word.ts';
import { monthUnit } from '../rules/values/month-unit.ts';
import { numberOutOfRange } from '../rules/values/number-out-of-range.ts';
import { refusedValue } from '../rules/values/refused-value.ts';
import { tabInList } from '../rules/values/tab-in-list.ts';
import { textAfterNumber } from '../rules/values/text-after-number.ts';
import { unknownWord } from '../rules/values/unknown-word.ts';

/** All rules of flexisip.conf, in the order in which the pages list them. */
export const rules: readonly FlexisipRule[] = [
  addressNotOwn,
  anyDomainRegisters,
  byteOrderMark,
  carriageReturnInText,
  carriageReturn,
  clearTextSecret,
  commaBeforeUpgrade,
  commaInExpressionList,
  commaSeparatedList,
  commentInValue,
  conflictingSettings,
  constantComparison,
  crashingExpression,
  defaultConnection,
  deprecatedKey,
  deprecatedSection,
  deprecatedValue,
  discardedCondition,
  domainNotAuthenticated,
  domainNotRegistered,
  droppedLine,
  doubtfulCertificateFile,
  duplicateKey,
  expiryLimits,
  fixedDatabase,
  fixedRealm,
  foreignDomainRegistrations,
  ignoredEmptyValue,
  ignoredExpression,
  invalidBoolean,
  invalidExpression,
  invalidFirebaseAccount,
  invalidNumberInUnusedSection,
  invalidNumber,
  invalidRealmPattern,
  invalidTransport,
  invalidWord,
  keyOutsideSection,
  longLine,
  longLivedSecret,
  looseWildcard,
  missingParentheses,
  missingSetting,
  missingUserFile,
  mixedAlgorithms,
  monthUnit,
  nextHopWithoutTransport,
  noNonceCount,
  nothingListens,
  numberOutOfRange,
  openRegistrar,
  overriddenKey,
  passwordWithoutAlgorithm,
  portInDomain,
  presenceWithoutDecision,
  pushWithoutClient,
  quotedValue,
  rateLimitOff,
  realmSetTwice,
  redisSettings,
  refusedValue,
  regexpWithoutPattern,
  relayedRegistrationLoops,
  routeToItself,
  sociPlaceholders,
  tabBeforeSection,
  tabInList,
  textAfterNumber,
  textAfterSection,
  tlsWithoutCertificate,
  trailingTab,
  transportOnOtherPort,
  trustedGateway,
  unchallengedMessages,
  uncheckedCertificates,
  unknownKey,
  unknownReference,
  unknownSection,
  unknownWord,
  unusableTrustedHost,
  unusedDatabase,
  weakAlgorithm,
  wordsBeforeEquals,
  keyWithoutEffect,
  fileAsCertificateDirectory,
  tlsOnSipPort,
];

export function everyRule(): readonly FlexisipRule[] {
  return rules;
}
