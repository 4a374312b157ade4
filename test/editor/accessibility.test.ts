import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

const SIP_CONF = '[general]\nallowguest=no\n\n[1001]\ntype=friend\nhost=dynamic\nsecret=s3cret\n';

const SCRIPT = `socket=udp:192.0.2.1:5060
loadmodule "proto_udp.so"
loadmodule "sl.so"
loadmodule "tm.so"
route {
  t_on_failure("busy");
  route(relay);
}
route[relay] {
  t_relay();
  exit;
}
failure_route[busy] {
  t_reply(486, "Busy Here");
}
`;

const message = (start: string, cseq: string): string =>
  [
    start,
    'Via: SIP/2.0/UDP 192.0.2.30:5062;branch=z9hG4bK1',
    'From: <sip:1001@192.0.2.1>;tag=1',
    'To: <sip:100@192.0.2.1>',
    'Call-ID: 1',
    `CSeq: 1 ${cseq}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\n');

const TRACE =
  message('INVITE sip:100@192.0.2.1 SIP/2.0', 'INVITE') + message('SIP/2.0 486 Busy Here', 'INVITE');

/** Our views, and what each shows once it is complete. Rule pages and reports are in the editor's own preview of Markdown. */
const views = [
  { name: 'message matching', file: 'sip.conf', ready: '.step' },
  { name: 'call flow', file: 'call.siptrace', ready: '#picture svg' },
  { name: 'route map', file: 'opensips.cfg', ready: 'g.box' },
] as const;

const looks = [
  { name: 'light', theme: 'Default Light Modern', style: 'vscode-light', zoom: 1 },
  { name: 'dark', theme: 'Default Dark Modern', style: 'vscode-dark', zoom: 1 },
  { name: 'high contrast', theme: 'Default High Contrast', style: 'vscode-high-contrast', zoom: 1 },
  {
    name: 'light high contrast',
    theme: 'Default High Contrast Light',
    style: 'vscode-high-contrast-light',
    zoom: 1,
  },
  { name: '200 %', theme: 'Default Light Modern', style: 'vscode-light', zoom: 2 },
] as const;

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe: typeof axe;
  }
}

describeInEditor('the accessibility of the web views', () => {
  const editor = editorOfSuite({
    files: { 'sip.conf': SIP_CONF, 'opensips.cfg': SCRIPT, 'call.siptrace': TRACE },
  });

  it.each(views)(
    'finds nothing serious in the $name, in any theme and at 200 %',
    { timeout: 180_000 },
    async view => {
      await editor.evaluate(async vscode => {
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      });
      await editor.open(view.file);
      await openView(view.name);
      const frame = await frameWith(view.ready);
      await frame.evaluate(axeSource);
      for (const { name, theme, style, zoom } of looks) {
        await editor.page.setViewportSize({ width: 1400 / zoom, height: 900 / zoom });
        await setTheme(theme);
        await expect.poll(() => frame.evaluate(() => document.body.className.split(' '))).toContain(style);
        await editor.screenshot(`${view.name}, ${name}`);
        expect(await seriousFindings(frame), `${view.name}, ${name}`).toEqual([]);
      }
      await editor.page.setViewportSize({ width: 1400, height: 900 });
    },
  );

  async function openView(name: (typeof views)[number]['name']): Promise<void> {
    switch (name) {
      case 'call flow':
        return editor.runCommand('SIP: Show Call Flow');
      case 'route map':
        return editor.runCommand('SIP: Show Route Map');
      case 'message matching':
        return editor.evaluate(async vscode => {
          const uri = vscode.window.activeTextEditor?.document.uri.toString();
          await vscode.commands.executeCommand('sipWorkbench.explainDevice', uri, '1001');
        });
    }
  }

  /** The page of the view, which is in two frames, once it shows this. */
  async function frameWith(selector: string): Promise<Frame> {
    const page = editor.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
    await page.locator(selector).first().waitFor({ state: 'attached' });
    const frame = await (await page.locator('body').elementHandle())?.ownerFrame();
    if (frame === null || frame === undefined) throw new Error(`no page has ${selector}`);
    return frame;
  }

  async function setTheme(theme: string): Promise<void> {
    await editor.evaluate(async (vscode, name) => {
      const settings = vscode.workspace.getConfiguration('workbench');
      await settings.update('colorTheme', name, vscode.ConfigurationTarget.Global);
    }, theme);
  }

  /** What axe-core calls serious or critical, as one line for each rule. */
  async function seriousFindings(frame: Frame): Promise<string[]> {
    return frame.evaluate(async () => {
      const { violations } = await window.axe.run(document);
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
    });
  }
});
