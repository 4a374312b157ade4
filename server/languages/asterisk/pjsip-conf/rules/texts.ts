import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';

/** An object as it appears in messages: `endpoint "alice"`. */
export function named({ type, name }: Pick<PjsipObject, 'type' | 'name'>): string {
  return `${type} "${name}"`;
}

/** What the loss of an object means for its users, as one sentence. */
export function consequence(object: Pick<PjsipObject, 'type' | 'name'>): string {
  const { type } = object;
  switch (type) {
    case 'endpoint':
      return 'Its calls and registrations are refused like those of an unknown caller.';
    case 'aor':
      return 'Phones cannot register to it, and calls to it fail.';
    case 'auth':
      return 'Every request for an endpoint that uses it is answered with 500.';
    case 'transport':
      return 'Asterisk does not listen on its address.';
    case 'identify':
      return 'Callers from its addresses are not recognized.';
    case 'registration':
      return 'Asterisk does not register there.';
    case 'acl':
      return 'Nothing is blocked, although the log reports that all traffic is.';
    case 'global':
    case 'system':
      return 'The defaults apply instead of all its options.';
    default:
      return 'It does not exist for the server.';
  }
}

/** "Asterisk does not load the endpoint "alice"." and the consequence. */
export function lost(object: Pick<PjsipObject, 'type' | 'name'>): string {
  return `Asterisk does not load the ${named(object)}. ${consequence(object)}`;
}

/** Quoted names, up to a maximum number. */
export function listOfNames(names: readonly string[], most = 20): string {
  const shown = names.slice(0, most).map(name => `"${name}"`);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The effect of a line at which the server stops reading. */
export function whyStop(model: PjsipConf, file: string): string {
  return file === model.project.root
    ? 'Asterisk refuses the whole file, so after a start there is no transport, no endpoint and no SIP. A reload keeps the old configuration.'
    : 'Asterisk stops reading this included file here, and the lines below are lost.';
}
