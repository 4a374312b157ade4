import { languages } from './languages/registry.ts';
import { startServer } from './protocol/server.ts';

/**
 * The server for both kinds of hosts: only what one of them lacks is imported when it runs in the other. Everything else is evaluated
 * at once, because what a bundle evaluates later is parsed twice.
 */
async function start(): Promise<void> {
  const { host } = await ('importScripts' in globalThis ? import('./browser.ts') : import('./main.ts'));
  const report = startServer(host.connection, languages, host.files, host.collect);
  host.catchAll?.(report);
}

void start();
