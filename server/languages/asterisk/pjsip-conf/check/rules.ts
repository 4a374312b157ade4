import { browserOnOtherTransport } from '../rules/network/browser-on-other-transport.ts';
import { dtlsOptionWithoutDtls } from '../rules/network/dtls-option-without-dtls.ts';
import { dtlsWithoutAvpf } from '../rules/network/dtls-without-avpf.ts';
import { dtlsWithoutCertificate } from '../rules/network/dtls-without-certificate.ts';
import { externalAddressWithoutLocalNet } from '../rules/network/external-address-without-local-net.ts';
import { incompleteNatSettings } from '../rules/network/incomplete-nat-settings.ts';
import { manyEndpoints } from '../rules/network/many-endpoints.ts';
import { nameLookedUpOnce } from '../rules/network/name-looked-up-once.ts';
import { networkWithoutMask } from '../rules/network/network-without-mask.ts';
import { noCodec } from '../rules/network/no-codec.ts';
import { noContactsAllowed } from '../rules/network/no-contacts-allowed.ts';
import { noTransport } from '../rules/network/no-transport.ts';
import { oneExternalAddress } from '../rules/network/one-external-address.ts';
import { overlappingIdentifies } from '../rules/network/overlapping-identifies.ts';
import { proxyOfRegistrationOnly } from '../rules/network/proxy-of-registration-only.ts';
import { tlsOptionWithoutTls } from '../rules/network/tls-option-without-tls.ts';
import { tlsWithoutCertificate } from '../rules/network/tls-without-certificate.ts';
import { transportAddressInUse } from '../rules/network/transport-address-in-use.ts';
import { unusableSdpLine } from '../rules/network/unusable-sdp-line.ts';
import { websocketCertificateIgnored } from '../rules/network/websocket-certificate-ignored.ts';
import { websocketWithoutHttp } from '../rules/network/websocket-without-http.ts';
import { duplicateObject } from '../rules/objects/duplicate-object.ts';
import { incompleteObject } from '../rules/objects/incomplete-object.ts';
import { missingType } from '../rules/objects/missing-type.ts';
import { objectNotLoaded } from '../rules/objects/object-not-loaded.ts';
import { secondType } from '../rules/objects/second-type.ts';
import { severalGlobalObjects } from '../rules/objects/several-global-objects.ts';
import { unknownType } from '../rules/objects/unknown-type.ts';
import { ignoredValue } from '../rules/options/ignored-value.ts';
import { invalidValue } from '../rules/options/invalid-value.ts';
import { silentlyReplacedValue } from '../rules/options/silently-replaced-value.ts';
import { unknownOption } from '../rules/options/unknown-option.ts';
import { unusableProxy } from '../rules/options/unusable-proxy.ts';
import { appendToMissingSection } from '../rules/reading/append-to-missing-section.ts';
import { appendToOtherType } from '../rules/reading/append-to-other-type.ts';
import { byteOrderMarkInTheWay } from '../rules/reading/byte-order-mark-in-the-way.ts';
import { detachedSectionOptions } from '../rules/reading/detached-section-options.ts';
import { includeNotFound } from '../rules/reading/include-not-found.ts';
import { includeNotRead } from '../rules/reading/include-not-read.ts';
import { includeTooDeep } from '../rules/reading/include-too-deep.ts';
import { includedFileCut } from '../rules/reading/included-file-cut.ts';
import { optionBeforeSection } from '../rules/reading/option-before-section.ts';
import { unclosedSectionHeader } from '../rules/reading/unclosed-section-header.ts';
import { unknownTemplate } from '../rules/reading/unknown-template.ts';
import { unusedTemplate } from '../rules/reading/unused-template.ts';
import { aorOfAnotherName } from '../rules/references/aor-of-another-name.ts';
import { endpointNeverRecognized } from '../rules/references/endpoint-never-recognized.ts';
import { endpointWithoutAor } from '../rules/references/endpoint-without-aor.ts';
import { identifyMatchesNobody } from '../rules/references/identify-matches-nobody.ts';
import { missingAor } from '../rules/references/missing-aor.ts';
import { missingAuth } from '../rules/references/missing-auth.ts';
import { missingEndpoint } from '../rules/references/missing-endpoint.ts';
import { missingTransport } from '../rules/references/missing-transport.ts';
import { registrationWithoutTransport } from '../rules/references/registration-without-transport.ts';
import { undefinedAccessList } from '../rules/references/undefined-access-list.ts';
import { undefinedContext } from '../rules/references/undefined-context.ts';
import { unusedDomainAlias } from '../rules/references/unused-domain-alias.ts';
import { unusedObject } from '../rules/references/unused-object.ts';
import type { PjsipRule } from '../rules/rule.ts';
import { accessListAdmitsEverybody } from '../rules/security/access-list-admits-everybody.ts';
import { accessListAdmitsNobody } from '../rules/security/access-list-admits-nobody.ts';
import { anonymousEndpoint } from '../rules/security/anonymous-endpoint.ts';
import { brokenAcl } from '../rules/security/broken-acl.ts';
import { clearTextPassword } from '../rules/security/clear-text-password.ts';
import { endpointWithoutAuth } from '../rules/security/endpoint-without-auth.ts';
import { execDirective } from '../rules/security/exec-directive.ts';
import { hashNeverMatches } from '../rules/security/hash-never-matches.ts';
import { hashOfAnotherRealm } from '../rules/security/hash-of-another-realm.ts';
import { hashOfPasswordAlone } from '../rules/security/hash-of-password-alone.ts';
import { headerIsAlternative } from '../rules/security/header-is-alternative.ts';
import { identifyCoversEverybody } from '../rules/security/identify-covers-everybody.ts';
import { identifyShadowsEndpoint } from '../rules/security/identify-shadows-endpoint.ts';
import { keysInClearText } from '../rules/security/keys-in-clear-text.ts';
import { providerIsChallenged } from '../rules/security/provider-is-challenged.ts';
import { trunkReachableByName } from '../rules/security/trunk-reachable-by-name.ts';
import { weakPassword } from '../rules/security/weak-password.ts';
import { directiveWithoutArgument } from '../rules/syntax/directive-without-argument.ts';
import { emptyOptionName } from '../rules/syntax/empty-option-name.ts';
import { invalidEscape } from '../rules/syntax/invalid-escape.ts';
import { lineTooLong } from '../rules/syntax/line-too-long.ts';
import { lineWithoutEqualSign } from '../rules/syntax/line-without-equal-sign.ts';
import { quotedValue } from '../rules/syntax/quoted-value.ts';
import { sectionNameTooLong } from '../rules/syntax/section-name-too-long.ts';
import { textAfterSectionHeader } from '../rules/syntax/text-after-section-header.ts';
import { unclosedBlockComment } from '../rules/syntax/unclosed-block-comment.ts';
import { unknownDirective } from '../rules/syntax/unknown-directive.ts';
import { valueCutByComment } from '../rules/syntax/value-cut-by-comment.ts';
import { deprecatedAuthType } from '../rules/versions/deprecated-auth-type.ts';
import { incompleteWizard } from '../rules/wizard/incomplete-wizard.ts';
import { unknownWizardOption } from '../rules/wizard/unknown-wizard-option.ts';

