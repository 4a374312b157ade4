import { message } from '../../../../../rules/rule.ts';
import type { Entry } from '../../../config/entry.ts';
import { atLine, type Finding, type NameRule } from '../rule.ts';

export const emptySectionName: NameRule = {
  code: 'sip-conf/empty-section-name',
  severity: 'error',
  family: 'syntax',
  title: 'Section without a name',
  why: 'The server cannot build a device without a name.',
  fix: 'Add the name of the device between the brackets.',
  bad: '[general]\n\n[]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'name',
  check: (entries, key) => (key === '' ? findings(entries) : undefined),
};

function* findings(entries: readonly Entry[]): Generator<Finding> {
  for (const entry of entries) {
    // A template is never loaded as a device, whatever its name.
    if (entry.key !== '' || entry.header.fault !== undefined || entry.isTemplate) continue;
    yield {
      ...atLine(entry.place, 0),
      message: message(
        'This section has no name.',
        'The server cannot create a device from it.',
        'Add a name.',
      ),
    };
  }
}
