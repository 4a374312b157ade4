import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { routeMapHtml } from '../../client/views/routeMap/html.ts';
import { isFromPage } from '../../client/views/routeMap/messages.ts';
import type { RouteGraph } from '../../server/languages/opensips/routeMap/routeGraph.ts';
import { mapOf } from '../../server/languages/opensips/routeMap/routeMap.ts';
import { exportRouteMap } from '../../server/languages/opensips/routeMap/routeMapExport.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

const payload = '<img src=x onerror="document.documentElement.dataset.pwned=1"></text><script>1</script>';
const place = { uri: 'file:///opensips.cfg', line: 3, endLine: 4, column: 0 };
/** Two blocks with a name, an entry and exits that somebody else has written. */
const hostile: RouteGraph = {
  nodes: [
    {
      title: 'route',
      kind: 'request',
      entry: payload,
      state: 'used',
      place,
      exits: [{ kind: 'reply', label: payload, places: [place] }],
    },
    { title: `route[${payload}]`, kind: 'request', entry: undefined, state: 'missing', place, exits: [] },
  ],
  edges: [
    { from: 0, to: 1, kind: 'failure', places: [place] },
    { from: 1, to: 0, kind: 'call', places: [place] },
    { from: 1, to: 1, kind: 'call', places: [place] },
  ],
};

/** The page in a real browser, shown a map; the document as it stands in the end. */
function pageShowing(graph: RouteGraph): string {
  const folder = mkdtempSync(join(tmpdir(), 'route-map-'));
  try {
    const script = buildSync({
      entryPoints: [join(root, 'client/views/routeMap/page.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
    }).outputFiles[0]?.text;
    writeFileSync(join(folder, 'page.js'), script ?? '');
    writeFileSync(join(folder, 'style.css'), '');
    const message = JSON.stringify({ type: 'map', map: mapOf(graph) }).replace(/</g, '\\u003c');
    const editor = `<script nonce="test">window.acquireVsCodeApi = () => ({ postMessage: m => { if (m.type === 'ready') setTimeout(() => window.postMessage(${message}, '*')); } });</script>`;
    const html = routeMapHtml({ script: 'page.js', styles: ['style.css'], origin: 'file:', nonce: 'test' });
    writeFileSync(
      join(folder, 'page.html'),
      html.replace('<title>', () => `${editor}<title>`),
    );
    const url = pathToFileURL(join(folder, 'page.html')).href;
    const options = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=5000'];
    return execFileSync(
      chromium ?? '',
      [`--user-data-dir=${join(folder, 'profile')}`, ...options, '--dump-dom', url],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the route map page', () => {
  it.skipIf(chromium === undefined)('shows hostile text as text', () => {
    const shown = pageShowing(hostile);
    expect(shown).toContain('route[&lt;img src=x');
    expect(shown).toContain('class="box missing request"');
    expect(shown).not.toContain('data-pwned');
    expect(shown).not.toMatch(/<img|<iframe/);
    expect(shown.match(/<script/g)).toHaveLength(2);
  });

  it('lets only its own script run and loads nothing', () => {
    const html = routeMapHtml({ script: 's.js', styles: ['s.css'], origin: 'https://editor', nonce: 'n1' });
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];
    expect(policy).toBe("default-src 'none'; style-src https://editor; script-src 'nonce-n1'");
    expect(html).not.toMatch(/ on\w+=|style="/);
  });

  it('acts on nothing but its own messages', () => {
    expect(isFromPage({ type: 'ready' })).toBe(true);
    expect(isFromPage({ type: 'select', place: 3 })).toBe(true);
    expect(isFromPage({ type: 'export', format: 'svg' })).toBe(true);
    for (const wrong of [
      ...[null, 'select', { type: 'select', place: -1 }, { type: 'select', place: '3' }],
      ...[{ type: 'select', place: 1.5 }, { type: 'export', format: '../x' }, { type: 'run' }],
    ]) {
      expect(isFromPage(wrong)).toBe(false);
    }
  });
});

describe('a saved route map', () => {
  it('is an SVG of text and numbers', () => {
    const svg = exportRouteMap(mapOf(hostile), 'svg');
    expect(svg).not.toMatch(/<script|<img|NaN|undefined/);
    expect(svg.match(/<rect /g)).toHaveLength(3);
    expect(svg.match(/<polygon /g)).toHaveLength(3);
    expect(svg).toContain('on failure');
  });

  it('is a flow chart of Mermaid', () => {
    const graph = {
      ...hostile,
      nodes: hostile.nodes.map((node, index) => ({ ...node, title: `r${index}` })),
    };
    const lines = exportRouteMap(mapOf(graph), 'mermaid').split('\n');
    expect(lines[0]).toBe('flowchart LR');
    expect(lines[1]).toMatch(/^ {4}r0\(\["r0<br>#60;img src=x/);
    expect(lines[2]).toBe('    r1["r1<br>not found"]');
    expect(lines.slice(3, 6)).toEqual(['    r0 -. on failure .-> r1', '    r1 --> r0', '    r1 --> r1']);
    expect(lines.join('')).not.toMatch(/<(?!br>)|javascript/);
  });
});
