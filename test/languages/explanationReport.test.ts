import { describe, expect, it } from 'vitest';
import { itemFor, sourceOf } from '../../server/languages/explainQuestion.ts';
import { linesNamed, type MessageExplanation } from '../../server/languages/explanation.ts';
import {
  explanationData,
  explanationMarkdown,
  explanationText,
} from '../../server/languages/explanationReport.ts';
import { newTrail } from '../../server/languages/explanationTrail.ts';
import { parseMessage } from '../../server/sip/message.ts';

const trail = newTrail<{ readonly lines: readonly number[] }>(({ lines }) =>
  lines.map(line => ({ file: 'a.conf', line })),
);
trail.add('First *step*', 'passed', 'It fits.', { lines: [3], header: 'From' });
trail.add('Last step', 'decided', 'It ends here.');

const explanation: MessageExplanation = {
  text: 'INVITE',
  source: undefined,
  registrations: [],
  outcome: 'accepted',
  sentence: 'The server answers 200.',
  codes: [200],
  withoutReply: 'No reply',
  account: null,
  facts: [{ name: 'Request', value: 'INVITE' }],
  steps: trail.steps,
  sections: [
    {
      kind: 'list',
      title: 'Almost matched',
      items: [{ label: 'bob', text: 'Other port.', config: [{ file: 'a.conf', line: 8 }] }],
    },
    { kind: 'changes', title: 'What would change the outcome', changes: [] },
  ],
  notes: ['One more word.'],
  data: { outcome: 'accepted' },
};
const one = { kind: 'explained' as const, results: [explanation], isSequence: false };
const show = ({ file, line }: { file: string; line: number }) => ({ label: `${file}:${line + 1}` });

describe('the report of an explanation', () => {
  it('is written for a terminal', () => {
    expect(explanationText(one, show).split('\n')).toEqual([
      'The server answers 200.',
      '',
      '  Request: INVITE',
      '',
      ' 1. ✓ First *step* (passed)',
      '      It fits.',
      '        a.conf:4',
      ' 2. ● Last step (decided)',
      '      It ends here.',
      '',
      'Almost matched',
      '  - bob: Other port.  a.conf:9',
      '',
      'One more word.',
      '',
    ]);
  });

  it('continues a long title below itself, with what follows it', () => {
    const title = 'word '.repeat(18).trim();
    const steps = explanation.steps.map(step => ({ ...step, title }));
    const text = explanationText({ ...one, results: [{ ...explanation, steps }] }, show);
    expect(text).toContain(` 1. ✓ ${title}\n      (passed)\n      It fits.`);
  });

  it('is written as Markdown, without sections that have nothing to say', () => {
    const text = explanationMarkdown(one, show);
    expect(text).toContain(
      '1. ✓ **First \\*step\\*** (passed): It fits. Header: `From`. (`a.conf:4`)\n2. ● **Last step**',
    );
    expect(text).toContain('## Almost matched\n\n- `bob`: Other port. (`a.conf:9`)');
    expect(text).not.toContain('What would change');
  });

  it('is the data of the language with the steps, one for each message where several can be asked about', () => {
    const data = { outcome: 'accepted', steps: trail.steps };
    expect(explanationData(one)).toEqual(data);
    const both = { ...one, results: [{ ...explanation, alternatives: [explanation] }], isSequence: true };
    expect(explanationData(both)).toEqual({ results: [{ ...data, alternatives: [data] }] });
    expect(linesNamed({ ...explanation, alternatives: [explanation] })).toHaveLength(4);
  });
});

describe('a question about several messages', () => {
  it('has the last of each repeated option hold for the rest', () => {
    expect([0, 1, 2].map(index => itemFor(['a', 'b'], index))).toEqual(['a', 'b', 'b']);
    expect(itemFor([], 0)).toBeUndefined();
  });

  it('takes from the topmost Via what it leaves open', () => {
    const message = parseMessage(
      'INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.7:5071;branch=z9hG4bK1\r\n\r\n',
    );
    expect(sourceOf({}, 0, message)).toEqual({ address: '192.0.2.7', port: 5071, transport: 'tls' });
    const sources = [{ address: '192.0.2.8', port: 5060 }];
    expect(sourceOf({ sources }, 3, message)).toEqual({
      address: '192.0.2.8',
      port: 5060,
      transport: 'tls',
    });
    expect(sourceOf({ transports: ['udp'] }, 0, message)?.transport).toBe('udp');
  });
});
