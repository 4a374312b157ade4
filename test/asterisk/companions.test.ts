import { describe, expect, it } from 'vitest';
import { companionConf } from '../../server/languages/asterisk/companions/companionConf.ts';
import { dialplanContexts, dialplanOf } from '../../server/languages/asterisk/companions/contexts.ts';
import { namedAcls } from '../../server/languages/asterisk/companions/namedAcls.ts';
import { AsteriskConf } from '../../server/languages/asterisk/config/conf.ts';

describe('contexts of extensions.conf', () => {
  it('are its sections without templates and special ones, told apart by case', () => {
    const text = '[General]\nstatic=yes\n[GLOBALS]\n[tpl](!)\n[phones]\nexten => 1,1,NoOp()\n[Phones](tpl)\n';
    expect([...(dialplanContexts(beside(text)) ?? [])]).toEqual(['phones', 'Phones']);
    expect(dialplanOf(beside(text))?.contexts.get('phones')?.line).toBe(4);
  });

  it('are not known for a file that includes others, or that is not there', () => {
    expect(dialplanContexts(beside('#include "more.conf"\n[a]\n'))).toBeUndefined();
    expect(dialplanOf(beside('#include "more.conf"\n[a]\n'))?.contexts.has('a')).toBe(true);
    expect(dialplanContexts(beside('[a]\ninclude => b\n'))).toEqual(new Set(['a']));
    expect(dialplanContexts(beside(null))).toBeUndefined();
    expect(dialplanContexts(beside(undefined))).toBeUndefined();
  });

  it('are gone where a later section makes a template of them', () => {
    expect(dialplanContexts(beside('[a]\n[b]\n[a](+,!)\n'))).toEqual(new Set(['b']));
  });
});

describe('named access lists of acl.conf', () => {
  it('are its sections without templates', () => {
    const text = '[general]\n[base](!)\ndeny=all\n[Office](base)\npermit=10.0.0.0/8\n';
    expect(namedAcls(beside(text))).toEqual(new Set(['Office']));
    expect(namedAcls(beside(''))).toEqual(new Set());
  });

  it('are not known for a file that includes others, or that is not there', () => {
    expect(namedAcls(beside('[a]\n#tryinclude "b"\n'))).toBeUndefined();
    expect(namedAcls(beside(null))).toBeUndefined();
    expect(namedAcls(beside(undefined))).toBeUndefined();
  });
});

describe('a file beside a configuration', () => {
  it('has the lines of templates, of additions and of all sections of a name', () => {
    const text = '[t](!)\nx=1\n[a](t)\ny=2\n[a](+)\nz=3\n[a]\nw=4\n';
    const section = companionConf(beside(text), 'acl.conf')?.sections.get('a');
    expect(section?.line).toBe(2);
    expect(section?.settings.map(({ option, value }) => `${option.name}=${value}`)).toEqual([
      'x=1',
      'y=2',
      'z=3',
      'w=4',
    ]);
  });

  it('is read once for each of two configurations that take turns', () => {
    const [one, other] = [beside('[a]\n'), beside('[b]\n')];
    const first = companionConf(one, 'acl.conf');
    const second = companionConf(other, 'acl.conf');
    expect(companionConf(one, 'acl.conf')).toBe(first);
    expect(companionConf(other, 'acl.conf')).toBe(second);
  });

  it('is read again when its text changed', () => {
    const conf = beside('[a]\n');
    expect(namedAcls(conf)).toEqual(new Set(['a']));
    conf.update(beside('[b]\n').project);
    expect(namedAcls(conf)).toEqual(new Set(['b']));
  });
});

/** A configuration with one text as both of the files beside it; null: they do not exist, undefined: nobody looked. */
function beside(text: string | null | undefined): AsteriskConf {
  const names = text === undefined ? [] : ['extensions.conf', 'acl.conf'];
  return new AsteriskConf(
    {
      root: 'file:///etc/asterisk/sip.conf',
      trees: new Map(),
      resolve: () => undefined,
      companions: new Map(names.map(name => [name, text ?? null])),
    },
    '20',
  );
}
