import { expect, it } from 'vitest';
import { describeOption } from '../../server/languages/asterisk/sip-conf/describe/describeOption.ts';
import { optionFacts } from '../../server/languages/asterisk/sip-conf/facts/facts.ts';

it('says first what decides: the risk, what is in force, what the option does, and then the reference data', () => {
  const facts = optionFacts('insecure');
  if (facts?.description === undefined) throw new Error('insecure has no description');
  const text = describeOption(facts, 'insecure', '20', '**In force for this device:** `port`.');
  const order = ['**Security:**', '**In force', facts.description, '- `port`', '**Default:**'];
  const places = order.map(part => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(text.slice(text.indexOf('**Default:**'))).not.toContain('\n');
});
