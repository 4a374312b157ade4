import type { Message } from './messages/message.ts';
import { type Execution, type Server, stateKey } from './server.ts';

/** What modules do with every message before the script handles it; `drop` ends its processing. */
export type MessageHook = (server: Server, message: Message) => 'drop' | undefined;

interface Hooks {
  readonly request: MessageHook[];
  readonly reply: MessageHook[];
}

export const messageHooks = stateKey((): Hooks => ({ request: [], reply: [] }));

export function runModuleHooks(server: Server, kind: keyof Hooks, message: Message): 'drop' | undefined {
  for (const hook of server.state(messageHooks)[kind]) if (hook(server, message) === 'drop') return 'drop';
  return undefined;
}

/** What modules do when a request follows a Route of the server's own; `params` are those of its URI. */
export type RouteHook = (x: Execution, params: string | undefined) => void;
export const routeHooks = stateKey((): RouteHook[] => []);

/** What modules do to the text of a message on its way in, before it is read, and on its way out. */
export interface TextHook {
  readonly received: (text: string) => string;
  readonly sent: (text: string) => string;
}
export const textHooks = stateKey((): TextHook[] => []);
