import type { SipConfRule } from './rule.ts';
import { accessListAdmitsEverybody } from './rules/access-list-admits-everybody.ts';
import { accessListAdmitsNobody } from './rules/access-list-admits-nobody.ts';
import { accessListGivesNameAway } from './rules/access-list-gives-name-away.ts';
import { appendToMissingSection } from './rules/append-to-missing-section.ts';
import { authNameMatchWithGuests } from './rules/auth-name-match-with-guests.ts';
import { byteOrderMarkInTheWay } from './rules/byte-order-mark-in-the-way.ts';
import { callbackRegistrationNotUnderstood } from './rules/callback-registration-not-understood.ts';
import { callerIdentityTrusted } from './rules/caller-identity-trusted.ts';
import { callsToForeignDomains } from './rules/calls-to-foreign-domains.ts';
import { chanSipRemoved } from './rules/chan-sip-removed.ts';
import { clearTextSecret } from './rules/clear-text-secret.ts';
import { deprecatedName } from './rules/deprecated-name.ts';
import { detachedSectionOptions } from './rules/detached-section-options.ts';
import { deviceOptionWithoutEffect } from './rules/device-option-without-effect.ts';
import { deviceWithoutSecret } from './rules/device-without-secret.ts';
import { devicesCreatedByAnybody } from './rules/devices-created-by-anybody.ts';
import { directMediaBehindNat, generalDirectMediaBehindNat } from './rules/direct-media-behind-nat.ts';
import { directiveWithoutArgument } from './rules/directive-without-argument.ts';
import { doubtfulHost } from './rules/doubtful-host.ts';
import { duplicateSection } from './rules/duplicate-section.ts';
import { emptyOptionName } from './rules/empty-option-name.ts';
import { emptySectionName } from './rules/empty-section-name.ts';
import { emptyTemplateName } from './rules/empty-template-name.ts';
import { execDirective } from './rules/exec-directive.ts';
import { externalAddressWithoutLocalnet } from './rules/external-address-without-localnet.ts';
import { externalDomainsWithoutDomain } from './rules/external-domains-without-domain.ts';
import { generalOptionWithoutEffect } from './rules/general-option-without-effect.ts';
import {
  generalGeneratedCertificateInConflict,
  generatedCertificateInConflict,
} from './rules/generated-certificate-in-conflict.ts';
import { guestCallsAllowed } from './rules/guest-calls-allowed.ts';
import { includeNotFound } from './rules/include-not-found.ts';
import { includeNotRead } from './rules/include-not-read.ts';
import { includeTooDeep } from './rules/include-too-deep.ts';
import { includedFileCut } from './rules/included-file-cut.ts';
import { insecureInvite } from './rules/insecure-invite.ts';
import { insecureInviteForAll } from './rules/insecure-invite-for-all.ts';
import { insecurePort } from './rules/insecure-port.ts';
import { insecureVery } from './rules/insecure-very.ts';
import { invalidAccessList } from './rules/invalid-access-list.ts';
import { invalidAuthLine } from './rules/invalid-auth-line.ts';
import { invalidEscape } from './rules/invalid-escape.ts';
import { invalidHost } from './rules/invalid-host.ts';
import { generalInvalidNamedAcl, invalidNamedAcl } from './rules/invalid-named-acl.ts';
import { invalidRegisterLine } from './rules/invalid-register-line.ts';
import { invalidValue } from './rules/invalid-value.ts';
import { lineTooLong } from './rules/line-too-long.ts';
import { lineWithoutEqualSign } from './rules/line-without-equal-sign.ts';
import { md5secretNeverMatches } from './rules/md5secret-never-matches.ts';
import { md5secretOfAnotherPassword } from './rules/md5secret-of-another-password.ts';
import { missingType } from './rules/missing-type.ts';
import { namesCanBeGuessed } from './rules/names-can-be-guessed.ts';
import { natDiffersFromGeneral } from './rules/nat-differs-from-general.ts';
import { noCodecLeft } from './rules/no-codec-left.ts';
import { optionBeforeSection } from './rules/option-before-section.ts';
import { optionInWrongSection } from './rules/option-in-wrong-section.ts';
import { optionNotYetThere } from './rules/option-not-yet-there.ts';
import { outdatedTls } from './rules/outdated-tls.ts';
import { overriddenOption } from './rules/overridden-option.ts';
import { portSetTwice } from './rules/port-set-twice.ts';
import { redirectsToAnywhere } from './rules/redirects-to-anywhere.ts';
import { removedOption } from './rules/removed-option.ts';
import { repeatedInclude } from './rules/repeated-include.ts';
import { secondGeneral } from './rules/second-general.ts';
import { sectionNameTooLong } from './rules/section-name-too-long.ts';
import { serverCertificateNotVerified } from './rules/server-certificate-not-verified.ts';
import { silentlyReplacedValue } from './rules/silently-replaced-value.ts';
import { storedSipCause } from './rules/stored-sip-cause.ts';
import { syntaxNotYetThere } from './rules/syntax-not-yet-there.ts';
import { textAfterSectionHeader } from './rules/text-after-section-header.ts';
import { timersInConflict } from './rules/timers-in-conflict.ts';
import { generalTransportNotEnabled, transportNotEnabled } from './rules/transport-not-enabled.ts';
import { unclosedBlockComment } from './rules/unclosed-block-comment.ts';
import { unclosedSectionHeader } from './rules/unclosed-section-header.ts';
import { undefinedContext } from './rules/undefined-context.ts';
import { unknownDirective } from './rules/unknown-directive.ts';
import { unknownLaterType } from './rules/unknown-later-type.ts';
import { unknownOption } from './rules/unknown-option.ts';
import { unknownTemplate } from './rules/unknown-template.ts';
import { unusedTemplate } from './rules/unused-template.ts';
import { valueCutByComment } from './rules/value-cut-by-comment.ts';
import { weakSecret } from './rules/weak-secret.ts';

