import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** Serves a folder on this machine, as a gallery serves the files of an extension to an editor in a browser. */
export async function serveFiles(folder: string): Promise<{ readonly address: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    // The window and its workers have origins of their own.
    response.setHeader('Access-Control-Allow-Origin', '*');
    try {
      const body = await readFile(join(folder, decodeURIComponent(pathname)));
      const type = types.find(([end]) => pathname.endsWith(end))?.[1] ?? 'application/octet-stream';
      response.setHeader('Content-Type', type);
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the file server has no port');
  return {
    address: `http://127.0.0.1:${address.port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const types: readonly (readonly [string, string])[] = [
  ['.js', 'text/javascript'],
  ['.json', 'application/json'],
];
