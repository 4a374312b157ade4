import { describe, expect, it } from 'vitest';
import { convertToPjsip } from '../../server/languages/asterisk/conversion/convert.ts';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import type { Language } from '../../server/languages/language.ts';
import { expectGrowthWithLength, processorTime } from '../growth.ts';
import { checkAll, settings } from '../languages.ts';

const numbered = (count: number, part: (number: number) => string): string =>
  Array.from({ length: count }, (_none, number) => part(number)).join('');

const TEXTS: Readonly<Record<string, (count: number) => string>> = {
  'templates of one name, and sections that add to it': count =>
    '[t](!)\n'.repeat(count) + '[t](+)\n'.repeat(count),
  'sections that add to nothing, and sections that copy from it': count =>
    '[t](+)\n'.repeat(count) + '[x](t)\n'.repeat(count),
  'one filter of many': count => '[t](!)\na=b\n'.repeat(count) + '[t](+port=5060)\n'.repeat(count),
  'a chain of templates': count =>
    `[t0](!)\na=b\n${numbered(count, at => `[t${at + 1}](!,t${at})\na${at}=b\n`)}`,
  'templates that copy from the two before them': count =>
    `[t0](!)\na=b\n[t1](!)\na=b\n${numbered(count, at => `[t${at + 2}](!,t${at},t${at + 1})\na${at}=b\n`)}`,
  'objects of one name': count => '[a]\ntype=endpoint\n'.repeat(count),
  'objects of one name that the server drops': count => '[a]\ntype=endpoint\nx=y\n'.repeat(count),
  'global objects': count => '[a]\ntype=global\n'.repeat(count),
  'values that are joined': count => `[a]\ntype=friend\n${'setvar+=b\n'.repeat(count)}`,
};

describe.each<Language>([sipConf, pjsipConf])('$id', language => {
  it.each(Object.entries(TEXTS))('takes time that follows the length: %s', (_, textOf) => {
    expectGrowthWithLength(count => {
      const text = textOf(count);
      return () => void checkAll(language, { 'a.conf': text }, 'a.conf');
    }, 120);
  });

  it('asks sections that copy from each other again and again once for a filter', () => {
    const doubling = Array.from({ length: 60 }, (_, number) => `[t${number + 1}](!,t${number},t${number})\n`);
    const text = `[t0](!)\na=b\n${doubling.join('')}[c](t60)\n[c](+port=5060)\nb=c\n`;
    expect(processorTime(() => void checkAll(language, { 'a.conf': text }, 'a.conf'))).toBeLessThan(3e6);
  });
});

it('finds the section behind a filter that was asked for before the section had the line', () => {
  const files = {
    'sip.conf': '[general]\n[a](!)\n[a]\nhost=dynamic\n#include "b.conf"\n',
    'b.conf': '[b]\nhost=dynamic\n[a](+host=dynamic)\nport=5060\n',
  };
  const codes = [...checkAll(sipConf, files, 'sip.conf').values()].flat().map(({ code }) => code);
  expect(codes).not.toContain('sip-conf/append-to-missing-section');
});

it('takes in 150,000 sections and a section of 150,000 lines by an edit', () => {
  const uri = 'file:///etc/server/sip.conf';
  for (const inserted of ['[a]\n', 'nat=yes\n']) {
    let tree = sipConf.parse('[general]\n[b]\ntype=peer\n[c]\n');
    const project = () => ({
      root: uri,
      trees: new Map([[uri, tree]]),
      resolve: () => [],
      companions: new Map(),
    });
    const model = sipConf.model(project(), settings, undefined);
    tree = sipConf.edit(tree, { line: 2, removed: 1, lines: new Array<string>(150_000).fill(inserted) });
    tree = sipConf.edit(tree, { line: 3, removed: 1, lines: [inserted] });
    expect(sipConf.model(project(), settings, model).reading.entries).toHaveLength(tree.sections.length - 1);
  }
});

it('says after an edit of many sections of one name what it says of the whole', () => {
  const uri = 'file:///etc/server/sip.conf';
  let tree = sipConf.parse(`[general]\n${'[a]\ntype=frend\n'.repeat(5)}[c](a)\n`);
  const project = () => ({
    root: uri,
    trees: new Map([[uri, tree]]),
    resolve: () => [],
    companions: new Map(),
  });
  let model = sipConf.model(project(), settings, undefined);
  const saidBy = (asked: typeof model) =>
    sipConf
      .check({ uri, tree, model: asked })
      .map(({ range, code }) => `${range.start.line}:${range.start.character} ${code}`)
      .sort();
  saidBy(model);
  for (const line of [3, 1, 7]) {
    const lines = '[a](+)\nnat=yes\n[a]\ntype=peer\n[b](a)\n'.split(/(?<=\n)/);
    tree = sipConf.edit(tree, { line, removed: 2, lines });
    model = sipConf.model(project(), settings, model);
    expect(saidBy(model)).toEqual(saidBy(sipConf.model(project(), settings, undefined)));
  }
});

it('converts a chain of templates in time that grows with its length', () => {
  const uri = 'file:///etc/server/sip.conf';
  expectGrowthWithLength(length => {
    const templates = Array.from(
      { length },
      (_, at) => `[t${at}](!${at === 0 ? '' : `,t${at - 1}`})\ntype=friend\nhost=dynamic\nsetvar=a${at}=1\n`,
    );
    const tree = sipConf.parse(`[general]\n${templates.join('')}[p](t${length - 1})\nsecret=x\n`);
    const project = { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() };
    return () => void convertToPjsip(sipConf.model(project, settings, undefined));
  }, 60);
});
