import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Setting } from '../../server/languages/asterisk/config/entry.ts';
import { rules } from '../../server/languages/asterisk/pjsip-conf/check/rules.ts';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import type { PjsipConf } from '../../server/languages/asterisk/pjsip-conf/model/model.ts';
import { ObjectKinds } from '../../server/languages/asterisk/pjsip-conf/model/objectKinds.ts';
import type { LanguageSettings } from '../../server/languages/project.ts';
import { folder, projectOf, settings } from '../languages.ts';
import { editFile, editsOf } from './incremental.ts';

// Objects of one kind are created and judged like the first one. Where each object is alone, the model and the findings must be the same.

const hashes = ['0123456789abcdef0123456789abcdef', '5f4dcc3b5aa765d61d8327deb882cf99', 'ABC'];
const names = ['alice', 'bob', '100', '101', 'carol', '200', 'a,b', 'Alice', 'anonymous', 'global', 'x y'];

/** What may be in a section of each type; `$` is the name of the section. Most lines are good, so that the first of a kind is often fine. */
const good: Readonly<Record<string, readonly string[]>> = {
  endpoint: ['allow=ulaw', 'auth=$', 'aors=$', 'context=internal', 'transport=udp', 'callerid="$" <$>'],
  auth: ['username=$', 'password=Kx7-pq9-$', `md5_cred=${hashes[0]}`, 'auth_type=userpass', 'realm=pbx'],
  aor: ['max_contacts=1', 'mailboxes=$@default', 'remove_existing=yes'],
};
const other: Readonly<Record<string, readonly string[]>> = {
  endpoint: [
    ...[
      'auth=a',
      'auth=$-auth',
      'aors=alice',
      'aors=$,bob',
      'aors=alice,bob',
      'aors=',
      'auth=',
      'callerid=',
      'identify_by=ip',
    ],
    ...[
      'outbound_auth=$',
      'callerid="$;x',
      'auth=$ ; x',
      'AORS=$',
      'accountcode=$',
      'permit=10.0.0.0/8',
      'webrtc=yes',
    ],
  ],
  auth: [
    ...hashes.map(hash => `md5_cred=${hash}`),
    ...[
      'password=',
      'password=$',
      'password=1234',
      'username=',
      'username=bob',
      'auth_type=md5',
      '\\password=x',
    ],
  ],
  aor: ['contact=sip:$@192.0.2.5', 'max_contacts=0', 'mailboxes=', 'max_contact=1', 'mailboxes+=x'],
};
const anywhere = ['type=auth', ';-- x', '--;', '; note', '', 'nonsense', '#include "missing.conf"', 'a=b;c'];

const body = fc.constantFrom('endpoint', 'auth', 'aor').chain(type =>
  fc.record({
    type: fc.constant(type),
    template: fc.constantFrom('', '', '', '(phone)', '(gone)'),
    lines: fc.tuple(
      fc.subarray([...(good[type] ?? [])], { minLength: 0 }),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant<string[]>([]) },
        { weight: 2, arbitrary: fc.subarray([...(other[type] ?? [])], { maxLength: 2 }) },
        { weight: 1, arbitrary: fc.subarray(anywhere, { maxLength: 1 }) },
      ),
    ),
  }),
);
const kinds = fc.array(body, { minLength: 1, maxLength: 4 });
const devices = fc.array(fc.constantFrom(...names.slice(0, 6), ...names), { minLength: 2, maxLength: 6 });
const head = fc.constantFrom(
  '[udp]\ntype=transport\nbind=0.0.0.0\n[phone](!)\nallow=ulaw\n',
  '[udp]\ntype=transport\nbind=0.0.0.0\n[phone](!)\ntype=endpoint\nauth=bob\naors=bob\nallow=ulaw\n',
  '[global]\ntype=global\ndefault_realm=pbx\n',
  '[trunk]\ntype=identify\nendpoint=alice\nmatch=192.0.2.0/24\n',
);
const files = fc.tuple(head, kinds, devices, fc.boolean()).map(([start, all, wanted, isMixed]) => {
  const section = ({ type, template, lines }: (typeof all)[number], name: string): string =>
    [
      `[${name}]${template}`,
      `type=${type}`,
      ...lines.flat().map(line => line.replaceAll('$', name)),
      '',
    ].join('\n');
  const sections = isMixed
    ? wanted.flatMap(name => all.map(kind => section(kind, name)))
    : all.flatMap(kind => wanted.map(name => section(kind, name)));
  return start + sections.join('');
});
const edits = editsOf(
  fc.constantFrom(
    ...[
      '[alice]',
      '[alice](+)',
      '[phone](+)',
      '[bob](+,!)',
      '[global]\ntype=global\ndefault_realm=x',
      'type=endpoint',
    ],
    ...[
      'type=aor',
      'aors=alice',
      'auth=bob',
      'password=1234',
      'username=alice',
      'max_contacts=1',
      '; note',
      '',
    ],
  ),
  'pjsip.conf',
);
const chosenSettings: fc.Arbitrary<LanguageSettings> = fc
  .record({
    asteriskVersion: fc.constantFrom('auto', '13', '18', '20', '22'),
    codes: fc.subarray(
      rules.map(({ code }) => code),
      { maxLength: 3 },
    ),
    severity: fc.constantFrom('off', 'error', 'hint'),
  })
  .map(({ asteriskVersion, codes, severity }) => ({
    ...settings,
    asteriskVersion,
    severities: Object.fromEntries(codes.map(code => [code, severity])),
  }));

