import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import type { Language } from '../languages/language.ts';
import { defaultSettings, type Settings, settingsFrom } from '../workspace/settings.ts';

/** The settings of the client: requested if it supports that, otherwise those that it sent last. */
export class Configuration {
  private readonly known = new Map<string, Promise<Settings>>();
  private sent: Settings = defaultSettings;
  private canAsk = false;

  constructor(
    private readonly connection: Connection,
    private readonly languages: readonly Language[],
    private readonly report: (feature: string, error: unknown) => void,
  ) {}

  /** The information about settings in `initialize`. `section` is what an editor without configuration requests sends. */
  begin(canAsk: boolean, section: unknown): void {
    this.canAsk = canAsk;
    this.sent = settingsFrom(section, this.languages);
  }

  /** Asks for notifications of changes. */
  async watch(): Promise<void> {
    await this.connection.client.register(DidChangeConfigurationNotification.type, {
      section: 'sipWorkbench',
    });
  }

  /** Settings for a file; the same object until they change. */
  of(uri: string): Promise<Settings> {
    if (!this.canAsk) return Promise.resolve(this.sent);
    let settings = this.known.get(uri);
    if (settings === undefined) {
      settings = this.connection.workspace
        .getConfiguration({ scopeUri: uri, section: 'sipWorkbench' })
        .then((section: unknown) => settingsFrom(section, this.languages))
        .catch((error: unknown) => {
          this.report('settings', error);
          return defaultSettings;
        });
      this.known.set(uri, settings);
    }
    return settings;
  }

  /** Forgets files that are not in use any more. */
  keepOnly(inUse: ReadonlySet<string>): void {
    for (const uri of this.known.keys()) if (!inUse.has(uri)) this.known.delete(uri);
  }

  /** Takes note of workspace/didChangeConfiguration. */
  changed(settings: unknown): void {
    this.known.clear();
    if (this.canAsk || typeof settings !== 'object' || settings === null) return;
    this.sent = settingsFrom('sipWorkbench' in settings ? settings.sipWorkbench : settings, this.languages);
  }
}
