import { type FlexisipModel, isModuleOn } from './model.ts';

/** Is any module switched on that asks for a proof of identity? */
export function hasAuthentication(model: FlexisipModel): boolean {
  return authenticationModules.some(module => isModuleOn(model, module));
}

const authenticationModules = [
  'module::Authentication',
  'module::ExternalAuthentication',
  'module::JweAuth',
  'module::Authorization',
];
