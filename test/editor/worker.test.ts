import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserFlags, describeInEditor, findBrowser } from './editor.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const site = 'https://workbench.example';
/** As a page may have to start it that comes from elsewhere. */
const ways = {
  'by its address': `${site}/server.js`,
  'through a blob': `data:text/javascript,importScripts('${site}/server.js')`,
};

describeInEditor('the server as a worker in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: browserFlags });
  });
  afterAll(() => browser?.close());

  it.each(Object.entries(ways))(
    'reads files through its client and reports on all of them, started %s',
    async (_, address) => {
      const page = await browser.newPage();
      await page.route(`${site}/**`, (route, request) => {
        const { pathname } = new URL(request.url());
        return pathname === '/'
          ? route.fulfill({ contentType: 'text/html', body: '' })
          : route.fulfill({ path: join(dist, pathname) });
      });
      await page.goto(site);
      const answers = await page.evaluate(async source => {
        const uri = 'vscode-vfs://github/pbx/sip.conf';
        const files: Record<string, string> = { 'vscode-vfs://github/pbx/sip.d/a.conf': '[a]\ntype=frend\n' };
        const body = source.startsWith('data:') ? source.slice(source.indexOf(',') + 1) : undefined;
        const worker = new Worker(
          body === undefined ? source : URL.createObjectURL(new Blob([body], { type: 'text/javascript' })),
        );
        const waiting = new Map<number, (result: unknown) => void>();
        let last = 0;
        const send = (message: object): void => worker.postMessage({ jsonrpc: '2.0', ...message });
        const ask = (method: string, params: object): Promise<unknown> =>
          new Promise(resolve => {
            waiting.set(++last, resolve);
            send({ id: last, method, params });
          });
        worker.onmessage = ({ data }) => {
          if (data.method === undefined) {
            waiting.get(data.id)?.(data.result ?? data.error);
            return;
          }
          if (data.id === undefined) return;
          const text = files[data.params?.uri];
          const results: Record<string, unknown> = {
            'sipWorkbench/readFile': text === undefined ? { kind: 'missing' } : { kind: 'text', text },
            'sipWorkbench/listFiles': String(data.params?.uri).endsWith('sip.d')
              ? [{ name: 'a.conf', isFolder: false }]
              : [{ name: 'sip.d', isFolder: true }],
          };
          send({ id: data.id, result: results[data.method] ?? null });
        };
        const initialized = await ask('initialize', {
          processId: null,
          rootUri: 'vscode-vfs://github/pbx',
          capabilities: { textDocument: { diagnostic: { relatedDocumentSupport: true } } },
          initializationOptions: { files: true },
        });
        send({ method: 'initialized', params: {} });
        const text = '[general]\ncontext=public\n#include "sip.d/*.conf"\n';
        send({
          method: 'textDocument/didOpen',
          params: { textDocument: { uri, languageId: 'sip-conf', version: 1, text } },
        });
        const report = await ask('textDocument/diagnostic', { textDocument: { uri } });
        const hover = await ask('textDocument/hover', {
          textDocument: { uri },
          position: { line: 1, character: 2 },
        });
        return { initialized, report, hover };
      }, address);
      expect(answers).toMatchObject({
        initialized: { serverInfo: { name: 'SIP Workbench' } },
        report: {
          kind: 'full',
          relatedDocuments: {
            'vscode-vfs://github/pbx/sip.d/a.conf': { items: [{ code: 'sip-conf/missing-type' }] },
          },
        },
        hover: { contents: expect.anything() },
      });
    },
  );
});
