/** `sipWorkbench/status`: what the language status item of the editor shows for a document. */
export interface StatusParams {
  readonly uri: string;
  readonly language: string;
  readonly label: string;
  readonly detail: string;
  readonly severity: 'information' | 'warning';
}

export const statusNotification = 'sipWorkbench/status';
