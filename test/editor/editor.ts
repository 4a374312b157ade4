import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, vi } from 'vitest';
import { installExtension, settings, startServer } from '../../workbench/editor.mjs';
import { type Bridge, ExtensionHostEnded, listenForBridge } from './bridge.ts';
import { serveFiles } from './fileServer.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const vsix = join(root, 'dist/sip-workbench.vsix');

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
  /** Answers the question that the editor asks in its input box. */
  answer(text: string): Promise<void>;
  /** Opens a file of the folder by its path. */
  open(path: string): Promise<void>;
  /** The codes of the problems that the editor shows for a file of the folder. */
  problems(path: string): Promise<string[]>;
  /** Replaces the first place where a text stands in the editor in front; fails when it is not there. */
  replace(text: string, by: string): Promise<void>;
  /** Puts the cursor behind the first place where a text stands in the editor in front; fails when it is not there. */
  putCursorBehind(text: string): Promise<void>;
  /** Clicks the code lens with this title above the first line where a text stands in the editor in front. */
  clickLens(title: string, text: string): Promise<void>;
  /** The line of the open editor that shows this text. */
  line(text: string): Locator;
  /** Comes back once the editor notices what is written into the folder; when it begins to watch is its own affair. */
  watchesFolder(): Promise<void>;
  /** Puts a picture into screenshots/, of a part of the page if one is given. */
  screenshot(name: string, clip?: Clip): Promise<void>;
  close(): Promise<void>;
}

