import { describe, expect, it } from 'vitest';
import type { PjsipView } from '../../server/languages/asterisk/pjsip-conf/features/view.ts';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { languageOf } from '../../server/languages/registry.ts';
import { checkAll, folder, projectOf, settings } from '../languages.ts';

const text = `[udp]
type=transport
bind=0.0.0.0

[phone](!)
type=endpoint
context=phones
allow=ulaw

[alice](phone)
auth=alice
aors=alice

[alice]
type=auth
username=alice
password=Kx7-pq9-Lw2

[alice]
type=aor
max_contacts=1
`;

function viewOf(content: string): PjsipView {
  const project = projectOf(pjsipConf, { 'pjsip.conf': content }, 'pjsip.conf');
  const uri = `${folder}pjsip.conf`;
  return { uri, tree: pjsipConf.parse(content), model: pjsipConf.model(project, settings, undefined) };
}

/** The position behind the first place where a text stands. */
function behind(content: string, piece: string): { line: number; character: number } {
  const before = content.slice(0, content.indexOf(piece) + piece.length).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

describe('files of pjsip.conf', () => {
  it.each(['pjsip.conf', 'pjsip_wizard.conf', 'pjsip_custom.conf', 'pjsip.endpoint.conf'])(
    '%s is one',
    name => {
      expect(languageOf(name, '')?.id).toBe('pjsip-conf');
    },
  );

  it.each(['pjsip_notify.conf', 'sip_notify.conf'])('%s is not one, and not sip.conf', name => {
    expect(languageOf(name, '[cisco]\nEvent=>check-sync\n')).toBeUndefined();
  });

  it('judges sip.conf for 21 and later as 20 does, with one note', () => {
    const files = { 'sip.conf': '[general]\nfoo=1\n' };
    const later = checkAll(sipConf, files, 'sip.conf', { asteriskVersion: '22' }).get('sip.conf') ?? [];
    const now = checkAll(sipConf, files, 'sip.conf', { asteriskVersion: '20' }).get('sip.conf') ?? [];
    const codes = later.map(({ code }) => code).filter(code => code !== 'sip-conf/chan-sip-removed');
    expect(codes).toEqual(now.map(({ code }) => code));
    expect(later.length).toBe(now.length + 1);
  });
});

describe('features of pjsip.conf', () => {
  const view = viewOf(text);

  it('leads from a reference to its object and back', () => {
    const [definition] = pjsipConf.definition?.(view, behind(text, 'auth=ali')) ?? [];
    expect(definition?.targetSelectionRange.start.line).toBe(13);
    const references = pjsipConf.references?.(view, behind(text, 'aors=ali'), true) ?? [];
    expect(references.map(({ range }) => range.start.line)).toEqual([18, 11]);
  });

  it('renames an object of one type and leaves the others of its name', () => {
    const edit = pjsipConf.rename?.(view, behind(text, 'auth=ali'), 'alice-auth');
    const edits = edit?.changes?.[view.uri] ?? [];
    expect(edits.map(({ range }) => range.start.line).sort()).toEqual([10, 13]);
  });

  it('shows an endpoint with what it inherits, and no password', () => {
    const header = JSON.stringify(pjsipConf.hover?.(view, behind(text, '[ali')));
    expect(header).toContain('context=phones');
    const auth = JSON.stringify(pjsipConf.hover?.(view, behind(text, 'auth=ali')));
    expect(auth).toContain('username=alice');
    expect(auth).not.toContain('Kx7-pq9-Lw2');
  });

  it('offers options of the type that are not set, and names of objects', () => {
    const draft = text.replace('max_contacts=1\n', 'max_contacts=1\nq\n');
    const names = pjsipConf.complete?.(viewOf(draft), behind(draft, '\nq'))?.items.map(({ label }) => label);
    expect(names).toContain('qualify_frequency');
    expect(names).not.toContain('max_contacts');
    expect(names).not.toContain('context');
    const values = pjsipConf.complete?.(view, behind(text, 'auth='))?.items.map(({ label }) => label);
    expect(values).toEqual(['alice']);
  });

  it('keeps the judgement current from edit to edit', () => {
    const before = projectOf(pjsipConf, { 'pjsip.conf': text }, 'pjsip.conf');
    const model = pjsipConf.model(before, settings, undefined);
    const uri = `${folder}pjsip.conf`;
    const codes = (tree: PjsipView['tree']) => pjsipConf.check({ uri, tree, model }).map(({ code }) => code);
    expect(codes(pjsipConf.parse(text))).not.toContain('pjsip-conf/missing-auth');
    const tree = before.trees.get(uri) ?? pjsipConf.parse(text);
    const edited = pjsipConf.edit(tree, { line: 16, removed: 1, lines: ['password=\n'] });
    pjsipConf.model({ ...before, trees: new Map([[uri, edited]]) }, settings, model);
    expect(codes(edited)).toEqual(
      expect.arrayContaining(['pjsip-conf/incomplete-object', 'pjsip-conf/missing-auth']),
    );
    const again = pjsipConf.edit(edited, { line: 16, removed: 1, lines: ['password=Kx7-pq9-Lw2\n'] });
    pjsipConf.model({ ...before, trees: new Map([[uri, again]]) }, settings, model);
    expect(codes(again)).not.toContain('pjsip-conf/missing-auth');
  });
});

describe('what a reload does not apply', () => {
  const about = (name: string, version: string): string =>
    pjsipConf.describeName?.(name, version).join() ?? '';

  it.each<[string, string, string | undefined]>([
    ['system/timer_t1', '20', 'restart Asterisk'],
    ['transport/bind', '20', 'set `allow_reload=yes` beforehand'],
    ['transport/bind', '13.5.0', '**Reload:** does not apply a change: restart Asterisk'],
    ['transport/cert_file', '20', 'a renewed file with the same name is read again'],
    ['transport/local_net', '20', undefined],
    ['endpoint/context', '20', undefined],
  ])('%s in %s', (name, version, expected) => {
    const text = about(name, version);
    if (expected === undefined) expect(text).not.toContain('**Reload:**');
    else expect(text).toContain(expected);
  });

  it('includes a renewed certificate in older releases', () => {
    expect(about('transport/cert_file', '18.14.0')).not.toContain('renewed');
    expect(about('transport/cert_file', '18.15.0')).toContain('renewed');
  });
});

describe('the outline of pjsip.conf', () => {
  const outline = (text: string) =>
    (pjsipConf.symbols?.(viewOf(text)) ?? []).map(({ name, detail, range, children = [] }) => ({
      symbol: `${name} (${detail})`,
      lines: [range.start.line, range.end.line],
      below: children.map(child => `${child.name} (${child.detail})`),
    }));

  it('puts the objects of one endpoint below it, by reference and not by name', () => {
    const found = outline(
      '[a1]\ntype=auth\nusername=a\npassword=b\n[a]\ntype=endpoint\nauth=a1\naors=a2,s\n[a2]\ntype=aor\n[b]\ntype=endpoint\naors=s\n[s]\ntype=aor\n[r]\ntype=registration\nserver_uri=sip:h\nclient_uri=sip:h\nendpoint=a\nline=yes\n[i]\ntype=identify\nendpoint=b\nmatch=192.0.2.1\n',
    );
    expect(found).toEqual([
      {
        symbol: 'a (endpoint)',
        lines: [0, 9],
        below: ['a1 (auth)', 'a2 (aor)', 'r (registration)'],
      },
      { symbol: 'b (endpoint)', lines: [10, 12], below: ['i (identify)'] },
      { symbol: 's (aor)', lines: [13, 14], below: [] },
    ]);
  });
});

describe('the new name of an object', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'is written into the headers of sections that copy from it',
      '[alice]\ntype=endpoint\n[alice]\ntype=aor\n[kid](alice)\n[other](!)\n',
      ['[bob]', '[kid](bob)'],
    ],
    [
      'is written into the headers of sections that add to it',
      '[alice]\ntype=endpoint\n[alice](+)\nallow=ulaw\n',
      ['[bob]', '[bob](+)'],
    ],
    [
      'leaves those of other sections with the old name',
      '[alice]\ntype=aor\n[kid](alice)\n[alice]\ntype=endpoint\n',
      ['[bob]'],
    ],
  ])('%s', (_title, content, expected) => {
    const endpoint = content.slice(0, content.indexOf('type=endpoint')).split('\n').length - 2;
    const edit = pjsipConf.rename?.(viewOf(content), { line: endpoint, character: 2 }, 'bob');
    const changed = content.split('\n');
    for (const { range, newText } of edit?.changes?.[`${folder}pjsip.conf`] ?? []) {
      const line = changed[range.start.line] ?? '';
      changed[range.start.line] =
        line.slice(0, range.start.character) + newText + line.slice(range.end.character);
    }
    expect(changed.filter(line => line.includes('bob'))).toEqual(expected);
  });
});
