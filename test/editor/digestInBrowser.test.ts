import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DigestVector, expectedValues } from '../digest/runVectors.ts';
import table from '../oracle/digest-vectors.json';
import { browserFlags, describeInEditor, findBrowser } from './editor.ts';

const vectors: readonly DigestVector[] = table.vectors;

/** The same code as in Node, bundled for a page: vscode.dev runs it so. */
describeInEditor('digest in a browser', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const entry = fileURLToPath(new URL('../digest/runVectors.ts', import.meta.url));
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'digestVectors',
    });
    browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: browserFlags });
    page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  });

  afterAll(() => browser?.close());

  it.each(vectors)('$id', async vector => {
    const computed = await page.evaluate(
      input => Reflect.get(window, 'digestVectors').computeVector(input),
      vector,
    );
    if (computed === undefined) expect(['rfc7616-3.9.2-as-printed', 'rfc2831-4']).toContain(vector.id);
    else expect(computed).toMatchObject(expectedValues(vector));
  });
});
