import type { Subject } from '../../workspace/workspace.ts';
import type { Context } from '../context.ts';
import { type StatusParams, statusNotification } from './statusNotification.ts';

const lastSent = new WeakMap<Context, Map<string, string>>();

/** Sends the status of a document to the client if it has changed. */
export function sendStatus(context: Context, { language, view, state }: Subject): void {
  if (!context.client.sendsStatus) return;
  const status = language.status?.(view);
  const check = context.checks.noteOf(state);
  const detail = [status?.detail ?? '', ...state.notes, check?.text ?? '']
    .filter(text => text !== '')
    .join(' ');
  const params: StatusParams = {
    uri: view.uri,
    language: language.id,
    label: status?.label ?? language.title,
    detail,
    severity:
      state.notes.length > 0 || check?.isProblem === true ? 'warning' : (status?.severity ?? 'information'),
  };
  const text = JSON.stringify(params);
  const sent = lastSent.get(context) ?? new Map<string, string>();
  lastSent.set(context, sent);
  if (sent.get(view.uri) === text) return;
  sent.set(view.uri, text);
  void context.connection.sendNotification(statusNotification, params);
}

/** The status is sent again for a document that is reopened. */
export function forgetStatus(context: Context, uri: string): void {
  lastSent.get(context)?.delete(uri);
}
