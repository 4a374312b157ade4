import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageExplanation } from '../../server/languages/asterisk/sip-conf/explain/messageExplanation.ts';
import { explanationMarkdown, explanationText } from '../../server/languages/explanationReport.ts';
import { requestAt } from '../../server/languages/trace/model/matchedRequest.ts';
import { explain, modelOf } from '../asterisk/matchingCase.ts';

const word = fc.constantFrom(
  'alice',
  'trunk',
  '100',
  '%61',
  '%00',
  '"',
  '<',
  '>',
  '@',
  ':',
  ';',
  '\\',
  ' ',
  'sip:',
  'tel:',
  '[::1]',
  '+',
  'é',
  '*',
);
const text = fc.array(word, { maxLength: 8 }).map(words => words.join(''));
const option = fc.constantFrom(
  'type=friend',
  'type=peer',
  'type=user',
  'host=dynamic',
  'host=192.0.2.9',
  'host=sip.example',
  'port=5070',
  'secret=hushhush',
  'md5secret=hushhush',
  'insecure=port,invite',
  'deny=0.0.0.0/0',
  'permit=192.0.2.0/24',
  'acl=a,b',
  'context=x',
  'callbackextension=100',
  'transport=tcp',
  'nat=force_rport',
  'allow=!all,opus',
  'domain=h,ctx',
  'domainsasrealm=yes',
  'autodomain=yes',
  'autocreatepeer=yes',
  'match_auth_username=yes',
  'allowguest=no',
  'alwaysauthreject=no',
  'pedantic=no',
  'contactdeny=192.0.2.9',
  'allowexternaldomains=no',
);
const section = fc
  .tuple(
    fc.constantFrom('[general]', '[alice]', '[trunk](tpl)', '[tpl](!)', '[100]', '[alice](+)'),
    fc.array(option, { maxLength: 6 }),
  )
  .map(([header, options]) => [header, ...options].join('\n'));

describe('any message against any configuration', () => {
  it('is explained without failing and without a secret', () => {
    fc.assert(
      fc.property(
        fc.array(section, { maxLength: 6 }),
        fc.constantFrom('INVITE', 'REGISTER'),
        fc.tuple(text, text, text, text),
        fc.constantFrom('udp', 'tcp', 'ws'),
        fc.constantFrom('20', '11', '1.4'),
        fc.boolean(),
        (sections, method, [uri, from, to, contact], transport, version, answers) => {
          const conf = ['[tpl](!)', ...sections].join('\n');
          const message = `${method} ${uri || 'x'} SIP/2.0\r\nVia: SIP/2.0/UDP ${to}\r\nFrom: ${from}\r\nTo: ${to}\r\nContact: ${contact}\r\n\r\n`;
          const found = explain(modelOf(conf, {}, version), {
            message,
            source: { address: '192.0.2.9', port: 5060, transport },
            registrations: [{ name: 'alice', address: '192.0.2.9', port: 5060 }],
            answer: answers ? { username: 'alice', password: 'never-shown' } : undefined,
          });
          const answer = {
            kind: 'explained' as const,
            results: [messageExplanation(found, { text: message, source: undefined, registrations: [] })],
            isSequence: false,
          };
          const show = (): { label: string } => ({ label: 'line' });
          const shown =
            JSON.stringify({ ...found, changes: [] }) +
            explanationText(answer, show) +
            explanationMarkdown(answer, show);
          expect(shown).not.toContain('never-shown');
          expect(shown).not.toContain('hushhush');
          expect(found.steps.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is looked for in any text without failing', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(20), (anything, line) => void requestAt(anything, line)),
      { numRuns: 200 },
    );
  });
});
