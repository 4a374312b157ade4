import { type FlexisipModel, isModuleOn } from './model.ts';

/** Is any module enabled that authenticates users? */
export function hasAuthentication(model: FlexisipModel): boolean {
  return authenticationModules.some(module => isModuleOn(model, module));
}

const authenticationModules = [
  'module::Authentication',
  'module::ExternalAuthentication',
  'module::JweAuth',
  'module::Authorization',
];
