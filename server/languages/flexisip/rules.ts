import type { FlexisipRule } from './rule.ts';
import { addressNotOwn } from './rules/address-not-own.ts';
import { anyDomainRegisters } from './rules/any-domain-registers.ts';
import { byteOrderMark } from './rules/byte-order-mark.ts';
import { carriageReturn } from './rules/carriage-return.ts';
import { carriageReturnInText } from './rules/carriage-return-in-text.ts';
import { clearTextSecret } from './rules/clear-text-secret.ts';
import { commaBeforeUpgrade } from './rules/comma-before-upgrade.ts';
import { commaInExpressionList } from './rules/comma-in-expression-list.ts';
import { commaSeparatedList } from './rules/comma-separated-list.ts';
import { commentInValue } from './rules/comment-in-value.ts';
import { conflictingSettings } from './rules/conflicting-settings.ts';
import { constantComparison } from './rules/constant-comparison.ts';
import { crashingExpression } from './rules/crashing-expression.ts';
import { defaultConnection } from './rules/default-connection.ts';
import { deprecatedKey } from './rules/deprecated-key.ts';
import { deprecatedSection } from './rules/deprecated-section.ts';
import { deprecatedValue } from './rules/deprecated-value.ts';
import { discardedCondition } from './rules/discarded-condition.ts';
import { domainNotAuthenticated } from './rules/domain-not-authenticated.ts';
import { domainNotRegistered } from './rules/domain-not-registered.ts';
import { droppedLine } from './rules/dropped-line.ts';
import { duplicateKey } from './rules/duplicate-key.ts';
import { expiryLimits } from './rules/expiry-limits.ts';
import { fixedDatabase } from './rules/fixed-database.ts';
import { fixedRealm } from './rules/fixed-realm.ts';
import { foreignDomainRegistrations } from './rules/foreign-domain-registrations.ts';
import { ignoredEmptyValue } from './rules/ignored-empty-value.ts';
import { ignoredExpression } from './rules/ignored-expression.ts';
import { invalidBoolean } from './rules/invalid-boolean.ts';
import { invalidExpression } from './rules/invalid-expression.ts';
import { invalidNumber } from './rules/invalid-number.ts';
import { invalidNumberInUnusedSection } from './rules/invalid-number-in-unused-section.ts';
import { invalidRealmPattern } from './rules/invalid-realm-pattern.ts';
import { invalidTransport } from './rules/invalid-transport.ts';
import { invalidWord } from './rules/invalid-word.ts';
import { keyOutsideSection } from './rules/key-outside-section.ts';
import { longLine } from './rules/long-line.ts';
import { longLivedSecret } from './rules/long-lived-secret.ts';
import { looseWildcard } from './rules/loose-wildcard.ts';
import { missingParentheses } from './rules/missing-parentheses.ts';
import { missingSetting } from './rules/missing-setting.ts';
import { missingUserFile } from './rules/missing-user-file.ts';
import { mixedAlgorithms } from './rules/mixed-algorithms.ts';
import { monthUnit } from './rules/month-unit.ts';
import { noNonceCount } from './rules/no-nonce-count.ts';
import { numberOutOfRange } from './rules/number-out-of-range.ts';
import { openRegistrar } from './rules/open-registrar.ts';
import { overriddenKey } from './rules/overridden-key.ts';
import { passwordWithoutAlgorithm } from './rules/password-without-algorithm.ts';
import { portInDomain } from './rules/port-in-domain.ts';
import { presenceWithoutDecision } from './rules/presence-without-decision.ts';
import { quotedValue } from './rules/quoted-value.ts';
import { rateLimitOff } from './rules/rate-limit-off.ts';
import { realmSetTwice } from './rules/realm-set-twice.ts';
import { redisSettings } from './rules/redis-settings.ts';
import { refusedValue } from './rules/refused-value.ts';
import { regexpWithoutPattern } from './rules/regexp-without-pattern.ts';
import { sociPlaceholders } from './rules/soci-placeholders.ts';
import { tabBeforeSection } from './rules/tab-before-section.ts';
import { tabInList } from './rules/tab-in-list.ts';
import { textAfterNumber } from './rules/text-after-number.ts';
import { textAfterSection } from './rules/text-after-section.ts';
import { tlsWithoutCertificate } from './rules/tls-without-certificate.ts';
import { trailingTab } from './rules/trailing-tab.ts';
import { transportOnOtherPort } from './rules/transport-on-other-port.ts';
import { trustedGateway } from './rules/trusted-gateway.ts';
import { unchallengedMessages } from './rules/unchallenged-messages.ts';
import { uncheckedCertificates } from './rules/unchecked-certificates.ts';
import { unknownKey } from './rules/unknown-key.ts';
import { unknownReference } from './rules/unknown-reference.ts';
import { unknownSection } from './rules/unknown-section.ts';
import { unknownWord } from './rules/unknown-word.ts';
import { unusableTrustedHost } from './rules/unusable-trusted-host.ts';
import { unusedDatabase } from './rules/unused-database.ts';
import { weakAlgorithm } from './rules/weak-algorithm.ts';
import { wordsBeforeEquals } from './rules/words-before-equals.ts';

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
  duplicateKey,
  expiryLimits,
  fixedDatabase,
  fixedRealm,
  foreignDomainRegistrations,
  ignoredEmptyValue,
  ignoredExpression,
  invalidBoolean,
  invalidExpression,
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
  noNonceCount,
  numberOutOfRange,
  openRegistrar,
  overriddenKey,
  passwordWithoutAlgorithm,
  portInDomain,
  presenceWithoutDecision,
  quotedValue,
  rateLimitOff,
  realmSetTwice,
  redisSettings,
  refusedValue,
  regexpWithoutPattern,
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
];
