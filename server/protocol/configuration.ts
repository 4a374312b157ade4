import {
  type Connection,
  DidChangeConfigurationNotification,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver';
import type { Language } from '../languages/language.ts';
import { allRules } from '../languages/rulePages.ts';
import { unknownRule } from '../rules/unknownRule.ts';
import { defaultSettings, ruleCodesIn, type Settings, settingsFrom } from '../workspace/settings.ts';

/** The settings of the client: requested if it supports that, otherwise those that it sent last. */
export class Configuration {
  private readonly known = new Map<string, Promise<Settings>>();
  private sent: Settings = defaultSettings;
  private canAsk = false;
  /** Codes of rules that the user was told about. */
  private readonly told = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly languages: readonly Language[],
    private readonly report: (feature: string, error: unknown) => void,
  ) {}

  /** The information about settings in `initialize`. `section` is what an editor without configuration requests sends. */
  begin(canAsk: boolean, section: unknown): void {
    this.canAsk = canAsk;
    this.sent = this.read(section);
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
        .then((section: unknown) => this.read(section))
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
    this.sent = this.read('sipWorkbench' in settings ? settings.sipWorkbench : settings);
  }

  /** Reads what the client sent, and says once which rules in it do not exist. */
  private read(section: unknown): Settings {
    const set = ruleCodesIn(section);
    if (set.length === 0) return settingsFrom(section, this.languages);
    const codes = new Set<string>(allRules(this.languages).map(({ code }) => code));
    const unknown = set.filter(code => !codes.has(code));
    for (const code of unknown.slice(0, MOST_TOLD)) {
      if (this.told.has(code)) continue;
      this.told.add(code);
      const message = `A line of the setting sipWorkbench.rules has no effect: ${unknownRule(code, codes)}`;
      const params = { type: MessageType.Warning, message };
      void this.connection.sendNotification(ShowMessageNotification.method, params);
    }
    return settingsFrom(section, this.languages);
  }
}

/** After these are fixed, the rest is told. */
const MOST_TOLD = 3;
