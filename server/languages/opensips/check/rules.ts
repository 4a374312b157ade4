import { missingDependency } from '../rules/modules/missing-dependency.ts';
import { missingParameter } from '../rules/modules/missing-parameter.ts';
import { moduleLoadedTwice } from '../rules/modules/module-loaded-twice.ts';
import { modulePathMissing } from '../rules/modules/module-path-missing.ts';
import { moduleWithoutExtension } from '../rules/modules/module-without-extension.ts';
import { noSocket } from '../rules/modules/no-socket.ts';
import { optionalDependency } from '../rules/modules/optional-dependency.ts';
import { parameterOfModuleNotLoaded } from '../rules/modules/parameter-of-module-not-loaded.ts';
import { transportNotLoaded } from '../rules/modules/transport-not-loaded.ts';
import { transportWithoutSocket } from '../rules/modules/transport-without-socket.ts';
import { uacAuthWithoutCredentials } from '../rules/modules/uac-auth-without-credentials.ts';
import { unknownModule } from '../rules/modules/unknown-module.ts';
import { undeclaredAccountingField } from '../rules/names/undeclared-accounting-field.ts';
import { undefinedCacheGroup } from '../rules/names/undefined-cache-group.ts';
import { undefinedName } from '../rules/names/undefined-name.ts';
import { unknownFunction } from '../rules/names/unknown-function.ts';
import { unknownGlobal } from '../rules/names/unknown-global.ts';
import { unknownParameter } from '../rules/names/unknown-parameter.ts';
import { unknownVariable } from '../rules/names/unknown-variable.ts';
import { answeredTwice } from '../rules/paths/answered-twice.ts';
import { calledTwice } from '../rules/paths/called-twice.ts';
import { challengeWithoutExit } from '../rules/paths/challenge-without-exit.ts';
import { counterNeverStarts } from '../rules/paths/counter-never-starts.ts';
import { emptyVariable } from '../rules/paths/empty-variable.ts';
import { failureRelaySameDestination } from '../rules/paths/failure-relay-same-destination.ts';
import { headerChangeNotSeen } from '../rules/paths/header-change-not-seen.ts';
import { missingRouteArgument } from '../rules/paths/missing-route-argument.ts';
import { noTransactionHere } from '../rules/paths/no-transaction-here.ts';
import { orderOfCalls } from '../rules/paths/order-of-calls.ts';
import { receivedAddressNotStored } from '../rules/paths/received-address-not-stored.ts';
import { undefinedResumeRoute } from '../rules/paths/undefined-resume-route.ts';
import { variableOfOtherMessage } from '../rules/paths/variable-of-other-message.ts';
import { andOrMixed } from '../rules/routes/and-or-mixed.ts';
import { assignmentInCondition } from '../rules/routes/assignment-in-condition.ts';
import { caseFallsThrough } from '../rules/routes/case-falls-through.ts';
import { computedRouteName } from '../rules/routes/computed-route-name.ts';
import { duplicateRoute } from '../rules/routes/duplicate-route.ts';
import { endlessLoop } from '../rules/routes/endless-loop.ts';
import { functionInWrongRoute } from '../rules/routes/function-in-wrong-route.ts';
import { functionInWrongRouteThroughCall } from '../rules/routes/function-in-wrong-route-through-call.ts';
import { missingTopologyHidingMatch } from '../rules/routes/missing-topology-hiding-match.ts';
import { returnCodeOverwritten } from '../rules/routes/return-code-overwritten.ts';
import { returnZero } from '../rules/routes/return-zero.ts';
import { undefinedRoute } from '../rules/routes/undefined-route.ts';
import { unreachableStatement } from '../rules/routes/unreachable-statement.ts';
import { unusedRoute } from '../rules/routes/unused-route.ts';
import type { OpensipsRule } from '../rules/rule.ts';
import { anyAddressGroup } from '../rules/security/any-address-group.ts';
import { credentialsInUrl } from '../rules/security/credentials-in-url.ts';
import { defaultSecret } from '../rules/security/default-secret.ts';
import { identitiesMustMatch } from '../rules/security/identities-must-match.ts';
import { identityNotChecked } from '../rules/security/identity-not-checked.ts';
import { ignoredAuthorization } from '../rules/security/ignored-authorization.ts';
import { longLivedNonce } from '../rules/security/long-lived-nonce.ts';
import { missingFloodProtection } from '../rules/security/missing-flood-protection.ts';
import { missingLooseRoute } from '../rules/security/missing-loose-route.ts';
import { missingMaxForwardsCheck } from '../rules/security/missing-max-forwards-check.ts';
import { openManagementInterface } from '../rules/security/open-management-interface.ts';
import { passwordNeverMatches } from '../rules/security/password-never-matches.ts';
import { registrationWithoutAuthentication } from '../rules/security/registration-without-authentication.ts';
import { relayBeforeAuthentication } from '../rules/security/relay-before-authentication.ts';
import { clusterParameterMissing } from '../rules/start/cluster-parameter-missing.ts';
import { clusterSocketMissing } from '../rules/start/cluster-socket-missing.ts';
import { driverLoadedTooLate } from '../rules/start/driver-loaded-too-late.ts';
import { fromTagNeeded } from '../rules/start/from-tag-needed.ts';
import { hepDestinationUndefined } from '../rules/start/hep-destination-undefined.ts';
import { missingDatabase } from '../rules/start/missing-database.ts';
import { missingTlsLibrary } from '../rules/start/missing-tls-library.ts';
import { parameterNamesNoRoute } from '../rules/start/parameter-names-no-route.ts';
import { refusedParameterValue } from '../rules/start/refused-parameter-value.ts';
import { unknownEvent } from '../rules/start/unknown-event.ts';
import { deprecatedGlobal } from '../rules/syntax/deprecated-global.ts';
import { directiveOfKamailio } from '../rules/syntax/directive-of-kamailio.ts';
import { missingInclude } from '../rules/syntax/missing-include.ts';
import { missingSemicolon } from '../rules/syntax/missing-semicolon.ts';
import { oldFlagLetters } from '../rules/syntax/old-flag-letters.ts';
import { oldSyntax } from '../rules/syntax/old-syntax.ts';
import { strayCharacter } from '../rules/syntax/stray-character.ts';
import { syntaxError } from '../rules/syntax/syntax-error.ts';
import { tooDeep } from '../rules/syntax/too-deep.ts';
import { unclosedComment } from '../rules/syntax/unclosed-comment.ts';
import { unclosedText } from '../rules/syntax/unclosed-text.ts';
import { argumentCount } from '../rules/values/argument-count.ts';
import { argumentType } from '../rules/values/argument-type.ts';
import { argumentValue } from '../rules/values/argument-value.ts';
import { destinationWithoutScheme } from '../rules/values/destination-without-scheme.ts';
import { escapeWithoutMeaning } from '../rules/values/escape-without-meaning.ts';
import { globalValue } from '../rules/values/global-value.ts';
import { headerWithoutLineEnd } from '../rules/values/header-without-line-end.ts';
import { invalidRegularExpression } from '../rules/values/invalid-regular-expression.ts';
import { mixedArithmetic } from '../rules/values/mixed-arithmetic.ts';
import { numberAddedToText } from '../rules/values/number-added-to-text.ts';
import { parameterType } from '../rules/values/parameter-type.ts';
import { parametersWithoutSemicolon } from '../rules/values/parameters-without-semicolon.ts';
import { readOnlyVariable } from '../rules/values/read-only-variable.ts';
import { relativeWorkingDirectory } from '../rules/values/relative-working-directory.ts';
import { textComparedWithNumber } from '../rules/values/text-compared-with-number.ts';
import { textNotExpanded } from '../rules/values/text-not-expanded.ts';
import { tlsDomainUndefined } from '../rules/values/tls-domain-undefined.ts';
import { unknownLogLevel } from '../rules/values/unknown-log-level.ts';

