import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { report } from '../../server/languages/report.ts';
import { projectOf, settings } from '../languages.ts';

function reported(text: string, limits?: Parameters<typeof report>[3], severities = settings.severities) {
  const project = projectOf(sipConf, { 'sip.conf': text }, 'sip.conf');
  const model = sipConf.model(project, settings, undefined);
  const tree = project.trees.get(project.root);
  if (tree === undefined) throw new Error('no tree');
  return report(sipConf, { uri: project.root, tree, model }, { ...settings, severities }, limits);
}

function phones(count: number, lines: string): string {
  const sections = Array.from(
    { length: count },
    (_, index) => `[phone${index}x]\ntype=friend\nhost=dynamic\n${lines}\n`,
  );
  return `[general]\nallowguest=no\n${sections.join('')}`;
}

const secret = 'secret=Kx7-pq9-Lw2-v';

describe('a habit that a file repeats', () => {
  it('is one finding with the number of places, and related places', () => {
    const found = reported(phones(215, secret)).filter(({ code }) => code === 'sip-conf/clear-text-secret');
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain('to 214 more places');
    expect(found[0]?.range.start.line).toBe(5);
    expect(found[0]?.relatedInformation).toHaveLength(20);
    expect(found[0]?.data).toBeUndefined();
  });

  it('tells the same number when only some findings are asked for', () => {
    const limits = { error: 10, warning: 10, information: 10, hint: 10 };
    const found = reported(phones(215, secret), limits).filter(
      ({ code }) => code === 'sip-conf/clear-text-secret',
    );
    expect(found.map(({ message }) => String(message).match(/\d+ more places/)?.[0])).toEqual([
      '214 more places',
    ]);
  });

  it('leaves room for other findings', () => {
    const limits = { error: 10, warning: 10, information: 10, hint: 10 };
    const found = reported(
      `${phones(215, secret)}[last]\ntype=peer\nhost=192.0.2.1\ninsecure=port\n`,
      limits,
    );
    expect(found.map(({ code }) => code)).toContain('sip-conf/insecure-port');
  });

  it('stays with each place when there are few, and with each error', () => {
    const few = reported(phones(4, secret)).filter(({ code }) => code === 'sip-conf/clear-text-secret');
    expect(few).toHaveLength(4);
    const errors = reported(phones(9, `${secret}\nqualify=often`)).filter(({ severity }) => severity === 1);
    const same = reported(phones(1, `${secret}\nqualify=often`)).filter(({ severity }) => severity === 1);
    expect(errors).toHaveLength(9 * same.length);
  });

  it('stays with each place when the user makes it an error', () => {
    const limits = { error: 1000, warning: 10, information: 10, hint: 10 };
    const found = reported(phones(215, secret), limits, { 'sip-conf/clear-text-secret': 'error' });
    expect(found.filter(({ code }) => code === 'sip-conf/clear-text-secret')).toHaveLength(215);
  });

  it('does not count what an ignore comment silences', () => {
    const text = phones(8, secret).replace(
      secret,
      `${secret} ; sip-workbench-ignore sip-conf/clear-text-secret: lab`,
    );
    const found = reported(text).filter(({ code }) => code === 'sip-conf/clear-text-secret');
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain('to 6 more places');
  });
});
