/** `sipWorkbench/includedLanguage`: answers with a language id, or null. */
export interface IncludedLanguageParams {
  readonly uri: string;
}

export const includedLanguageRequest = 'sipWorkbench/includedLanguage';