export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface EditorOptions {
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
  /** A folder whose files are copied in first. */
  readonly copyOf?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Runs the extension in a web worker of the page, as an editor without a server does. */
  readonly inBrowser?: boolean;
  /** Opens a window without the folder. */
  readonly isWithoutFolder?: boolean;
  /** Opens the folder as one that nobody has said to trust. */
  readonly isUntrusted?: boolean;
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

/**
 * The editor of a suite, which shows a file first. It is there from the first test on, and from the hooks that the suite adds after
 * this; it leaves a picture of a test that fails.
 */
export function editorOfSuite(options: EditorOptions, first?: string): Editor {
  const editor = {} as Editor;
  let opened: Editor | undefined;
  beforeAll(async () => {
    opened = await openEditor(options);
    Object.assign(editor, opened);
    if (first !== undefined) await opened.open(first);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await opened?.screenshot(`failed ${task.name}`);
  });
  afterAll(() => opened?.close());
  return editor;
}

async function openEditor(options: EditorOptions): Promise<Editor> {
  const home = await mkdtemp(join(tmpdir(), 'sip-workbench-editor-'));
  const folder = join(home, basename(options.copyOf ?? 'folder'));
  const folders = { data: join(home, 'server'), extensions: join(home, 'extensions') };
  await writeFiles(home, {
    'server/data/User/settings.json': JSON.stringify({
      ...settings,
      ...testSettings,
      ...(options.isUntrusted === true ? untrustedSettings : {}),
      ...options.settings,
    }),
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
  if (options.inBrowser !== true) await installExtension(folders, vsix, environment);
  const files = options.inBrowser === true ? await serveFiles(root) : undefined;
  const flags = ['--without-connection-token', '--enable-smoke-test-driver'];
  if (options.isUntrusted !== true) flags.push('--disable-workspace-trust');
  const { child, port, log } = await startServer(folders, { port: 0, flags, environment });

  const browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: browserFlags });
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 },
    bypassCSP: files !== undefined,
  });
  const foreignOrigins = watchOrigins(page);
  // The smoke test driver calls these, whether anybody listens or not.
  await page.exposeFunction('codeAutomationLog', () => {});
  await page.exposeFunction('codeAutomationExit', () => {});
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const url = new URL(`http://127.0.0.1:${port}/`);
  if (options.isWithoutFolder === true) url.searchParams.set('ew', 'true');
  else url.searchParams.set('folder', folder);
  url.searchParams.set(
    'payload',
    JSON.stringify([['extensionDevelopmentPath', remote(join(here, 'bridge'))]]),
  );
  if (files !== undefined) await addExtensionOfPage(page, files.address);

  const input = page.locator('.quick-input-widget input.input:visible');
  const editor: Editor = {
    page,
    folder,
    evaluate: bridge.evaluate,
    foreignOrigins,
    async runCommand(title) {
      await page.keyboard.press('F1');
      await input.fill(`>${title}`);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
      await input.press('Enter');
    },
    async answer(text) {
      // A box that follows another one gets its value and the focus a moment after it is shown.
      await expect
        .poll(async () => {
          await input.fill(text);
          return input.inputValue();
        })
        .toBe(text);
      await input.press('Enter');
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
    problems: path =>
      bridge.evaluate(
        (vscode, file) =>
          vscode.languages
            .getDiagnostics(vscode.Uri.file(file))
            .map(({ code }) => String(typeof code === 'object' ? code.value : code)),
        join(folder, path),
      ),
    replace: (text, by) =>
      bridge.evaluate(
        async (vscode, from, to) => {
          const active = vscode.window.activeTextEditor;
          const at = active?.document.getText().indexOf(from) ?? -1;
          if (active === undefined || at < 0) throw new Error(`"${from}" is not in the editor`);
          const { document } = active;
          const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
          await active.edit(edit => edit.replace(range, to));
        },
        text,
        by,
      ),
    async putCursorBehind(text) {
      await bridge.evaluate(async (vscode, wanted) => {
        const active = vscode.window.activeTextEditor;
        const at = active?.document.getText().indexOf(wanted) ?? -1;
        if (active === undefined || at < 0) throw new Error(`"${wanted}" is not in the editor`);
        const position = active.document.positionAt(at + wanted.length);
        active.selection = new vscode.Selection(position, position);
        active.revealRange(active.selection, vscode.TextEditorRevealType.InCenter);
        await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      }, text);
    },
    async clickLens(title, text) {
      const lenses = page.locator('.codelens-decoration a', { hasText: title });
      const nearest = async () => {
        await editor.putCursorBehind(text);
        const line = await editor.line(text).boundingBox();
        const boxes = await Promise.all(
          (await lenses.all()).map(lens => lens.boundingBox({ timeout: 1000 })),
        );
        // Lenses of lines that are not in sight stand in the page too, below the tabs.
        const tops = boxes.map(box => (line !== null && box !== null && box.y < line.y ? box.y : -Infinity));
        const index = tops.indexOf(Math.max(...tops));
        await lenses.nth(index).click({ timeout: 1000, trial: true });
        return index;
      };
      const index = await vi.waitFor(nearest, { timeout: 30_000, interval: 100 });
      // Once: a click that takes a busy editor long has been made all the same.
      await lenses.nth(index).click();
    },
    line: text => page.locator('.editor-group-container.active .view-line', { hasText: text }).first(),
    watchesFolder: () =>
      bridge.evaluate(
        async (vscode, file) => {
          const watcher = vscode.workspace.createFileSystemWatcher(`**/${file.split('/').at(-1)}`);
          const uri = vscode.Uri.file(file);
          const write = () => void vscode.workspace.fs.writeFile(uri, new Uint8Array());
          const timer = setInterval(write, 250);
          await new Promise<void>(resolve => {
            watcher.onDidCreate(() => resolve());
            watcher.onDidChange(() => resolve());
          });
          clearInterval(timer);
          watcher.dispose();
        },
        join(folder, 'watched'),
      ),
    async screenshot(name, clip) {
      const path = join(here, 'screenshots', `${name}.png`);
      await page.screenshot(clip === undefined ? { path } : { path, clip });
    },
    async close() {
      await browser.close();
      bridge.close();
      files?.close();
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
    await page.goto(url.href, { timeout: 90_000 });
    await page.locator('.monaco-workbench').waitFor();
    await knowsLanguages(bridge);
    return editor;
  } catch (error) {
    await editor.screenshot('failed-start');
    await editor.close();
    throw new Error(`The editor did not start.\n${log()}`, { cause: error });
  }
}

/**
 * Comes back once the editor knows our languages: an extension of the page comes when it likes, and a file opened before it
 * would have another language for good. Meanwhile the editor may start its extension host anew.
 */
async function knowsLanguages(bridge: Bridge): Promise<void> {
  try {
    await bridge.evaluate(async vscode => {
      // The bound ends what runs in an editor that nobody can close any more.
      for (let round = 0; round < 600; round++) {
        if ((await vscode.languages.getLanguages()).includes('sip-conf')) return;
        await new Promise(resolve => setTimeout(resolve, 100));
      }
      throw new Error('the editor does not know sip-conf');
    });
  } catch (error) {
    if (!(error instanceof ExtensionHostEnded)) throw error;
    await knowsLanguages(bridge);
  }
}

const testSettings = {
  'editor.hover.delay': 100,
  'files.autoSave': 'off',
  'git.enabled': false,
  'window.commandCenter': false,
  'window.title': 'SIP Workbench',
  'workbench.reduceMotion': 'on',
};

/** Asks nobody, so that the folder stays as it is. */
const untrustedSettings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

export const browserFlags = [
  // A page that a test has changed on its way counts as one from elsewhere, which may not talk to this machine.
  '--disable-features=LocalNetworkAccessChecks',
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

/**
 * Has the page load an extension from an address, which only the configuration inside the page can ask for. It counts as one
 * under development: the editor stops all others that it does not find among the installed ones, whenever it looks.
 */
async function addExtensionOfPage(page: Page, address: string): Promise<void> {
  const { protocol, host } = new URL(address);
  const extension = { scheme: protocol.slice(0, -1), authority: host, path: '/' };
  await page.route(
    ({ pathname }) => pathname === '/',
    async route => {
      const response = await route.fetch();
      const body = await response.text();
      const start = '"developmentOptions":{'.replaceAll('"', '&quot;');
      const added = `"extensions":[${JSON.stringify(extension)}],`.replaceAll('"', '&quot;');
      if (!body.includes(start)) throw new Error('the page has no options of development');
      await route.fulfill({ response, body: body.replace(start, () => start + added) });
    },
  );
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
