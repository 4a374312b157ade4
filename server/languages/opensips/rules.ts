import type { OpensipsRule } from './rule.ts';
import { argumentCount } from './rules/argument-count.ts';
import { argumentType } from './rules/argument-type.ts';
import { argumentValue } from './rules/argument-value.ts';
import { computedRouteName } from './rules/computed-route-name.ts';
import { deprecatedGlobal } from './rules/deprecated-global.ts';
import { duplicateRoute } from './rules/duplicate-route.ts';
import { functionInWrongRoute } from './rules/function-in-wrong-route.ts';
import { functionInWrongRouteThroughCall } from './rules/function-in-wrong-route-through-call.ts';
import { globalValue } from './rules/global-value.ts';
import { invalidRegularExpression } from './rules/invalid-regular-expression.ts';
import { missingDependency } from './rules/missing-dependency.ts';
import { missingInclude } from './rules/missing-include.ts';
import { missingSemicolon } from './rules/missing-semicolon.ts';
import { moduleLoadedTwice } from './rules/module-loaded-twice.ts';
import { modulePathMissing } from './rules/module-path-missing.ts';
import { moduleWithoutExtension } from './rules/module-without-extension.ts';
import { noSocket } from './rules/no-socket.ts';
import { oldSyntax } from './rules/old-syntax.ts';
import { optionalDependency } from './rules/optional-dependency.ts';
import { parameterOfModuleNotLoaded } from './rules/parameter-of-module-not-loaded.ts';
import { parameterType } from './rules/parameter-type.ts';
import { readOnlyVariable } from './rules/read-only-variable.ts';
import { relativeWorkingDirectory } from './rules/relative-working-directory.ts';
import { syntaxError } from './rules/syntax-error.ts';
import { transportNotLoaded } from './rules/transport-not-loaded.ts';
import { transportWithoutSocket } from './rules/transport-without-socket.ts';
import { unclosedComment } from './rules/unclosed-comment.ts';
import { unclosedText } from './rules/unclosed-text.ts';
import { undefinedRoute } from './rules/undefined-route.ts';
import { unknownFunction } from './rules/unknown-function.ts';
import { unknownGlobal } from './rules/unknown-global.ts';
import { unknownLogLevel } from './rules/unknown-log-level.ts';
import { unknownModule } from './rules/unknown-module.ts';
import { unknownParameter } from './rules/unknown-parameter.ts';
import { unknownVariable } from './rules/unknown-variable.ts';

/** All rules of opensips.cfg, in the order in which the pages list them. */
export const rules: readonly OpensipsRule[] = [
  argumentCount,
  argumentType,
  argumentValue,
  computedRouteName,
  deprecatedGlobal,
  duplicateRoute,
  functionInWrongRoute,
  functionInWrongRouteThroughCall,
  globalValue,
  invalidRegularExpression,
  missingDependency,
  missingInclude,
  missingSemicolon,
  moduleLoadedTwice,
  modulePathMissing,
  moduleWithoutExtension,
  noSocket,
  oldSyntax,
  optionalDependency,
  parameterOfModuleNotLoaded,
  parameterType,
  readOnlyVariable,
  relativeWorkingDirectory,
  syntaxError,
  transportNotLoaded,
  transportWithoutSocket,
  unclosedComment,
  unclosedText,
  undefinedRoute,
  unknownFunction,
  unknownGlobal,
  unknownLogLevel,
  unknownModule,
  unknownParameter,
  unknownVariable,
];
