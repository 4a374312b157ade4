import { describe, expect, it } from 'vitest';
import { dialplanContexts, readDialplan } from '../../server/languages/asterisk/companions/contexts.ts';
import { namedAcls } from '../../server/languages/asterisk/companions/namedAcls.ts';

describe('contexts of extensions.conf', () => {
  it('are its sections without templates and special ones, told apart by case', () => {
    const text = '[General]\nstatic=yes\n[GLOBALS]\n[tpl](!)\n[phones]\nexten => 1,1,NoOp()\n[Phones](tpl)\n';
    expect([...(dialplanContexts(text) ?? [])]).toEqual(['phones', 'Phones']);
    expect(readDialplan(text).contexts.get('phones')?.line).toBe(4);
  });

  it('are not known for a file that includes others, or that is not there', () => {
    expect(dialplanContexts('#include "more.conf"\n[a]\n')).toBeUndefined();
    expect(readDialplan('#include "more.conf"\n[a]\n').contexts.has('a')).toBe(true);
    expect(dialplanContexts('[a]\ninclude => b\n')).toEqual(new Set(['a']));
    expect(dialplanContexts(null)).toBeUndefined();
    expect(dialplanContexts(undefined)).toBeUndefined();
  });
});

describe('named access lists of acl.conf', () => {
  it('are its sections without templates', () => {
    expect(namedAcls('[general]\n[base](!)\ndeny=all\n[Office](base)\npermit=10.0.0.0/8\n')).toEqual(
      new Set(['Office']),
    );
    expect(namedAcls('')).toEqual(new Set());
  });

  it('are not known for a file that includes others, or that is not there', () => {
    expect(namedAcls('[a]\n#tryinclude "b"\n')).toBeUndefined();
    expect(namedAcls(null)).toBeUndefined();
    expect(namedAcls(undefined)).toBeUndefined();
  });
});
