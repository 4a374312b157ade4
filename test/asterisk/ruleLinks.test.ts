import { expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { folder, projectOf, settings } from '../languages.ts';

/** For each line, the rules to whose pages the hover at its end links. */
function linkedRules(lines: readonly string[]): readonly string[][] {
  const uri = `${folder}sip.conf`;
  const project = projectOf(sipConf, { 'sip.conf': lines.join('\n') }, 'sip.conf');
  const tree = project.trees.get(uri);
  if (tree === undefined) throw new Error('no tree');
  const view = { uri, tree, model: sipConf.model(project, settings, undefined) };
  return lines.map((text, line) => {
    const hover = sipConf.hover?.(view, { line, character: text.length });
    return [...JSON.stringify(hover ?? {}).matchAll(/Rule: \[([\w/-]+)\]/g)].map(([, code = '']) => code);
  });
}

it('lead to the rules with problems at this place, whatever they look at', () => {
  const template = ['[general]', 'allowguest=yes', 'context=public', '[t](!)', 'qualify=ja'];
  const phones = [
    '[a](t)',
    'type=friend',
    'host=dynamic',
    'secret=a',
    '[b](t)',
    'type=friend',
    'host=dynamic',
  ];
  expect(linkedRules([...template, ...phones])).toEqual([
    [],
    ['sip-conf/guest-calls-allowed'],
    [],
    [],
    ['sip-conf/invalid-value'],
    [],
    [],
    [],
    ['sip-conf/weak-secret', 'sip-conf/clear-text-secret'],
    [],
    [],
    [],
  ]);
});
