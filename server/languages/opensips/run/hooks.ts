import type { Message } from './messages/message.ts';
import { type Server, stateKey } from './server.ts';

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
