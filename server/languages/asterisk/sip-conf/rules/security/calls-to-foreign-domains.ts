import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import { atName, type GeneralRule } from '../rule.ts';

export const callsToForeignDomains: GeneralRule = {
  code: 'sip-conf/calls-to-foreign-domains',
  severity: 'hint',
  family: 'security',
  title: 'Own domains listed, but calls to other domains accepted',
  why: '`domain` lines alone refuse nothing: requests for any other host, including the bare IP address, are also accepted unless `allowexternaldomains=no` is set.',
  fix: 'Add `allowexternaldomains=no`.',
  bad: '[general]\ndomain=example.com\n',
  good: '[general]\ndomain=example.com\nallowexternaldomains=no\n',
  on: 'general',
  *check(general, model) {
    const domain = general.all('domain').find(({ value }) => value !== '' && !value.startsWith(','));
    const external = general.last('allowexternaldomains');
    if (domain === undefined) return;
    if (external === undefined ? !isGeneralWhole(model) : !isTrue(external.value)) return;
    const what = 'The list of domains alone refuses nothing.';
    yield {
      ...atName(domain),
      message: message(what, 'Calls to any other host are also accepted.', 'Set allowexternaldomains=no.'),
    };
  },
};
