import { describe, expect, it } from 'vitest';
import { nearestRequest, requestAt } from '../../server/languages/traces.ts';

const message = (start: string, callId: string): string =>
  `${start}\nVia: SIP/2.0/UDP 192.0.2.1\nCall-ID: ${callId}\nCSeq: 1 OPTIONS\nContent-Length: 0\n\n`;

const trace = [
  'a comment of somebody\n\n\n\n',
  message('OPTIONS sip:a@example.com SIP/2.0', 'first'),
  message('SIP/2.0 200 OK', 'first'),
  '-- nothing --\n-- nothing --\n-- nothing --\n-- nothing --\n',
  message('OPTIONS sip:b@example.com SIP/2.0', 'second'),
].join('');

describe('the request nearest to a line', () => {
  const targets = trace
    .split('\n')
    .map((_, line) => /Call-ID: (\w+)/.exec(nearestRequest(trace, line)?.text ?? '')?.[1]);

  it('is the first one before all messages, and the one around a line', () => {
    expect(targets[0]).toBe('first');
    for (const [line, target] of targets.entries()) {
      const found = requestAt(trace, line);
      if (found?.text.startsWith('OPTIONS') === true) expect(found.text).toContain(`Call-ID: ${target}`);
    }
  });

  it('is never a response, however near', () => {
    expect(targets.every(target => target !== undefined)).toBe(true);
    const response = trace.split('\n').indexOf('SIP/2.0 200 OK');
    expect(targets[response]).toBe('first');
    expect(targets.at(-1)).toBe('second');
  });

  it('is none where there is none', () => {
    expect(nearestRequest('no message', 0)).toBeUndefined();
    expect(nearestRequest(message('SIP/2.0 200 OK', 'a'), 0)).toBeUndefined();
  });
});
