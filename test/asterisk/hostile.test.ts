import { describe, expect, it } from 'vitest';
import { toPjsip } from '../../server/languages/asterisk/conversion/index.ts';
import { contextPlaces } from '../../server/languages/asterisk/sip-conf/features/dialplanPlaces.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { loadedDevice } from '../../server/languages/asterisk/sip-conf/matching/addressTable.ts';
import { checkAll, projectOf, settings } from '../languages.ts';
import { modelOf } from './matchingCase.ts';

const appendErrors = (text: string): number =>
  (checkAll(sipConf, { 'sip.conf': text }, 'sip.conf').get('sip.conf') ?? []).filter(
    ({ code }) => code === 'sip-conf/append-to-missing-section',
  ).length;

describe('files that are made to keep the reader busy', () => {
  it.each([
    ['b', 0],
    ['', 1],
  ])('a filter that others would follow for years, on a value that ends in "%s"', (end, errors) => {
    const section = `[a]\ntype=friend\nhost=dynamic\nsecret=${'a'.repeat(4000)}${end}\n`;
    expect(appendErrors(`[general]\n${section}[a](+secret=^${'a*'.repeat(20)}b$)\nqualify=yes\n`)).toBe(
      errors,
    );
  });

  it('additions to one of very many sections of a name', () => {
    expect(appendErrors(`[general]\n${'[a]\ntype=peer\n[a](+)\nqualify=yes\n'.repeat(20_000)}`)).toBe(0);
  });

  it('very many sections of a name, one of which removes the earlier ones', () => {
    const section = '[a]\ntype=friend\nhost=dynamic\n';
    const model = modelOf(
      `[general]\n${section.repeat(20_000)}permit=x\n${section.repeat(20_000)}`,
      {},
      '20',
    );
    expect(loadedDevice(model, 'a')?.entries).toHaveLength(20_000);
  });

  it('long lines of a dialplan, whose meaning is left to the user', () => {
    const text = `[x]\nexten => 1,1,GotoIf(${'x:'.repeat(4000)})\nexten => 2,1,Goto(x,1,1)\n`;
    expect(contextPlaces(text, 'x')).toMatchObject({
      headers: [{ line: 0 }],
      uses: [{ line: 2 }],
      unclear: [1],
    });
  });
});

it('names with half of a character are explained and converted like others', () => {
  const half = '\ud83d';
  const text = `[general]\n[${half}]\ntype=friend\nhost=192.0.2.7\ndefaultuser=${half}\ncallbackextension=${half}\nqualify=yes\n`;
  const project = projectOf(sipConf, { 'sip.conf': text }, 'sip.conf');
  const tree = project.trees.get(project.root);
  if (tree === undefined) throw new Error('no tree');
  const model = sipConf.model(project, settings, undefined);
  const answer = sipConf.explain?.({ uri: project.root, tree, model }, { device: half });
  expect(answer?.kind).not.toBe('obstacle');
  const conversion = toPjsip.convert(model);
  const compared = toPjsip.compare(model, conversion, toPjsip.messagesFor(model));
  expect(compared.length).toBeGreaterThan(0);
});
