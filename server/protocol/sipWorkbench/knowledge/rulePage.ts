import { RequestType } from 'vscode-languageserver';
import { rulePageOf } from '../../../languages/rulePages.ts';
import { type Feature, guarded } from '../../context.ts';
import { RULE_PAGE_REQUEST, type RulePageParams } from './rulePageRequest.ts';

const request = new RequestType<RulePageParams, string | null, void>(RULE_PAGE_REQUEST);

/** `sipWorkbench/rulePage`: why a rule matters and what to do about it, without leaving the editor. */
export const rulePage: Feature = {
  start: context => {
    context.connection.onRequest(
      request,
      guarded<RulePageParams, string | null>(
        context,
        'rule page',
        null,
        ({ code }) => rulePageOf(context.languages, code) ?? null,
      ),
    );
  },
};