/** Every rule of pjsip.conf. A file below rules/ that is not listed here has no effect; a test finds it. */
export const rules: readonly PjsipRule[] = [
  dtlsWithoutAvpf,
  tlsWithoutCertificate,
  unusableSdpLine,
  websocketCertificateIgnored,
  websocketWithoutHttp,
  aorOfAnotherName,
  endpointNeverRecognized,
  endpointWithoutAor,
  identifyMatchesNobody,
  undefinedAccessList,
  undefinedContext,
  unusedDomainAlias,
  hashOfAnotherRealm,
  hashOfPasswordAlone,
  identifyShadowsEndpoint,
  dtlsWithoutCertificate,
  externalAddressWithoutLocalNet,
  oneExternalAddress,
  proxyOfRegistrationOnly,
  dtlsOptionWithoutDtls,
  browserOnOtherTransport,
  tlsOptionWithoutTls,
  keysInClearText,
  incompleteNatSettings,
  manyEndpoints,
  nameLookedUpOnce,
  networkWithoutMask,
  noCodec,
  noContactsAllowed,
  noTransport,
  overlappingIdentifies,
  transportAddressInUse,
  duplicateObject,
  incompleteObject,
  missingType,
  objectNotLoaded,
  secondType,
  severalGlobalObjects,
  unknownType,
  ignoredValue,
  invalidValue,
  silentlyReplacedValue,
  unknownOption,
  unusableProxy,
  appendToMissingSection,
  appendToOtherType,
  byteOrderMarkInTheWay,
  detachedSectionOptions,
  includeNotFound,
  includeNotRead,
  includeTooDeep,
  includedFileCut,
  optionBeforeSection,
  unclosedSectionHeader,
  unknownTemplate,
  unusedTemplate,
  missingAor,
  missingAuth,
  missingEndpoint,
  missingTransport,
  registrationWithoutTransport,
  unusedObject,
  accessListAdmitsEverybody,
  accessListAdmitsNobody,
  anonymousEndpoint,
  brokenAcl,
  clearTextPassword,
  endpointWithoutAuth,
  execDirective,
  hashNeverMatches,
  headerIsAlternative,
  identifyCoversEverybody,
  providerIsChallenged,
  trunkReachableByName,
  weakPassword,
  directiveWithoutArgument,
  emptyOptionName,
  invalidEscape,
  lineTooLong,
  lineWithoutEqualSign,
  quotedValue,
  sectionNameTooLong,
  textAfterSectionHeader,
  unclosedBlockComment,
  unknownDirective,
  valueCutByComment,
  deprecatedAuthType,
  incompleteWizard,
  unknownWizardOption,
];

export function everyRule(): readonly PjsipRule[] {
  return rules;
}
