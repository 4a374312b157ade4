import { aboutFile, aboutItem, type Feature, someLanguage } from '../context.ts';

/** textDocument/prepareCallHierarchy, callHierarchy/incomingCalls and callHierarchy/outgoingCalls */
export const callHierarchy: Feature = {
  start: context => {
    const { callHierarchy: requests } = context.connection.languages;
    requests.onPrepare(
      aboutFile(context, 'call hierarchy', null, ({ language, view }, params) =>
        language.prepareCallHierarchy?.(view, params.position),
      ),
    );
    requests.onIncomingCalls(
      aboutItem(context, 'incoming calls', null, ({ language, view }, { item }) =>
        language.incomingCalls?.(view.model, item),
      ),
    );
    requests.onOutgoingCalls(
      aboutItem(context, 'outgoing calls', null, ({ language, view }, { item }) =>
        language.outgoingCalls?.(view.model, item),
      ),
    );
  },
  capabilities: languages => ({ callHierarchyProvider: someLanguage(languages, 'prepareCallHierarchy') }),
};
