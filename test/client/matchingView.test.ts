import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matchingHtml } from '../../client/views/matching/html.ts';
import { isFromPage, type MatchingState } from '../../client/views/matching/messages.ts';
import type { MessageExplanation } from '../../server/languages/explanation.ts';
import type { Step } from '../../server/sip/explanation.ts';

const views = fileURLToPath(new URL('../../client/views', import.meta.url));
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

const payload = '<img src=x onerror="document.documentElement.dataset.pwned=1"></p><script>1</script>';

const step = (title: string, more: Partial<Step> = {}): Step => ({
  title,
  verdict: 'passed',
  detail: `${title} is what the server looks at, in a sentence that takes more than one line.`,
  config: [{ file: 'file:///sip.conf', line: 3 }],
  header: 'From',
  ...more,
});

const explanation = (steps: readonly Step[], more: Partial<MessageExplanation> = {}): MessageExplanation => ({
  outcome: 'accepted',
  steps,
  text: 'INVITE sip:100@192.0.2.1 SIP/2.0\nFrom: <sip:1001@192.0.2.1>\n',
  source: { address: '192.0.2.30', port: 5062, transport: 'udp' },
  registrations: [],
  sentence: 'Accepted.',
  codes: [401, 200],
  withoutReply: 'No reply',
  account: null,
  facts: [],
  sections: [],
  notes: [],
  data: {},
  ...more,
});

const stateOf = (...results: readonly MessageExplanation[]): MatchingState => ({
  answer: { kind: 'explained', results, isSequence: false },
  configuration: 'sip.conf',
  source: results[0]?.source,
  registrations: [],
  answerUser: undefined,
  fileNames: { 'file:///sip.conf': 'sip.conf' },
  changed: undefined,
});

const steps = [step('Name'), step('Device', { verdict: 'decided' }), step('Access list')];

