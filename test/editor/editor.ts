import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Locator, type Page } from 'playwright-core';
import { describe } from 'vitest';
import { installExtension, settings, startServer } from '../../workbench/editor.mjs';
import { type Bridge, listenForBridge } from './bridge.ts';

const here = dirname(fileURLToPath(import.meta.url));
const vsix = join(here, '../../dist/sip-workbench.vsix');

/** A VS Code workbench in a headless browser, with the packaged extension installed and a folder of its own open. */
export interface Editor {
  readonly page: Page;
  /** The open folder. */
  readonly folder: string;
  /** See `Bridge`. */
  readonly evaluate: Bridge['evaluate'];
  /** Origins outside this machine that the window asked for; there should be none. */
  readonly foreignOrigins: ReadonlySet<string>;
  /** Runs a command of the palette by its title. */
  runCommand(title: string): Promise<void>;
  /** Opens a file of the folder by its path. */
  open(path: string): Promise<void>;
  /** The line of the open editor that shows this text. */
  line(text: string): Locator;
  /** Puts a picture into screenshots/. */
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface EditorOptions {
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
  /** A folder whose files are copied in first. */
  readonly copyOf?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A suite that needs the editor; without a browser for it, it is skipped and its title says why. */
export function describeInEditor(title: string, suite: () => void): void {
  const browser = findBrowser();
  if (browser === undefined) {
    describe.skip(
      `${title} (skipped: no Chromium found; install it or name it in the variable CHROMIUM)`,
      suite,
    );
  } else {
    describe(title, suite);
  }
}

export async function openEditor(options: EditorOptions): Promise<Editor> {
  const home = await mkdtemp(join(tmpdir(), 'sip-workbench-editor-'));
  const folder = join(home, 'folder');
  const folders = { data: join(home, 'server'), extensions: join(home, 'extensions') };
  await writeFiles(home, {
    'server/data/User/settings.json': JSON.stringify({ ...settings, ...testSettings, ...options.settings }),
  });
  await mkdir(folder);
  if (options.copyOf !== undefined) await cp(options.copyOf, folder, { recursive: true });
  await writeFiles(folder, options.files);

  const bridge = await listenForBridge();
  const environment = {
    PATH: process.env.PATH,
    HOME: home,
    LANG: 'C.UTF-8',
    EDITOR_TEST_BRIDGE: String(bridge.port),
  };
  await installExtension(folders, vsix, environment);
  const flags = ['--without-connection-token', '--disable-workspace-trust', '--enable-smoke-test-driver'];
  const { child, port, log } = await startServer(folders, { port: 0, flags, environment });

  const browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: browserFlags });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const foreignOrigins = watchOrigins(page);
  // The smoke test driver calls these, whether anybody listens or not.
  await page.exposeFunction('codeAutomationLog', () => {});
  await page.exposeFunction('codeAutomationExit', () => {});
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set('folder', folder);
  url.searchParams.set(
    'payload',
    JSON.stringify([['extensionDevelopmentPath', remote(join(here, 'bridge'))]]),
  );

  const editor: Editor = {
    page,
    folder,
    evaluate: bridge.evaluate,
    foreignOrigins,
    async runCommand(title) {
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input.input:visible').fill(`>${title}`);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
      await page.keyboard.press('Enter');
    },
    async open(path) {
      await bridge.evaluate(
        async (vscode, file) => {
          const document = await vscode.workspace.openTextDocument(file);
          await vscode.window.showTextDocument(document, { preview: false });
        },
        join(folder, path),
      );
    },
    line: text =>
      // The editor shows every blank as a non-breaking one.
      page.locator('.editor-group-container.active .view-line', { hasText: text }).first(),
    async screenshot(name) {
      await page.screenshot({ path: join(here, 'screenshots', `${name}.png`) });
    },
    async close() {
      await browser.close();
      bridge.close();
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      // The extension host holds these some seconds longer than the server lives.
      child.stdout?.destroy();
      child.stderr?.destroy();
      await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
  try {
    await page.goto(url.href);
    await page.locator('.monaco-workbench').waitFor();
    await bridge.evaluate(() => {});
    return editor;
  } catch (error) {
    await editor.screenshot('failed-start');
    await editor.close();
    throw new Error(`The editor did not start.\n${log()}`, { cause: error });
  }
}

const testSettings = {
  'editor.hover.delay': 100,
  'files.autoSave': 'off',
  'git.enabled': false,
  'workbench.reduceMotion': 'on',
};

export const browserFlags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

export function findBrowser(): string | undefined {
  const candidates = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return candidates.find(path => path !== undefined && existsSync(path));
}

function watchOrigins(page: Page): ReadonlySet<string> {
  const origins = new Set<string>();
  page.on('request', request => {
    const { protocol, hostname, origin } = new URL(request.url());
    // Resources of web views have addresses of this name, which a service worker answers from the local server.
    const local = hostname === '127.0.0.1' || hostname.endsWith('.vscode-resource.vscode-cdn.net');
    if (protocol.startsWith('http') && !local) origins.add(origin);
  });
  return origins;
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
