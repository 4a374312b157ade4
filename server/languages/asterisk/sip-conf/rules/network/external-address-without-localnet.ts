import { message } from '../../../../../rules/rule.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import { atName, type GeneralRule } from '../rule.ts';

export const externalAddressWithoutLocalnet: GeneralRule = {
  code: 'sip-conf/external-address-without-localnet',
  severity: 'warning',
  family: 'nat',
  title: 'External address without a local network',
  why: 'The server puts the external address into its messages only for peers outside `localnet`. Without a localnet line, it never does, and phones outside get a private address, so calls connect without audio.',
  fix: 'Add a `localnet=` line for each local network.',
  bad: '[general]\nexternaddr=203.0.113.5\n',
  good: '[general]\nexternaddr=203.0.113.5\nlocalnet=192.168.0.0/16\n',
  on: 'general',
  *check(general, model) {
    const external = general.last('externaddr') ?? general.last('externhost');
    if (external === undefined || external.value === '' || general.last('localnet') !== undefined) return;
    if (!isGeneralWhole(model)) return;
    const what = `"${external.option.name}" is set, but there is no "localnet".`;
    const text = message(
      what,
      'The server then never uses the external address.',
      'Add localnet lines for the local networks.',
    );
    yield { ...atName(external), message: text };
  },
};