describe.skipIf(executablePath === undefined)('the page of message matching', () => {
  const folder = mkdtempSync(join(tmpdir(), 'matching-'));
  let browser: Browser | undefined;
  const opened: Page[] = [];

  beforeAll(async () => {
    const options = { bundle: true, write: false, format: 'iife', target: 'es2022' } as const;
    const built = buildSync({ ...options, entryPoints: [join(views, 'matching/page.ts')] });
    writeFileSync(join(folder, 'page.js'), built.outputFiles[0]?.text ?? '');
    writeFileSync(join(folder, 'theme.css'), readFileSync(join(views, 'theme.css')));
    writeFileSync(join(folder, 'style.css'), readFileSync(join(views, 'matching/style.css')));
    const html = matchingHtml({
      script: 'page.js',
      styles: ['theme.css', 'style.css'],
      origin: 'file:',
      nonce: 'test',
    });
    const editor = `<script nonce="test">window.acquireVsCodeApi = () => ({ postMessage: m => {} });</script>`;
    writeFileSync(join(folder, 'page.html'), html.replace('<title>', `${editor}<title>`));
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    const page = await browser.newPage({ viewport: { width: 600, height: 800 } });
    opened.push(page);
    await page.goto(pathToFileURL(join(folder, 'page.html')).href);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The page, once it shows this. */
  async function showing(state: MatchingState): Promise<Page> {
    const [page] = opened;
    if (page === undefined) throw new Error('no page was opened');
    await page.evaluate(async shown => {
      window.postMessage({ type: 'state', state: shown }, '*');
      await new Promise(resolve => setTimeout(resolve));
    }, state);
    return page;
  }

  const focused = (page: Page): Promise<string> =>
    page.evaluate(
      () => (document.activeElement === document.body ? '' : document.activeElement?.textContent) ?? '',
    );

  it('shows hostile text as text', async () => {
    const page = await showing({
      ...stateOf(
        explanation([step(payload, { detail: payload, header: payload })], {
          text: payload,
          sentence: payload,
          notes: [payload],
          sections: [
            {
              kind: 'list',
              title: 'List',
              items: [{ label: payload, text: payload, config: [{ file: payload, line: 1 }] }],
            },
          ],
        }),
      ),
      configuration: payload,
      fileNames: { [payload]: payload },
    });
    expect(await page.locator('.step strong').textContent()).toBe(payload);
    expect(await page.locator('main img, header img, main script').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.dataset.pwned)).toBeUndefined();
  });

  it('tells verdicts by a sign and a word, and what was changed by a word', async () => {
    const changed = { text: 'Before your edits: 403', steps: [1] };
    const page = await showing({ ...stateOf(explanation(steps)), changed });
    expect(await page.locator('.title').allTextContents()).toEqual([
      '✓Name passed',
      '●Changed: Device decided',
      '✓Access list passed',
    ]);
    expect(await page.locator('.reply').textContent()).toBe('Reply: 401, then 200');
  });

  it('puts each message before the next one', async () => {
    const other = explanation([step('Name')], { sentence: 'Refused.', codes: [] });
    const page = await showing(stateOf(explanation(steps), other));
    expect(await page.locator('main h2, main > p, .reply').allTextContents()).toEqual([
      ...['Accepted.', 'Steps', 'Reply: 401, then 200', 'Message'],
      ...['Refused.', 'Steps', 'No reply', 'Message'],
    ]);
    await page.locator('#step-2 .title').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('[aria-current=step]').getAttribute('aria-describedby')).toBe('detail-3');
  });

  it('wraps in a narrow view, with one step in the tab order', async () => {
    const long = step('x'.repeat(200));
    const page = await showing(stateOf(explanation([...steps, long])));
    await page.setViewportSize({ width: 200, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(200);
    await page.setViewportSize({ width: 600, height: 800 });
    expect(await page.locator('.step [tabindex="0"]').allTextContents()).toEqual([
      ...['✓Name passed', 'sip.conf:4', 'From'],
    ]);
  });

  it('keeps the step and the focus when the explanation changes', async () => {
    const page = await showing(stateOf(explanation(steps)));
    await page.locator('#step-1 .title').click();
    await page.locator('#step-2 .link').first().focus();
    await showing(stateOf(explanation([step('New'), ...steps])));
    expect(await page.locator('[aria-current=step]').textContent()).toBe('●Device decided');
    expect(await focused(page)).toBe('sip.conf:4');
    await page.locator('#step-2 .title').focus();
    await showing(stateOf(explanation([step('Device', { verdict: 'failed' })])));
    expect(await focused(page)).toBe('✗Device failed');
  });

  it('does not take the focus from somebody who types in the editor', async () => {
    const page = await showing(stateOf(explanation(steps)));
    await page.locator('#step-1 .title').click();
    await page.evaluate(() => {
      document.hasFocus = () => false;
    });
    await showing(stateOf(explanation(steps)));
    await showing(stateOf(explanation(steps)));
    expect(await focused(page)).toBe('');
    await page.evaluate(() => {
      document.hasFocus = () => true;
      window.dispatchEvent(new Event('focus'));
    });
    expect(await focused(page)).toBe('●Device decided');
  });

  it('forgets the step of another message', async () => {
    const page = await showing(stateOf(explanation(steps)));
    await page.locator('#step-1 .title').click();
    await showing(stateOf(explanation(steps, { text: 'REGISTER sip:192.0.2.1 SIP/2.0\n' })));
    expect(await page.locator('[aria-current=step]').count()).toBe(0);
  });

  it('goes nowhere when somebody selects text to copy it', async () => {
    const page = await showing(stateOf(explanation(steps)));
    await page.evaluate(() => {
      const detail = document.getElementById('detail-2');
      if (detail !== null) getSelection()?.selectAllChildren(detail);
    });
    await page.locator('#detail-2').dispatchEvent('click');
    expect(await page.locator('[aria-current=step]').count()).toBe(0);
    await page.evaluate(() => getSelection()?.removeAllRanges());
    await page.locator('#detail-2').click();
    expect(await page.locator('[aria-current=step]').textContent()).toBe('✓Access list passed');
  });

  it('acts on nothing but its own messages', () => {
    expect(isFromPage({ type: 'line', file: 'file:///sip.conf', line: 3 })).toBe(true);
    for (const wrong of [null, 'line', { type: 'line', file: 1, line: 1 }, { type: 'ask', what: 'secrets' }])
      expect(isFromPage(wrong)).toBe(false);
  });
});
