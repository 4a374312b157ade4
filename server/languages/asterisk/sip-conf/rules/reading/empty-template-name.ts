import { message } from '../../../../../rules/rule.ts';
import type { Entry } from '../../../config/entry.ts';
import type { SipConf } from '../../model/model.ts';
import { atHeader, type Finding, type NameRule } from '../rule.ts';

export const emptyTemplateName: NameRule = {
  code: 'sip-conf/empty-template-name',
  severity: 'warning',
  family: 'templates',
  title: 'Empty name between the parentheses',
  why: 'An empty name means the very first section in the files, usually [general]: the server silently copies its lines into this section.',
  fix: 'Add the name of a template, or remove the parentheses or the comma.',
  bad: '[general]\n\n[alice]()\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  since: '13',
  on: 'name',
  headers: ['parent'],
  looksAround: true,
  check: (entries, _key, model) =>
    entries.some(({ parents }) => parents.includes('')) ? findings(entries, model) : undefined,
};

function* findings(entries: readonly Entry[], model: SipConf): Generator<Finding> {
  for (const entry of entries) {
    if (entry.header.fault !== undefined || !entry.parents.includes('')) continue;
    const first = model.parentOf(entry, '');
    if (first === undefined) continue;
    yield {
      ...atHeader(entry),
      message: message(
        'There is an empty name between the parentheses.',
        `The server copies all lines of the first section, "${first.header.name}", into this one.`,
        'Add the name of a template, or remove the parentheses.',
      ),
    };
  }
}
