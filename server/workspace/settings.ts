import type { ExplainQuestion } from '../languages/explainQuestion.ts';
import type { Language } from '../languages/language.ts';
import type { LanguageSettings } from '../languages/project.ts';
import { optionSetting, serversOf, versionSetting } from '../languages/serverVersions.ts';
import { RULE_SEVERITIES, type RuleSeverity } from '../rules/rule.ts';

/** Settings of the workbench for one file: those of the languages, and those of the frame itself. */
export interface Settings {
  readonly language: LanguageSettings;
  /** Effective values after templates and the like, shown between the text. */
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
  /** What questions about messages leave open. */
  readonly question: AssumedQuestion;
}

/** The answers contain passwords, so this must not be logged. */
export type AssumedQuestion = Pick<ExplainQuestion, 'registrations' | 'answers'>;

/** A question, with what is assumed where it says nothing. */
export function completedQuestion(question: ExplainQuestion, assumed: AssumedQuestion): ExplainQuestion {
  const { registrations = [], answers = [] } = question;
  return {
    ...question,
    registrations: registrations.length === 0 ? assumed.registrations : registrations,
    answers: answers.length === 0 ? assumed.answers : answers,
  };
}

export const defaultSettings: Settings = {
  language: { severities: {} },
  inlayHints: false,
  codeLens: true,
  question: {},
};

/**
 * Reads the section `sipWorkbench` as an editor sends it: the version of each server, such as `asterisk.version`,
 * `rules` (severity or `off` by rule code), `inlayHints.enabled`, `codeLens.enabled`. Values of the wrong type count as
 * not set.
 */
export function settingsFrom(section: unknown, languages: readonly Language[]): Settings {
  return {
    language: {
      ...versionsFrom(section, languages),
      severities: severitiesFrom(at(section, 'rules')),
      ...optionsFrom(section, languages),
    },
    inlayHints: booleanAt(section, 'inlayHints', 'enabled') ?? defaultSettings.inlayHints,
    codeLens: booleanAt(section, 'codeLens', 'enabled') ?? defaultSettings.codeLens,
    question: defaultSettings.question,
  };
}

/** The codes under `rules`. */
export function ruleCodesIn(section: unknown): readonly string[] {
  const rules = at(section, 'rules');
  return typeof rules === 'object' && rules !== null ? Object.keys(rules) : [];
}

function versionsFrom(
  section: unknown,
  languages: readonly Language[],
): Readonly<Record<`${string}Version`, string>> {
  const chosen: Record<`${string}Version`, string> = {};
  for (const versions of serversOf(languages)) {
    const version = textAt(section, versions.key, 'version');
    // Editors send the standard of a setting as if it were chosen.
    if (version !== undefined && version !== versions.standard) chosen[versionSetting(versions)] = version;
  }
  return chosen;
}

function optionsFrom(section: unknown, languages: readonly Language[]): Pick<LanguageSettings, 'options'> {
  const chosen: Record<string, string> = {};
  for (const server of serversOf(languages)) {
    for (const option of server.options ?? []) {
      const text = textAt(section, server.key, option.name);
      if (text !== undefined) chosen[optionSetting(server, option)] = text;
    }
  }
  return Object.keys(chosen).length === 0 ? {} : { options: chosen };
}

function severitiesFrom(value: unknown): Readonly<Record<string, RuleSeverity>> {
  const severities: Record<string, RuleSeverity> = {};
  if (typeof value !== 'object' || value === null) return severities;
  for (const [code, written] of Object.entries(value)) {
    const severity = RULE_SEVERITIES.find(candidate => candidate === written);
    if (severity !== undefined) severities[code] = severity;
  }
  return severities;
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
