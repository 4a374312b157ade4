import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type * as vscode from 'vscode';

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

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
  const socket = new Promise<Socket>(resolve => {
    server.once('connection', connection => {
      createInterface(connection).on('line', line => {
        const { id }: { id: number } = JSON.parse(line);
        waiting.get(id)?.answer(line);
        waiting.delete(id);
      });
      connection.on('error', () => {});
      connection.on('close', () => {
        for (const { reject } of waiting.values()) reject(new Error('the extension host has ended'));
        waiting.clear();
      });
      resolve(connection);
    });
  });
  return {
    port: portOf(server.address()),
    async evaluate(call, ...args) {
      const connection = await socket;
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
      void socket.then(connection => connection.destroy());
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the bridge has no port');
  return address.port;
}
