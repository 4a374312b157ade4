import type { Setting } from '../../config/entry.ts';
import { isTrue } from '../../values/truth.ts';
import type { PjsipConf } from './model.ts';
import { lastValue, type PjsipObject } from './object.ts';

/** The identify objects of an endpoint that the server has. */
export function identifiesOf(model: PjsipConf, endpoint: string): readonly PjsipObject[] {
  return model
    .usersOf('endpoint', endpoint)
    .filter(object => object.type === 'identify' && model.isLoaded(object));
}

/** True when calls to the account of a registration are recognized as the endpoint (`line=yes`). */
export function isFoundByLine(model: PjsipConf, endpoint: string): boolean {
  return model
    .usersOf('endpoint', endpoint)
    .some(
      object =>
        object.type === 'registration' &&
        model.isLoaded(object) &&
        isTrue(lastValue(object.settings, 'line') ?? ''),
    );
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
export function isGuarded(endpoint: PjsipObject): boolean {
  if (isPasswordRequired(endpoint)) return true;
  return endpoint.settings.some(
    ({ option, value }) => (option.key === 'deny' || option.key === 'acl') && value !== '',
  );
}

/** True when callers are challenged: `auth` has at least one name. */
export function isPasswordRequired({ settings }: PjsipObject): boolean {
  return /[^,\s]/.test(lastValue(settings, 'auth') ?? '');
}

/** True for an auth object that at least one endpoint uses to challenge its callers. */
export function isForCallers(auth: PjsipObject, model: PjsipConf): boolean {
  if (auth.isMade) return auth.name.endsWith('-iauth');
  return model
    .usersOf('auth', auth.name)
    .some(({ references }) =>
      references.some(
        ({ type, name, setting }) => type === 'auth' && name === auth.name && setting.option.key === 'auth',
      ),
    );
}
