import type { Host } from '../activate.ts';
import { startServer } from './serverProcess.ts';

/** A desktop editor, with the server in a separate process. */
export const host: Host = {
  async createClient(context, channel) {
    // The first one starts while the client is loaded.
    const started = [startServer(context, channel)];
    try {
      const { createClient } = await import('./processClient.ts');
      return createClient(context, channel, () => started.pop() ?? startServer(context, channel));
    } catch (error) {
      started.pop()?.kill();
      throw error;
    }
  },
  runOpensips: async check => (await import('../runOpensips.ts')).runOpensips(check),
};
