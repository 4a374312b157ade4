import { RequestType } from 'vscode-languageserver';
import { type Feature, guarded } from '../context.ts';
import {
  type CheckOutcome,
  type CheckWithServerParams,
  checkWithServerRequest,
  type ServerCheckAllowedParams,
  serverCheckAllowedNotification,
} from './serverCheckRequests.ts';

const request = new RequestType<CheckWithServerParams, CheckOutcome | null, void>(checkWithServerRequest);

/** `sipWorkbench/serverCheckAllowed` and `sipWorkbench/checkWithServer`: whether and when to run the user's own server. */
export const serverCheck: Feature = {
  start: context => {
    context.connection.onNotification(
      serverCheckAllowedNotification,
      ({ allowed }: ServerCheckAllowedParams) => context.checks.allow(allowed === true),
    );
    context.connection.onRequest(
      request,
      guarded<CheckWithServerParams, CheckOutcome | null>(context, 'server check', null, ({ uri }) =>
        context.checks.checkNow(uri),
      ),
    );
  },
};
