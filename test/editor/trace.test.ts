import { fileURLToPath } from 'node:url';
import type { FrameLocator } from 'playwright-core';
import { expect, it } from 'vitest';
import { ethernet, ip4, pcap, tcp, udp } from '../trace/captureFile.ts';
import { describeInEditor, editorOfSuite } from './editor.ts';

const examples = fileURLToPath(new URL('../../examples/traces', import.meta.url));

describeInEditor('a SIP trace in the editor', () => {
  const editor = editorOfSuite({ copyOf: examples, files: {} });

  /** The page of the call flow, inside the two frames that a web view is made of. */
  const flow = (): FrameLocator =>
    editor.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  const selectedLine = () =>
    editor.evaluate(vscode => vscode.window.visibleTextEditors[0]?.selection.active.line);

  /** Opens the call flow of a file with nothing beside it. */
  const showAlone = async (name: string): Promise<void> => {
    await editor.evaluate(async vscode => {
      while (vscode.window.tabGroups.all.some(group => group.tabs.length > 0))
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });
    await editor.open(name);
    await editor.runCommand('SIP: Show Call Flow');
    await flow().locator('g.arrow').first().waitFor();
  };

  it('is outlined by dialog and explained under the pointer', async () => {
    await editor.open('registration.siptrace');
    const language = await editor.evaluate(vscode => vscode.window.activeTextEditor?.document.languageId);
    expect(language).toBe('sip-trace');
    const hovers = () =>
      editor.evaluate(async vscode => {
        const document = vscode.window.activeTextEditor?.document;
        const at = document?.positionAt(document.getText().indexOf('401'));
        const found = await vscode.commands.executeCommand<import('vscode').Hover[]>(
          'vscode.executeHoverProvider',
          document?.uri,
          at,
        );
        return found
          .flatMap(({ contents }) => contents.map(part => (typeof part === 'string' ? part : part.value)))
          .join();
      });
    // The language server may still be starting.
    await expect.poll(hovers).toContain('Response to message 0');
  });

  it('shows its call flow beside it', async () => {
    await editor.runCommand('SIP: Show Call Flow');
    const arrows = flow().locator('g.arrow');
    await expect.poll(() => arrows.count()).toBe(4);
    expect(await arrows.nth(1).locator('.label').textContent()).toBe('401 Unauthorized');
    expect(await flow().locator('.outcome').textContent()).toContain('answered and accepted');
    await editor.screenshot('call flow');
  });

  it('goes from an arrow to its message and back', async () => {
    const arrows = flow().locator('g.arrow');
    await arrows.nth(1).locator('.label').click();
    await expect.poll(selectedLine).toBe(14);
    await arrows.nth(1).press('ArrowDown');
    await arrows.nth(2).press('Enter');
    await expect.poll(() => arrows.nth(2).getAttribute('aria-selected')).toBe('true');
    await expect.poll(selectedLine).toBe(25);
    await editor.evaluate(vscode => {
      const active = vscode.window.visibleTextEditors[0];
      if (active !== undefined) active.selection = new vscode.Selection(2, 0, 2, 0);
    });
    await expect.poll(() => arrows.nth(0).getAttribute('aria-selected')).toBe('true');
  });

  it('follows what is typed', async () => {
    await editor.open('registration.siptrace');
    await editor.replace('SIP/2.0 401 Unauthorized', 'SIP/2.0 403 Forbidden');
    await expect.poll(() => flow().locator('g.arrow .label').nth(1).textContent()).toBe('403 Forbidden');
  });

  const openCapture = (name: string, bytes: Uint8Array) =>
    editor.evaluate(
      async (vscode, path, data) => {
        const uri = vscode.Uri.file(path);
        await vscode.workspace.fs.writeFile(uri, Buffer.from(data, 'base64'));
        await vscode.commands.executeCommand('sipWorkbench.openCapture', uri);
      },
      `${editor.folder}/${name}`,
      Buffer.from(bytes).toString('base64'),
    );

  it('opens a capture as a trace', async () => {
    const text =
      'OPTIONS sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nl: 0\r\n\r\n';
    await openCapture('call.pcap', pcap([ethernet(ip4(17, udp(text)))]));
    const shown = await editor.evaluate(vscode => {
      const document = vscode.window.activeTextEditor?.document;
      return [document?.languageId, document?.lineAt(0).text, document?.lineAt(1).text];
    });
    expect(shown).toEqual([
      'sip-trace',
      '# 2001-09-09T01:46:40.005000Z UDP 192.0.2.1:5060 => 192.0.2.2:5062',
      'OPTIONS sip:bob@example.com SIP/2.0',
    ]);
  });

  it('says that a capture is encrypted, and how to export it', async () => {
    const record = Uint8Array.from([23, 3, 3, 0, 3, 1, 2, 3]);
    await openCapture('encrypted.pcap', pcap([ethernet(ip4(6, tcp(1, record)))]));
    // The test driver of the editor keeps toasts away.
    await editor.runCommand('Notifications: Show Notifications');
    const center = editor.page.locator('.notifications-center');
    await center.getByText('Export PDUs to File').first().waitFor();
    await editor.runCommand('Notifications: Clear All Notifications');
  });

  it('writes a redacted copy', async () => {
    await editor.open('call-through-proxy.siptrace');
    await editor.runCommand('SIP: Redact Trace');
    await expect
      .poll(() => editor.evaluate(vscode => vscode.window.activeTextEditor?.document.isUntitled))
      .toBe(true);
    const copy = await editor.evaluate(vscode => vscode.window.activeTextEditor?.document.getText() ?? '');
    expect(copy).not.toMatch(/2001|3001|192\.0\.2|pbx\.example\.com/);
    expect(copy).toContain('INVITE sip:');
  });

  it('makes a trace from a scenario', async () => {
    const { page } = editor;
    await editor.runCommand('SIP: New Trace from Scenario');
    const scenario = page.locator('.quick-input-list .monaco-list-row', { hasText: 'CANCEL' });
    const chooseOwn = async () => {
      await scenario.hover();
      await scenario.getByRole('button', { name: 'With Your Own Numbers and Addresses' }).click();
    };
    await chooseOwn();
    const input = page.locator('.quick-input-widget input.input:visible');
    for (let step = 1; step <= 7; step++) {
      await page.locator('.quick-input-title', { hasText: `${step + 1}/8` }).waitFor();
      const back = page.locator('.quick-input-titlebar').getByRole('button', { name: 'Back' });
      if (step === 1) {
        await back.click();
        await chooseOwn();
        await page.locator('.quick-input-title', { hasText: '2/8' }).waitFor();
      }
      // The second question leads back to the first, which still has the answer.
      if (step === 2) {
        await back.click();
        await expect.poll(() => input.inputValue()).toBe('4711');
        await input.press('Enter');
        await page.locator('.quick-input-title', { hasText: '3/8' }).waitFor();
      }
      if (step === 1) await editor.answer('4711');
      else if (step === 7) await editor.answer('never shown');
      else await input.press('Enter');
    }
    const text = () => editor.evaluate(vscode => vscode.window.activeTextEditor?.document.getText() ?? '');
    await expect.poll(text).toContain('CANCEL sip:3001@example.com SIP/2.0');
    expect(await text()).toContain('Digest username="4711"');
    expect(await text()).not.toContain('never shown');
  });

  it('makes a new trace with example values after one question', async () => {
    await editor.runCommand('SIP: New Trace from Scenario');
    await editor.page.locator('.quick-input-list .monaco-list-row', { hasText: 'CANCEL' }).click();
    const text = () => editor.evaluate(vscode => vscode.window.activeTextEditor?.document.getText() ?? '');
    await expect.poll(text).toContain('Digest username="2001"');
  });

  it('draws a PNG in the page', async () => {
    await editor.open('call-through-proxy.siptrace');
    await editor.runCommand('SIP: Show Call Flow');
    await expect.poll(() => flow().locator('g.arrow').count()).toBe(13);
    await flow().locator('button[data-format="png"]').click();
    const name = editor.page.locator('.quick-input-widget input.input:visible');
    await name.waitFor();
    await expect.poll(() => name.inputValue()).toContain('call-through-proxy.png');
    await editor.page.keyboard.press('Enter');
    const size = () =>
      editor.evaluate(async (vscode, folder) => {
        const png = vscode.Uri.file(`${folder}/call-through-proxy.png`);
        const data = await vscode.workspace.fs.readFile(png).then(
          bytes => bytes,
          () => new Uint8Array(8),
        );
        return String.fromCharCode(...data.slice(1, 4));
      }, editor.folder);
    await expect.poll(size).toBe('PNG');
  });

  it('names the lanes, and gives every port a lane when asked', async () => {
    await showAlone('wrong-password.sip.log');
    await expect.poll(() => flow().locator('.host').allTextContents()).toContain('2001');
    const lanes = () => flow().locator('.lane').count();
    expect(await lanes()).toBe(2);
    await flow().locator('#ports').check();
    await expect.poll(() => flow().locator('.host').allTextContents()).toContain('192.0.2.10:5060');
    await editor.screenshot('call flow with named lanes');
  });

  it('zooms, and fits the picture to the page', async () => {
    const width = () =>
      flow()
        .locator('#picture svg')
        .evaluate(svg => Number(svg.getAttribute('width')));
    const before = await width();
    await flow().locator('button[data-zoom="in"]').click();
    expect(await width()).toBeCloseTo(before * 1.2, 0);
    await flow().locator('button[data-zoom="fit"]').click();
    const place = await flow()
      .locator('#picture')
      .evaluate(picture => picture.clientWidth);
    expect(await width()).toBeCloseTo(place, 0);
    await editor.screenshot('call flow fitted');
  });

  it('compares two messages', async () => {
    const arrows = flow().locator('g.arrow');
    await arrows.nth(0).locator('.label').click();
    await arrows
      .nth(2)
      .locator('.label')
      .click({ modifiers: ['Control'] });
    const rows = flow().locator('#comparison tr');
    await expect
      .poll(() => rows.allTextContents().then(texts => texts.join('\n')))
      .toContain('Authorization');
    await editor.screenshot('call flow comparison');
    await flow().locator('#comparison button').click();
    expect(await rows.count()).toBe(0);
  });

  it('copies the picture as Mermaid, text and SVG', async () => {
    await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = () => editor.evaluate(vscode => vscode.env.clipboard.readText());
    for (const [format, start] of [
      ['mermaid', 'sequenceDiagram'],
      ['text', 'Call-ID'],
      ['svg', '<svg'],
    ] as const) {
      await flow().locator('#copy').selectOption(format);
      await expect.poll(async () => (await copied()).startsWith(start)).toBe(true);
    }
  });

  it('shows several calls that are selected', async () => {
    await showAlone('two-legs.siptrace');
    await flow().locator('#calls summary').click();
    const options = flow().locator('#call option');
    await expect.poll(() => options.count()).toBeGreaterThan(2);
    const calls = await options.evaluateAll(found => found.map(option => option.getAttribute('value') ?? ''));
    const arrows = flow().locator('g.arrow');
    const all = await arrows.count();
    await flow().locator('#legs').uncheck();
    await flow().locator('#call').selectOption(calls.slice(1, 2));
    await expect.poll(() => arrows.count()).toBeLessThan(all);
    await flow().locator('#call').selectOption(calls.slice(1, 3));
    await expect.poll(() => flow().locator('#calls summary').textContent()).toBe('2 calls');
    await expect.poll(() => arrows.count()).toBe(all);
    await editor.screenshot('call flow of several calls');
  });

  it('shows both legs of a call through a server, with the programs that the messages name', async () => {
    await showAlone('one-way-audio.siptrace');
    await editor.runCommand('View: Close Primary Side Bar');
    await expect
      .poll(() => flow().locator('.host').allTextContents())
      .toEqual(expect.arrayContaining(['Linphone of 2001', 'Asterisk', 'Yealink SIP-T46U of 3001']));
    await flow().locator('button[data-zoom="fit"]').click();
    await editor.screenshot('call-flow');
    await editor.runCommand('View: Toggle Primary Side Bar Visibility');
  });

  it('shows the packets that tshark printed as JSON', async () => {
    const packet = (number: number, startLine: object) => ({
      _index: 'packets-2026-03-10',
      _source: {
        layers: {
          frame: { 'frame.time_epoch': `177313773${number}.100000000`, 'frame.number': String(number) },
          ip: { 'ip.src': `192.0.2.${number}`, 'ip.dst': `192.0.2.${3 - number}` },
          udp: { 'udp.srcport': '5060', 'udp.dstport': '5060' },
          sip: {
            ...startLine,
            'sip.msg_hdr': 'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nCall-ID: 1\r\n',
          },
        },
      },
    });
    const packets = [
      packet(1, { 'sip.Request-Line': 'INVITE sip:b@192.0.2.2 SIP/2.0' }),
      packet(2, { 'sip.Status-Line': 'SIP/2.0 100 Trying' }),
    ];
    await editor.evaluate(
      async (vscode, folder, text) => {
        const uri = vscode.Uri.file(`${folder}/printed.json`);
        await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
        await vscode.window.showTextDocument(uri);
      },
      editor.folder,
      JSON.stringify(packets, undefined, 2),
    );
    await editor.runCommand('SIP: Show Call Flow');
    await expect
      .poll(() => flow().locator('g.arrow .label').allTextContents())
      .toEqual(['INVITE', '100 Trying']);
    await editor.screenshot('call flow of printed packets');
  });

  it('asks nobody outside', () => {
    expect([...editor.foreignOrigins]).toEqual([]);
  });
});
