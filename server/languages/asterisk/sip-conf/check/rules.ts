import { busylevelWithoutCallLimit } from '../rules/devices/busylevel-without-call-limit.ts';
import { callbackRegistrationNotUnderstood } from '../rules/devices/callback-registration-not-understood.ts';
import { deviceNamedLikeCaller } from '../rules/devices/device-named-like-caller.ts';
import { deviceWithoutHost } from '../rules/devices/device-without-host.ts';
import { dialBypassesDevice } from '../rules/devices/dial-bypasses-device.ts';
import { dialMissesDevice } from '../rules/devices/dial-misses-device.ts';
import { doubtfulHost } from '../rules/devices/doubtful-host.ts';
import { duplicateRegister } from '../rules/devices/duplicate-register.ts';
import { duplicateSection } from '../rules/devices/duplicate-section.ts';
import { invalidAuthLine } from '../rules/devices/invalid-auth-line.ts';
import { invalidHost } from '../rules/devices/invalid-host.ts';
import { invalidRegisterLine } from '../rules/devices/invalid-register-line.ts';
import { missingType } from '../rules/devices/missing-type.ts';
import { registerWithMissingPeer } from '../rules/devices/register-with-missing-peer.ts';
import { registerWithoutPeer } from '../rules/devices/register-without-peer.ts';
import { shadowedPeer } from '../rules/devices/shadowed-peer.ts';
import { subscribeContextWithoutHints } from '../rules/devices/subscribe-context-without-hints.ts';
import { trunkAsksForPassword } from '../rules/devices/trunk-asks-for-password.ts';
import { undefinedContext } from '../rules/devices/undefined-context.ts';
import { unknownLaterType } from '../rules/devices/unknown-later-type.ts';
import { accessListAdmitsNobody } from '../rules/network/access-list-admits-nobody.ts';
import { accessListRefusesOwnHost } from '../rules/network/access-list-refuses-own-host.ts';
import { codecsRemovedAgain } from '../rules/network/codecs-removed-again.ts';
import {
  directMediaBehindNat,
  generalDirectMediaBehindNat,
} from '../rules/network/direct-media-behind-nat.ts';
import { dtlsRefusesPlainCalls } from '../rules/network/dtls-refuses-plain-calls.ts';
import { dtlsWithoutCertificate } from '../rules/network/dtls-without-certificate.ts';
import { externalAddressWithoutLocalnet } from '../rules/network/external-address-without-localnet.ts';
import { externalDomainsWithoutDomain } from '../rules/network/external-domains-without-domain.ts';
import {
  generalGeneratedCertificateInConflict,
  generatedCertificateInConflict,
} from '../rules/network/generated-certificate-in-conflict.ts';
import { invalidAccessList } from '../rules/network/invalid-access-list.ts';
import { generalInvalidNamedAcl, invalidNamedAcl } from '../rules/network/invalid-named-acl.ts';
import { networkWithoutMask } from '../rules/network/network-without-mask.ts';
import { noCodecLeft } from '../rules/network/no-codec-left.ts';
import { privateAddressWithoutExternal } from '../rules/network/private-address-without-external.ts';
import { generalTransportNotEnabled, transportNotEnabled } from '../rules/network/transport-not-enabled.ts';
import { webrtcIncomplete } from '../rules/network/webrtc-incomplete.ts';
import { deviceOptionWithoutEffect } from '../rules/options/device-option-without-effect.ts';
import { generalOptionWithoutEffect } from '../rules/options/general-option-without-effect.ts';
import { invalidValue } from '../rules/options/invalid-value.ts';
import { optionInWrongSection } from '../rules/options/option-in-wrong-section.ts';
import { overriddenOption } from '../rules/options/overridden-option.ts';
import { portSetTwice } from '../rules/options/port-set-twice.ts';
import { qualifyTooShort } from '../rules/options/qualify-too-short.ts';
import {
  generalSessionTimersInConflict,
  sessionTimersInConflict,
} from '../rules/options/session-timers-in-conflict.ts';
import { silentlyReplacedValue } from '../rules/options/silently-replaced-value.ts';
import { timersInConflict } from '../rules/options/timers-in-conflict.ts';
import { unknownOption } from '../rules/options/unknown-option.ts';
import { appendToMissingSection } from '../rules/reading/append-to-missing-section.ts';
import { byteOrderMarkInTheWay } from '../rules/reading/byte-order-mark-in-the-way.ts';
import { detachedSectionOptions } from '../rules/reading/detached-section-options.ts';
import { emptyTemplateName } from '../rules/reading/empty-template-name.ts';
import { includeNotFound } from '../rules/reading/include-not-found.ts';
import { includeNotRead } from '../rules/reading/include-not-read.ts';
import { includeTooDeep } from '../rules/reading/include-too-deep.ts';
import { includedFileCut } from '../rules/reading/included-file-cut.ts';
import { repeatedInclude } from '../rules/reading/repeated-include.ts';
import { unknownTemplate } from '../rules/reading/unknown-template.ts';
import { unusedTemplate } from '../rules/reading/unused-template.ts';
import type { SipConfRule } from '../rules/rule.ts';
import {
  accessListAdmitsEverybody,
  generalAccessListAdmitsEverybody,
} from '../rules/security/access-list-admits-everybody.ts';
import { accessListGivesNameAway } from '../rules/security/access-list-gives-name-away.ts';
import { authNameMatchWithGuests } from '../rules/security/auth-name-match-with-guests.ts';
import { callerIdentityTrusted } from '../rules/security/caller-identity-trusted.ts';
import { callsToForeignDomains } from '../rules/security/calls-to-foreign-domains.ts';
import { clearTextSecret } from '../rules/security/clear-text-secret.ts';
import { deviceWithoutSecret } from '../rules/security/device-without-secret.ts';
import { devicesCreatedByAnybody } from '../rules/security/devices-created-by-anybody.ts';
import { execDirective } from '../rules/security/exec-directive.ts';
import { guestCallsAllowed } from '../rules/security/guest-calls-allowed.ts';
import { insecureInvite } from '../rules/security/insecure-invite.ts';
import { insecureInviteForAll } from '../rules/security/insecure-invite-for-all.ts';
import { insecurePort } from '../rules/security/insecure-port.ts';
import { keysInClearText } from '../rules/security/keys-in-clear-text.ts';
import { md5secretNeverMatches } from '../rules/security/md5secret-never-matches.ts';
import { md5secretOfAnotherPassword } from '../rules/security/md5secret-of-another-password.ts';
import { md5secretOfPasswordAlone } from '../rules/security/md5secret-of-password-alone.ts';
import { namesCanBeGuessed } from '../rules/security/names-can-be-guessed.ts';
import { natDiffersFromGeneral } from '../rules/security/nat-differs-from-general.ts';
import { outdatedTls } from '../rules/security/outdated-tls.ts';
import { quotedSecret } from '../rules/security/quoted-secret.ts';
import { redirectsToAnywhere } from '../rules/security/redirects-to-anywhere.ts';
import { serverCertificateNotVerified } from '../rules/security/server-certificate-not-verified.ts';
import { weakSecret } from '../rules/security/weak-secret.ts';
import { directiveWithoutArgument } from '../rules/syntax/directive-without-argument.ts';
import { emptyOptionName } from '../rules/syntax/empty-option-name.ts';
import { emptySectionName } from '../rules/syntax/empty-section-name.ts';
import { invalidEscape } from '../rules/syntax/invalid-escape.ts';
import { lineTooLong } from '../rules/syntax/line-too-long.ts';
import { lineWithoutEqualSign } from '../rules/syntax/line-without-equal-sign.ts';
import { optionBeforeSection } from '../rules/syntax/option-before-section.ts';
import { secondGeneral } from '../rules/syntax/second-general.ts';
import { sectionNameTooLong } from '../rules/syntax/section-name-too-long.ts';
import { textAfterSectionHeader } from '../rules/syntax/text-after-section-header.ts';
import { unclosedBlockComment } from '../rules/syntax/unclosed-block-comment.ts';
import { unclosedSectionHeader } from '../rules/syntax/unclosed-section-header.ts';
import { unknownDirective } from '../rules/syntax/unknown-directive.ts';
import { valueCutByComment } from '../rules/syntax/value-cut-by-comment.ts';
import { chanSipRemoved } from '../rules/versions/chan-sip-removed.ts';
import { deprecatedName } from '../rules/versions/deprecated-name.ts';
import { insecureVery } from '../rules/versions/insecure-very.ts';
import { optionNotYetThere } from '../rules/versions/option-not-yet-there.ts';
import { removedOption } from '../rules/versions/removed-option.ts';
import { storedSipCause } from '../rules/versions/stored-sip-cause.ts';
import { syntaxNotYetThere } from '../rules/versions/syntax-not-yet-there.ts';

