import { expect, it, vi } from 'vitest';

it('ends the server that was started when the client cannot be loaded', async () => {
  const kill = vi.fn();
  vi.doMock('../../client/hosts/serverProcess.ts', () => ({ startServer: () => ({ kill }) }));
  vi.doMock('../../client/hosts/processClient.ts', () => {
    throw new Error('missing');
  });
  const { host } = await import('../../client/hosts/process.ts');
  await expect(Reflect.apply(host.createClient, host, [])).rejects.toThrow();
  expect(kill).toHaveBeenCalledOnce();
});
