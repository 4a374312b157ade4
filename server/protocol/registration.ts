import {
  type Connection,
  type Registration,
  RegistrationRequest,
  UnregistrationRequest,
} from 'vscode-languageserver';

/** What a client was asked for. */
export interface Registered {
  /** Takes it back. Rejected if the client refuses or is gone. */
  readonly end: () => Promise<void>;
}

/**
 * Asks the client for something in one client/registerCapability. The requests are our own: what the library takes back fails where
 * nobody can catch it, once the client is gone.
 */
export async function register(
  connection: Connection,
  wanted: readonly Omit<Registration, 'id'>[],
): Promise<Registered> {
  const registrations = wanted.map(one => ({ ...one, id: crypto.randomUUID() }));
  await connection.sendRequest(RegistrationRequest.type, { registrations });
  const unregisterations = registrations.map(({ id, method }) => ({ id, method }));
  return { end: () => connection.sendRequest(UnregistrationRequest.type, { unregisterations }) };
}
