import type { LanguageSettings } from '../languages/project.ts';
import type { Severity } from '../rules/rule.ts';

/** Settings of the workbench for one file: what languages see, and what the frame itself asks. */
export interface Settings {
  readonly language: LanguageSettings;
  /** Effective values after templates and the like, shown between the text. */
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
}

export const defaultSettings: Settings = {
  language: { asteriskVersion: '20', opensipsVersion: 'auto', flexisipVersion: 'auto', severities: {} },
  inlayHints: false,
  codeLens: true,
};

/**
 * Reads the section `sipWorkbench` as an editor sends it: `asterisk.version`, `opensips.version`, `flexisip.version`,
 * `rules` (severity or `off` by rule code), `inlayHints.enabled`, `codeLens.enabled`. Whatever has the wrong type counts as
 * not set.
 */
export function settingsFrom(section: unknown): Settings {
  const { language } = defaultSettings;
  return {
    language: {
      asteriskVersion: textAt(section, 'asterisk', 'version') ?? language.asteriskVersion,
      opensipsVersion: textAt(section, 'opensips', 'version') ?? language.opensipsVersion,
      flexisipVersion: textAt(section, 'flexisip', 'version') ?? language.flexisipVersion,
      severities: severitiesFrom(at(section, 'rules')),
    },
    inlayHints: booleanAt(section, 'inlayHints', 'enabled') ?? defaultSettings.inlayHints,
    codeLens: booleanAt(section, 'codeLens', 'enabled') ?? defaultSettings.codeLens,
  };
}

function severitiesFrom(value: unknown): Readonly<Record<string, Severity | 'off'>> {
  const severities: Record<string, Severity | 'off'> = {};
  if (typeof value !== 'object' || value === null) return severities;
  for (const [code, severity] of Object.entries(value)) if (isSeverity(severity)) severities[code] = severity;
  return severities;
}

function isSeverity(value: unknown): value is Severity | 'off' {
  return (
    value === 'error' || value === 'warning' || value === 'information' || value === 'hint' || value === 'off'
  );
}

function at(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce(at, value);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function booleanAt(value: unknown, ...path: readonly string[]): boolean | undefined {
  const found = path.reduce(at, value);
  return typeof found === 'boolean' ? found : undefined;
}
