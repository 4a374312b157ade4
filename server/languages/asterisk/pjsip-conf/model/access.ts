import type { Setting } from '../../config/entry.ts';
import type { PjsipConf } from './model.ts';
import { lastValue, type PjsipObject } from './object.ts';

/** The identify objects of an endpoint that the server has. */
export function identifiesOf(model: PjsipConf, endpoint: string): readonly PjsipObject[] {
  const identifies: PjsipObject[] = [];
  for (const key of model.referrersOf('endpoint', endpoint))
    for (const object of model.objectsOf(key))
      if (object.type === 'identify' && names(object, endpoint) && model.isLoaded(object))
        identifies.push(object);
  for (const object of model.wizardObjects('identify'))
    if (names(object, endpoint) && !identifies.includes(object)) identifies.push(object);
  return identifies;
}

/** True when the endpoint can be found by the user part of the From header. */
export function isFoundByName(settings: readonly Setting[]): boolean {
  const methods = lastValue(settings, 'identify_by');
  return methods === undefined || methods.split(',').some(word => word.trim().toLowerCase() === 'username');
}

/** Names of endpoints for callers that nothing else recognizes. */
export function isAnonymous(name: string): boolean {
  return name === 'anonymous' || name.startsWith('anonymous@');
}

/** True when callers need more than the name: a password, or a particular address. */
export function isGuarded(model: PjsipConf, endpoint: PjsipObject): boolean {
  const settings = model.settingsOf(endpoint);
  if ((lastValue(settings, 'auth') ?? '').replaceAll(',', '').trim() !== '') return true;
  return settings.some(
    ({ option, value }) => (option.key === 'deny' || option.key === 'acl') && value !== '',
  );
}

/** True for an auth object that at least one endpoint uses to challenge its callers. */
export function isForCallers(auth: PjsipObject, model: PjsipConf): boolean {
  if (auth.made !== undefined) return auth.name.endsWith('-iauth');
  for (const key of model.referrersOf('auth', auth.name))
    for (const { references } of model.objectsOf(key))
      if (
        references.some(
          ({ type, name, setting }) => type === 'auth' && name === auth.name && setting.option.key === 'auth',
        )
      )
        return true;
  return false;
}

function names(object: PjsipObject, endpoint: string): boolean {
  return object.references.some(({ type, name }) => type === 'endpoint' && name === endpoint);
}
