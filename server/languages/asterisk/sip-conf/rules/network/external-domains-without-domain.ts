import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import { atValue, type GeneralRule } from '../rule.ts';

export const externalDomainsWithoutDomain: GeneralRule = {
  code: 'sip-conf/external-domains-without-domain',
  severity: 'error',
  family: 'access',
  title: 'Calls to other domains refused, but no own domain set',
  why: 'Without a `domain` line, the server logs a warning and resets allowexternaldomains to yes; `autodomain` fills the list too late to help.',
  fix: 'Add a `domain=` line for each of your own domains.',
  bad: '[general]\nallowexternaldomains=no\n',
  good: '[general]\nallowexternaldomains=no\ndomain=example.com\n',
  on: 'general',
  *check(general, model) {
    const setting = general.last('allowexternaldomains');
    if (setting === undefined || isTrue(setting.value) || !isGeneralWhole(model)) return;
    if (general.all('domain').some(domain => (domain.value.split(',')[0] ?? '') !== '')) return;
    const what = 'There is no "domain" line, so the server resets allowexternaldomains to yes.';
    yield {
      ...atValue(setting),
      message: message(what, 'Calls to any domain are accepted.', 'Add domain lines for your own domains.'),
    };
  },
};