/** All rules of sip.conf, in the order in which the pages list them. */
export const rules: readonly SipConfRule[] = [
  accessListAdmitsEverybody,
  generalAccessListAdmitsEverybody,
  accessListAdmitsNobody,
  accessListGivesNameAway,
  accessListRefusesOwnHost,
  appendToMissingSection,
  authNameMatchWithGuests,
  busylevelWithoutCallLimit,
  byteOrderMarkInTheWay,
  callbackRegistrationNotUnderstood,
  callerIdentityTrusted,
  callsToForeignDomains,
  chanSipRemoved,
  clearTextSecret,
  codecsRemovedAgain,
  deprecatedName,
  detachedSectionOptions,
  deviceOptionWithoutEffect,
  deviceNamedLikeCaller,
  deviceWithoutHost,
  deviceWithoutSecret,
  devicesCreatedByAnybody,
  dialBypassesDevice,
  dialMissesDevice,
  subscribeContextWithoutHints,
  directMediaBehindNat,
  generalDirectMediaBehindNat,
  directiveWithoutArgument,
  doubtfulHost,
  dtlsRefusesPlainCalls,
  dtlsWithoutCertificate,
  duplicateRegister,
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
  keysInClearText,
  lineTooLong,
  lineWithoutEqualSign,
  md5secretNeverMatches,
  md5secretOfAnotherPassword,
  md5secretOfPasswordAlone,
  missingType,
  namesCanBeGuessed,
  natDiffersFromGeneral,
  networkWithoutMask,
  noCodecLeft,
  optionBeforeSection,
  optionInWrongSection,
  optionNotYetThere,
  outdatedTls,
  overriddenOption,
  portSetTwice,
  privateAddressWithoutExternal,
  qualifyTooShort,
  quotedSecret,
  redirectsToAnywhere,
  registerWithMissingPeer,
  registerWithoutPeer,
  removedOption,
  repeatedInclude,
  secondGeneral,
  sectionNameTooLong,
  serverCertificateNotVerified,
  sessionTimersInConflict,
  generalSessionTimersInConflict,
  shadowedPeer,
  silentlyReplacedValue,
  storedSipCause,
  syntaxNotYetThere,
  textAfterSectionHeader,
  timersInConflict,
  transportNotEnabled,
  generalTransportNotEnabled,
  trunkAsksForPassword,
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
  webrtcIncomplete,
];

export function everyRule(): readonly SipConfRule[] {
  return rules;
}
