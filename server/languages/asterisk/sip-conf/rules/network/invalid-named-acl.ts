import { message } from '../../../../../rules/rule.ts';
import { badRuleIsFatal } from '../../../companions/accessList.ts';
import { namedAcls } from '../../../companions/namedAcls.ts';
import type { Setting } from '../../../config/entry.ts';
import { valueColumn } from '../../../config/line.ts';
import type { Question } from '../../../config/lines.ts';
import { splitWords } from '../../../values/words.ts';
import { canonicalName } from '../../facts/facts.ts';
import type { SipConf } from '../../model/model.ts';
import { atValue, type DeviceRule, type Finding, type GeneralRule } from '../rule.ts';

export const invalidNamedAcl: DeviceRule = {
  code: 'sip-conf/invalid-named-acl',
  severity: 'error',
  family: 'access',
  title: 'Named access list that is missing or used twice',
  why: 'A name that acl.conf does not define refuses everyone. Since 16, using the same name twice makes the server drop the device; before, the second one is ignored.',
  fix: 'Define the list in acl.conf, or use each one once.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nacl=office,office\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nacl=office\n',
  since: '11',
  on: 'device',
  options: ['acl', 'contactacl', 'directmediaacl'],
  reads: [],
  *check(device, _general, model) {
    const effect = badRuleIsFatal(model.branch)
      ? `The server drops "${device.name}" because of it.`
      : leftOut;
    if (device.find(namesList) === undefined) return;
    for (const kind of ['', 'contact', 'directmedia']) yield* judge(device.settings, kind, effect, model);
  },
};

export const generalInvalidNamedAcl: GeneralRule = {
  code: 'sip-conf/general-invalid-named-acl',
  severity: 'error',
  family: 'access',
  title: 'Named access list for all contacts that is missing or used twice',
  why: 'A name that acl.conf does not define refuses every contact. Since 16, using the same name twice prevents chan_sip from loading at all; before, the second one is ignored.',
  fix: 'Define the list in acl.conf, or use each one once.',
  bad: '[general]\ncontactacl=office,office\n',
  good: '[general]\ncontactacl=office\n',
  since: '11',
  on: 'general',
  check: ({ settings }, model) =>
    judge(
      settings,
      'contact',
      badRuleIsFatal(model.branch) ? 'The server does not load chan_sip at all.' : leftOut,
      model,
    ),
};

const namesList: Question = { which: 'last', fits: ({ option }) => option.key.endsWith('acl') };

const leftOut = 'The server logs an error and ignores the second one.';

/** ast_append_acl over the lines of one kind. */
function* judge(
  settings: readonly Setting[],
  kind: string,
  effect: string,
  model: SipConf,
): Generator<Finding> {
  const known = namedAcls(model);
  const seen = new Set<string>();
  for (const setting of settings) {
    const name = canonicalName(setting.option.key);
    // The unnamed list, to which addresses are added.
    if (setting.value !== '' && (name === `${kind}permit` || name === `${kind}deny`)) seen.add('');
    if (name !== `${kind}acl`) continue;
    for (const word of splitWords(setting.value)) {
      const text = word.text.trimStart();
      const { option, place, line } = setting;
      const range =
        setting.value === option.value && word.end > word.start
          ? {
              place,
              line,
              start: valueColumn(option, word.end - text.length),
              end: valueColumn(option, word.end - 1) + 1,
            }
          : atValue(setting);
      if (seen.has(text.toLowerCase())) {
        yield {
          ...range,
          message: message(`The list "${text}" is used twice.`, effect, 'Use it once.'),
        };
      } else if (known !== undefined && !known.has(text)) {
        yield {
          ...range,
          message: message(
            `acl.conf has no list "${text}".`,
            'The server therefore refuses everyone.',
            'Define the list there, or correct the name.',
          ),
        };
      }
      seen.add(text.toLowerCase());
    }
  }
}
