import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { callFlowHtml } from '../../client/views/callFlow/html.ts';
import { isFromPage } from '../../client/views/callFlow/messages.ts';
import type { CallFlowFilter } from '../../server/languages/callFlow.ts';
import { callFlowOf } from '../../server/languages/trace/callFlow/callFlow.ts';
import { compareMessages } from '../../server/languages/trace/callFlow/compareMessages.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const filter: CallFlowFilter = { foldPorts: true, callId: '', search: '' };

const payload =
  '<img src=x onerror="document.documentElement.dataset.pwned=1"><script>document.documentElement.dataset.pwned=1</script>';
const hostile = [
  `INVITE sip:${payload.replace(/\s/g, '%20')}@h SIP/2.0`,
  `Via: SIP/2.0/UDP ${'h'};branch=z9hG4bK1`,
  `From: <sip:javascript:alert(1)@h>;tag=1`,
  `To: <sip:b@h>`,
  `Call-ID: ${payload}`,
  'CSeq: 1 INVITE',
  '',
  `SIP/2.0 486 ${payload}`,
  'Via: SIP/2.0/UDP h;branch=z9hG4bK1',
  `Call-ID: ${payload}`,
  `Reason: ${payload}`,
  'CSeq: 1 INVITE',
  '',
  '',
].join('\n');

/** The page in a real browser, shown a trace; the document as it stands in the end. */
function pageShowing(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'call-flow-'));
  try {
    const script = buildSync({
      entryPoints: [join(root, 'client/views/callFlow/page.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
    }).outputFiles[0]?.text;
    writeFileSync(join(folder, 'page.js'), script ?? '');
    writeFileSync(join(folder, 'style.css'), '');
    const flow = callFlowOf(traceOf(parseTrace(text)), filter);
    const message = JSON.stringify({ type: 'flow', flow, filter }).replace(/</g, '\\u003c');
    const editor = `<script nonce="test">window.acquireVsCodeApi = () => ({ postMessage: m => { if (m.type === 'ready') setTimeout(() => window.postMessage(${message}, '*')); } });</script>`;
    const html = callFlowHtml({ script: 'page.js', styles: ['style.css'], origin: 'file:', nonce: 'test' });
    writeFileSync(
      join(folder, 'page.html'),
      html.replace('<title>', () => `${editor}<title>`),
    );
    const url = pathToFileURL(join(folder, 'page.html')).href;
    const options = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--virtual-time-budget=5000',
      '--dump-dom',
      url,
    ];
    return execFileSync(chromium ?? '', [`--user-data-dir=${join(folder, 'profile')}`, ...options], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the call flow page', () => {
  it.skipIf(chromium === undefined)('shows hostile text as text', () => {
    const shown = pageShowing(hostile);
    expect(shown).toContain('486 &lt;img src=x');
    expect(shown).toMatch(/class="arrow style0 failure"/);
    expect(shown).not.toContain('data-pwned');
    expect(shown).not.toMatch(/<img|<iframe|javascript:alert\(1\)"/);
    expect(shown.match(/<script/g)).toHaveLength(2);
  });

  it('lets only its own script run and loads nothing', () => {
    const html = callFlowHtml({ script: 's.js', styles: ['s.css'], origin: 'https://editor', nonce: 'n1' });
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];
    expect(policy).toBe("default-src 'none'; img-src data:; style-src https://editor; script-src 'nonce-n1'");
    expect(html).not.toMatch(/ on\w+=|style="/);
  });

  it('acts on nothing but its own messages', () => {
    expect(isFromPage({ type: 'select', line: 3 })).toBe(true);
    expect(isFromPage({ type: 'filter', filter })).toBe(true);
    for (const wrong of [
      null,
      'select',
      { type: 'select', line: -1 },
      { type: 'select', line: '3' },
      { type: 'filter', filter: {} },
    ]) {
      expect(isFromPage(wrong)).toBe(false);
    }
    expect(isFromPage({ type: 'copy', format: 'mermaid' })).toBe(true);
    expect(isFromPage({ type: 'compare', first: 0, second: 3 })).toBe(true);
    expect(isFromPage({ type: 'copy', format: 'png' })).toBe(false);
    expect(isFromPage({ type: 'filter', filter: { ...filter, callIds: ['a', 'b'] } })).toBe(true);
    expect(isFromPage({ type: 'filter', filter: { ...filter, callIds: ['a', 1] } })).toBe(false);
    expect(isFromPage({ type: 'compare', first: 0, second: -3 })).toBe(false);
    expect(isFromPage({ type: 'export', format: '../../x' })).toBe(false);
    expect(isFromPage({ type: 'png', data: '<svg>' })).toBe(false);
  });
});

describe('the call flow', () => {
  const two = (callId: string, user: string) =>
    `OPTIONS sip:${user}@192.0.2.2 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${user}\nFrom: <sip:a@h>;tag=1\nTo: <sip:${user}@h>\nCall-ID: ${callId}\nCSeq: 1 OPTIONS\n\n`;
  const trace = traceOf(parseTrace(two('one', '2001') + two('two', '3001')));

  it('can be filtered by Call-ID, number and host', () => {
    const shown = (change: Partial<typeof filter>) =>
      callFlowOf(trace, { ...filter, ...change }).layout.arrows.map(arrow => arrow.callId);
    expect(shown({})).toEqual(['one', 'two']);
    expect(shown({ callId: 'two' })).toEqual(['two']);
    expect(shown({ callId: 'two', callIds: ['one'] })).toEqual(['one', 'two']);
    expect(shown({ callIds: ['one'] })).toEqual(['one']);
    expect(shown({ search: '2001' })).toEqual(['one']);
    expect(shown({ search: '192.0.2.1' })).toEqual(['one', 'two']);
    expect(shown({ search: 'nobody' })).toEqual([]);
    expect(shown({ search: 'nobody, 3001,' })).toEqual(['two']);
  });

  it('shows a call with its other legs', () => {
    const leg = (callId: string, more: string) =>
      `INVITE sip:2001@192.0.2.2 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${callId}\nCall-ID: ${callId}\nCSeq: 1 INVITE\n${more}\n`;
    const legs = traceOf(parseTrace(leg('callerLeg', '') + leg('calledLeg', 'X-Leg: callerLeg\n')));
    const ids = (withLegs: boolean) =>
      callFlowOf(legs, { ...filter, callId: 'calledLeg', withLegs }).layout.arrows.map(arrow => arrow.callId);
    expect(ids(true)).toEqual(['callerLeg', 'calledLeg']);
    expect(ids(false)).toEqual(['calledLeg']);
  });

  it('compares two messages part by part', () => {
    expect(compareMessages(trace, 0, 1)).toEqual({
      first: '#0 OPTIONS',
      second: '#1 OPTIONS',
      rows: [
        {
          name: 'Start line',
          first: 'OPTIONS sip:2001@192.0.2.2 SIP/2.0',
          second: 'OPTIONS sip:3001@192.0.2.2 SIP/2.0',
        },
        {
          name: 'Via',
          first: 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2001',
          second: 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK3001',
        },
        { name: 'To', first: '<sip:2001@h>', second: '<sip:3001@h>' },
        { name: 'Call-ID', first: 'one', second: 'two' },
      ],
      same: 2,
    });
    expect(compareMessages(trace, 0, 0)?.rows).toEqual([]);
    expect(compareMessages(trace, 0, 9)).toBeUndefined();
  });

  it('gives dialogs styles of their own', () => {
    expect(callFlowOf(trace, filter).layout.arrows.map(arrow => arrow.style)).toEqual([0, 1]);
  });
});
