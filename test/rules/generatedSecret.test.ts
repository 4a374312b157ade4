import { describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-types';
import { GENERATED_SECRET, withGeneratedSecrets } from '../../server/rules/generatedSecret.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

function action(...texts: string[]): CodeAction {
  return {
    title: 'x',
    edit: { changes: { 'file:///sip.conf': texts.map(newText => ({ range, newText })) } },
  };
}

function textsOf([first]: readonly CodeAction[]): string[] {
  return first?.edit?.changes?.['file:///sip.conf']?.map(({ newText }) => newText) ?? [];
}

describe('a generated secret', () => {
  it('takes the place of its stand-in, another one in each place', () => {
    let next = 0;
    const bytes = (count: number): Uint8Array => {
      next++;
      return Uint8Array.from({ length: count }, (_, index) => (next + 7 * index) % 256);
    };
    const [first = '', second = ''] = textsOf(
      withGeneratedSecrets([action(`secret=${GENERATED_SECRET}`, `secret=${GENERATED_SECRET}`)], bytes),
    );
    expect(first).toMatch(/^secret=[a-zA-Z2-9]{20}$/);
    expect(second).toMatch(/^secret=[a-zA-Z2-9]{20}$/);
    expect(first).not.toBe(second);
  });

  it('skips bytes that would make some characters likelier', () => {
    let calls = 0;
    const bytes = (count: number): Uint8Array => new Uint8Array(count).fill(calls++ === 0 ? 255 : 0);
    expect(textsOf(withGeneratedSecrets([action(GENERATED_SECRET)], bytes))).toEqual(['a'.repeat(20)]);
    expect(calls).toBe(2);
  });

  it('leaves other actions as they are', () => {
    const other = action('allowguest=no');
    expect(withGeneratedSecrets([other], count => new Uint8Array(count))[0]).toBe(other);
  });
});
