import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type * as vscode from 'vscode';

export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [key: string]: Json };

/** The test's end of the wire into the extension host; the other end is bridge/extension.cjs. */
export interface Bridge {
  readonly port: number;
  /**
   * Runs a function in the extension host and gives back its value as JSON (a position comes as line and character, a
   * range as a pair of positions). The function may use its arguments only, nothing around it. Rejected with its error.
   */
  evaluate<Args extends readonly Json[], Value>(
    call: (api: typeof vscode, ...args: Args) => Value | PromiseLike<Value>,
    ...args: Args
  ): Promise<Value>;
  close(): void;
}

export async function listenForBridge(): Promise<Bridge> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const waiting = new Map<number, { answer(line: string): void; reject(error: Error): void }>();
  let last = 0;
  let current: Socket | undefined;
  const arrivals = new EventEmitter();
  const drop = (connection: Socket): void => {
    if (connection !== current) return;
    current = undefined;
    for (const { reject } of waiting.values()) reject(new ExtensionHostEnded('the extension host has ended'));
    waiting.clear();
    connection.destroy();
  };
  server.on('connection', connection => {
    // An editor that starts may end its extension host and start another one.
    if (current !== undefined) drop(current);
    current = connection;
    createInterface(connection).on('line', line => {
      const { id }: { id: number } = JSON.parse(line);
      waiting.get(id)?.answer(line);
      waiting.delete(id);
    });
    connection.on('error', () => {});
    connection.on('close', () => drop(connection));
    arrivals.emit('arrival');
  });
  return {
    port: portOf(server.address()),
    async evaluate(call, ...args) {
      while (current === undefined) await once(arrivals, 'arrival');
      const connection = current;
      const id = ++last;
      return new Promise((resolve, reject) => {
        const answer = (line: string) => {
          const { value, error } = JSON.parse(line);
          if (error === undefined) resolve(value);
          else reject(new Error(`in the extension host: ${error}`));
        };
        waiting.set(id, { answer, reject });
        connection.write(`${JSON.stringify({ id, source: call.toString(), args })}\n`);
      });
    },
    close() {
      server.close();
      if (current !== undefined) drop(current);
    },
  };
}

/** What was asked of an extension host that ended before it answered. */
export class ExtensionHostEnded extends Error {}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the bridge has no port');
  return address.port;
}