/** All rules of sip.conf, in the order in which the pages list them. */
export const rules: readonly SipConfRule[] = [
  accessListAdmitsEverybody,
  accessListAdmitsNobody,
  accessListGivesNameAway,
  appendToMissingSection,
  authNameMatchWithGuests,
  byteOrderMarkInTheWay,
  callbackRegistrationNotUnderstood,
  callerIdentityTrusted,
  callsToForeignDomains,
  chanSipRemoved,
  clearTextSecret,
  deprecatedName,
  detachedSectionOptions,
  deviceOptionWithoutEffect,
  deviceWithoutSecret,
  devicesCreatedByAnybody,
  directMediaBehindNat,
  generalDirectMediaBehindNat,
  directiveWithoutArgument,
  doubtfulHost,
  duplicateSection,
  emptyOptionName,
  emptySectionName,
  emptyTemplateName,
  execDirective,
  externalAddressWithoutLocalnet,
  externalDomainsWithoutDomain,
  generalOptionWithoutEffect,
  generatedCertificateInConflict,
  generalGeneratedCertificateInConflict,
  guestCallsAllowed,
  includeNotFound,
  includeNotRead,
  includeTooDeep,
  includedFileCut,
  insecureInviteForAll,
  insecureInvite,
  insecurePort,
  insecureVery,
  invalidAccessList,
  invalidAuthLine,
  invalidEscape,
  invalidHost,
  invalidNamedAcl,
  generalInvalidNamedAcl,
  invalidRegisterLine,
  invalidValue,
  lineTooLong,
  lineWithoutEqualSign,
  md5secretNeverMatches,
  md5secretOfAnotherPassword,
  missingType,
  namesCanBeGuessed,
  natDiffersFromGeneral,
  noCodecLeft,
  optionBeforeSection,
  optionInWrongSection,
  optionNotYetThere,
  outdatedTls,
  overriddenOption,
  portSetTwice,
  redirectsToAnywhere,
  removedOption,
  repeatedInclude,
  secondGeneral,
  sectionNameTooLong,
  serverCertificateNotVerified,
  silentlyReplacedValue,
  storedSipCause,
  syntaxNotYetThere,
  textAfterSectionHeader,
  timersInConflict,
  transportNotEnabled,
  generalTransportNotEnabled,
  unclosedBlockComment,
  unclosedSectionHeader,
  undefinedContext,
  unknownDirective,
  unknownLaterType,
  unknownOption,
  unknownTemplate,
  unusedTemplate,
  valueCutByComment,
  weakSecret,
];