/** All rules of opensips.cfg, in the order in which the pages list them. */
export const rules: readonly OpensipsRule[] = [
  andOrMixed,
  answeredTwice,
  anyAddressGroup,
  argumentCount,
  argumentType,
  argumentValue,
  assignmentInCondition,
  calledTwice,
  challengeWithoutExit,
  clusterParameterMissing,
  clusterSocketMissing,
  caseFallsThrough,
  computedRouteName,
  counterNeverStarts,
  credentialsInUrl,
  defaultSecret,
  deprecatedGlobal,
  directiveOfKamailio,
  driverLoadedTooLate,
  duplicateRoute,
  emptyVariable,
  endlessLoop,
  destinationWithoutScheme,
  escapeWithoutMeaning,
  failureRelaySameDestination,
  fromTagNeeded,
  functionInWrongRoute,
  functionInWrongRouteThroughCall,
  globalValue,
  headerChangeNotSeen,
  headerWithoutLineEnd,
  identitiesMustMatch,
  identityNotChecked,
  ignoredAuthorization,
  invalidRegularExpression,
  longLivedNonce,
  missingDatabase,
  hepDestinationUndefined,
  missingDependency,
  missingFloodProtection,
  missingInclude,
  missingLooseRoute,
  missingTopologyHidingMatch,
  missingMaxForwardsCheck,
  missingParameter,
  uacAuthWithoutCredentials,
  missingRouteArgument,
  missingSemicolon,
  missingTlsLibrary,
  mixedArithmetic,
  moduleLoadedTwice,
  modulePathMissing,
  moduleWithoutExtension,
  noSocket,
  noTransactionHere,
  numberAddedToText,
  oldFlagLetters,
  oldSyntax,
  openManagementInterface,
  optionalDependency,
  orderOfCalls,
  parameterOfModuleNotLoaded,
  parameterType,
  parametersWithoutSemicolon,
  passwordNeverMatches,
  readOnlyVariable,
  refusedParameterValue,
  registrationWithoutAuthentication,
  relativeWorkingDirectory,
  relayBeforeAuthentication,
  returnCodeOverwritten,
  returnZero,
  strayCharacter,
  syntaxError,
  textComparedWithNumber,
  textNotExpanded,
  tlsDomainUndefined,
  tooDeep,
  transportNotLoaded,
  transportWithoutSocket,
  unclosedComment,
  unclosedText,
  undeclaredAccountingField,
  undefinedName,
  undefinedCacheGroup,
  receivedAddressNotStored,
  undefinedResumeRoute,
  undefinedRoute,
  parameterNamesNoRoute,
  unknownEvent,
  unknownFunction,
  unknownGlobal,
  unknownLogLevel,
  unknownModule,
  unknownParameter,
  unknownVariable,
  unreachableStatement,
  unusedRoute,
  variableOfOtherMessage,
];

export function everyRule(): readonly OpensipsRule[] {
  return rules;
}
