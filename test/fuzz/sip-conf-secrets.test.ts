import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import type { Language } from '../../server/languages/language.ts';
import { splitLines } from '../../server/text/lines.ts';
import { folder, projectOf, settings } from '../languages.ts';

const password = 'Hush42x';

const line = fc.constantFrom(
  '[general]',
  '[authentication]',
  '[alice]',
  '[alice]',
  '[bob](alice)',
  '[tpl](!)',
  '[alice](+)',
  'type=friend',
  'type=peer',
  'host=dynamic',
  `secret=${password}`,
  `secret = ${password} ; note`,
  `secret += ${password}`,
  `SECRET=>${password}`,
  `sec;-- x --;ret=${password}`,
  `secret=${password.slice(0, 3)};-- x --;${password.slice(3)}`,
  `md5secret=${password}`,
  `remotesecret=${password}`,
  `password=${password}`,
  `secert=${password}`,
  `register => bob:${password}@host`,
  `register => bob:${password}:bob@host/1`,
  `register => bob:${password}@host:x`,
  `register => p?tls://bob@dom:5060:${password}:bob@host~x`,
  `register => bob:${password}`,
  `register => bob@dom:${password}:y:z@host`,
  `register => xxx://bob:${password}@host`,
  `register = bob:"${password}"@host`,
  `auth=bob:${password}@realm`,
  `auth=bob#${password}@realm`,
  `auth=bob:${password}`,
  `mwi=>bob:${password}@host/1`,
  `mwi => bob:${password}:bob@host:x/1`,
  `mwi=>bob:${password}@host`,
  'context=default',
);
const language: Language = sipConf;

it('tells no password of sip.conf in a hover, message, hint, lens or completion', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.nat(40),
      fc.constantFrom('1.4', '1.8', '20'),
      (lines, column, version) => {
        const source = lines.map(one => `${one}\n`).join('');
        const project = projectOf(language, { 'sip.conf': source }, 'sip.conf');
        const model = language.model(project, { ...settings, asteriskVersion: version }, undefined);
        const uri = `${folder}sip.conf`;
        const view = { uri, tree: project.trees.get(uri) ?? {}, model };
        const all = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
        const told: unknown[] = [
          language.check(view).map(({ message, relatedInformation }) => [message, relatedInformation]),
          language.hints?.(view, all),
          language.lenses?.(view),
          language.symbols?.(view),
          language.status?.(view),
          language.actions?.(view, all, [], undefined).map(action => action.title),
        ];
        splitLines(source).forEach((_, number) => {
          const position = { line: number, character: column };
          told.push(language.hover?.(view, position), language.signatureHelp?.(view, position));
          told.push(language.hover?.(view, { line: number, character: 2 }));
          told.push(language.complete?.(view, position).items.map(({ label, detail }) => [label, detail]));
        });
        expect(JSON.stringify(told)).not.toContain(password);
      },
    ),
    { numRuns: 2000 },
  );
});