afterEach(() => {
  vi.restoreAllMocks();
});

/** What `judge` says where no object is of a kind with another one. */
function alone<Result>(judge: () => Result): Result {
  const spy = vi.spyOn(ObjectKinds.prototype, 'of').mockReturnValue(undefined);
  const result = judge();
  spy.mockRestore();
  return result;
}

function sorted(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(diagnostic => JSON.stringify(diagnostic)).sort();
}

/** Everything that a model says about its objects. */
function objectsIn(model: PjsipConf): unknown {
  return [...model.conf.namesInOrder.keys()].map(key =>
    model.objectsOf(key).map(object => ({
      ...{ type: object.type, name: object.name, loss: object.loss, isMade: object.isMade },
      ...{ isFaulty: object.isFaulty, isWhole: object.isWhole, hasSeveralTypes: object.hasSeveralTypes },
      references: object.references.map(({ type, name, start, setting }) => [
        type,
        name,
        start,
        shown(setting),
      ]),
      settings: object.settings.map(shown),
      users: model.usersOf(object.type, object.name).map(user => user.entry.ordinal),
    })),
  );
}

function shown({ place, line, value, entry }: Setting): readonly unknown[] {
  return [place.index, line, value, entry.ordinal];
}

it('creates and judges each object of a kind as it would alone, after edits too', () => {
  fc.assert(
    fc.property(files, chosenSettings, edits, (text, chosen, made) => {
      const root = `${folder}pjsip.conf`;
      const texts: Record<string, string> = { 'pjsip.conf': text };
      let project = projectOf(pjsipConf, texts, 'pjsip.conf');
      let model = pjsipConf.model(project, chosen, undefined);
      let ofEachAlone = alone(() => pjsipConf.model(project, chosen, undefined));
      const trees = new Map(project.trees);
      const compare = (): void => {
        const tree = trees.get(root) ?? pjsipConf.parse('');
        expect(objectsIn(model)).toEqual(objectsIn(ofEachAlone));
        const found = sorted(pjsipConf.check({ uri: root, tree, model }));
        expect(found).toEqual(sorted(pjsipConf.check({ uri: root, tree, model: ofEachAlone })));
      };
      compare();
      for (const edit of made.slice(0, 3)) {
        editFile(pjsipConf, texts, trees, edit);
        project = { ...projectOf(pjsipConf, texts, 'pjsip.conf'), trees: new Map(trees) };
        model = pjsipConf.model(project, chosen, model);
        ofEachAlone = alone(() => pjsipConf.model(project, chosen, ofEachAlone));
        compare();
      }
    }),
    { numRuns: 250 },
  );
});

it('judges each of the endpoints that name the same aors as it would alone', () => {
  const phone = (name: string): string =>
    `[${name}]\ntype=endpoint\nallow=ulaw\nauth=${name}\naors=alice,desk\n[${name}]\ntype=auth\nusername=${name}\npassword=Kx7-pq9-${name}\n[${name}]\ntype=aor\nmax_contacts=1\n`;
  const text = `[udp]\ntype=transport\nbind=0.0.0.0\n[desk]\ntype=aor\nmax_contacts=1\n${phone('alice')}${phone('bob')}`;
  const model = pjsipConf.model(
    projectOf(pjsipConf, { 'pjsip.conf': text }, 'pjsip.conf'),
    settings,
    undefined,
  );
  const found = pjsipConf.check({ uri: `${folder}pjsip.conf`, tree: pjsipConf.parse(text), model });
  expect(found.map(({ code }) => code)).toContain('pjsip-conf/aor-of-another-name');
});
