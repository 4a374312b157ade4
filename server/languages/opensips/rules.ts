import type { OpensipsRule } from './rule.ts';
import { andOrMixed } from './rules/and-or-mixed.ts';
import { anyAddressGroup } from './rules/any-address-group.ts';
import { argumentCount } from './rules/argument-count.ts';
import { argumentType } from './rules/argument-type.ts';
import { argumentValue } from './rules/argument-value.ts';
import { assignmentInCondition } from './rules/assignment-in-condition.ts';
import { computedRouteName } from './rules/computed-route-name.ts';
import { credentialsInUrl } from './rules/credentials-in-url.ts';
import { defaultSecret } from './rules/default-secret.ts';
import { deprecatedGlobal } from './rules/deprecated-global.ts';
import { duplicateRoute } from './rules/duplicate-route.ts';
import { functionInWrongRoute } from './rules/function-in-wrong-route.ts';
import { functionInWrongRouteThroughCall } from './rules/function-in-wrong-route-through-call.ts';
import { globalValue } from './rules/global-value.ts';
import { identityNotChecked } from './rules/identity-not-checked.ts';
import { ignoredAuthorization } from './rules/ignored-authorization.ts';
import { invalidRegularExpression } from './rules/invalid-regular-expression.ts';
import { longLivedNonce } from './rules/long-lived-nonce.ts';
import { missingDependency } from './rules/missing-dependency.ts';
import { missingFloodProtection } from './rules/missing-flood-protection.ts';
import { missingInclude } from './rules/missing-include.ts';
import { missingLooseRoute } from './rules/missing-loose-route.ts';
import { missingMaxForwardsCheck } from './rules/missing-max-forwards-check.ts';
import { missingParameter } from './rules/missing-parameter.ts';
import { missingSemicolon } from './rules/missing-semicolon.ts';
import { moduleLoadedTwice } from './rules/module-loaded-twice.ts';
import { modulePathMissing } from './rules/module-path-missing.ts';
import { moduleWithoutExtension } from './rules/module-without-extension.ts';
import { noSocket } from './rules/no-socket.ts';
import { oldFlagLetters } from './rules/old-flag-letters.ts';
import { oldSyntax } from './rules/old-syntax.ts';
import { openManagementInterface } from './rules/open-management-interface.ts';
import { optionalDependency } from './rules/optional-dependency.ts';
import { parameterOfModuleNotLoaded } from './rules/parameter-of-module-not-loaded.ts';
import { parameterType } from './rules/parameter-type.ts';
import { passwordNeverMatches } from './rules/password-never-matches.ts';
import { readOnlyVariable } from './rules/read-only-variable.ts';
import { registrationWithoutAuthentication } from './rules/registration-without-authentication.ts';
import { relativeWorkingDirectory } from './rules/relative-working-directory.ts';
import { relayBeforeAuthentication } from './rules/relay-before-authentication.ts';
import { strayCharacter } from './rules/stray-character.ts';
import { syntaxError } from './rules/syntax-error.ts';
import { tlsDomainUndefined } from './rules/tls-domain-undefined.ts';
import { transportNotLoaded } from './rules/transport-not-loaded.ts';
import { transportWithoutSocket } from './rules/transport-without-socket.ts';
import { unclosedComment } from './rules/unclosed-comment.ts';
import { unclosedText } from './rules/unclosed-text.ts';
import { undefinedName } from './rules/undefined-name.ts';
import { undefinedRoute } from './rules/undefined-route.ts';
import { unknownFunction } from './rules/unknown-function.ts';
import { unknownGlobal } from './rules/unknown-global.ts';
import { unknownLogLevel } from './rules/unknown-log-level.ts';
import { unknownModule } from './rules/unknown-module.ts';
import { unknownParameter } from './rules/unknown-parameter.ts';
import { unknownVariable } from './rules/unknown-variable.ts';
import { unreachableStatement } from './rules/unreachable-statement.ts';
import { unusedRoute } from './rules/unused-route.ts';

/** All rules of opensips.cfg, in the order in which the pages list them. */
export const rules: readonly OpensipsRule[] = [
  andOrMixed,
  anyAddressGroup,
  argumentCount,
  argumentType,
  argumentValue,
  assignmentInCondition,
  computedRouteName,
  credentialsInUrl,
  defaultSecret,
  deprecatedGlobal,
  duplicateRoute,
  functionInWrongRoute,
  functionInWrongRouteThroughCall,
  globalValue,
  identityNotChecked,
  ignoredAuthorization,
  invalidRegularExpression,
  longLivedNonce,
  missingDependency,
  missingFloodProtection,
  missingInclude,
  missingLooseRoute,
  missingMaxForwardsCheck,
  missingParameter,
  missingSemicolon,
  moduleLoadedTwice,
  modulePathMissing,
  moduleWithoutExtension,
  noSocket,
  oldFlagLetters,
  oldSyntax,
  openManagementInterface,
  optionalDependency,
  parameterOfModuleNotLoaded,
  parameterType,
  passwordNeverMatches,
  readOnlyVariable,
  registrationWithoutAuthentication,
  relativeWorkingDirectory,
  relayBeforeAuthentication,
  strayCharacter,
  syntaxError,
  tlsDomainUndefined,
  transportNotLoaded,
  transportWithoutSocket,
  unclosedComment,
  unclosedText,
  undefinedName,
  undefinedRoute,
  unknownFunction,
  unknownGlobal,
  unknownLogLevel,
  unknownModule,
  unknownParameter,
  unknownVariable,
  unreachableStatement,
  unusedRoute,
];
