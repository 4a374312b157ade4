import { describe, expect, it } from 'vitest';
import type { Location, WorkspaceEdit } from 'vscode-languageserver-types';
import type { PjsipView } from '../../server/languages/asterisk/pjsip-conf/features/view.ts';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { folder, projectOf, settings } from '../languages.ts';

const wizards = `[trunk-defaults](!)
type=wizard
transport=udp

[trunk](trunk-defaults)
sends_auth=yes
sends_registrations=yes
remote_hosts=192.0.2.1,192.0.2.2
outbound_auth/username=u
outbound_auth/password=Kx7-pq9-Lw2
endpoint/context=trunks
endpoint/allow=ulaw
`;

const main = `[udp]
type=transport
bind=0.0.0.0

[trunk-more]
type=identify
endpoint=trunk
match=192.0.2.9

[other]
type=endpoint
context=trunks
allow=ulaw
outbound_auth=trunk-oauth
`;

const files = { 'pjsip.conf': main, 'pjsip_wizard.conf': wizards };

function viewOf(
  name: 'pjsip.conf' | 'pjsip_wizard.conf',
  texts: Readonly<Record<string, string>> = files,
): PjsipView {
  const project = projectOf(pjsipConf, texts, name);
  const uri = folder + name;
  const tree = project.trees.get(uri) ?? pjsipConf.parse('');
  return { uri, tree, model: pjsipConf.model(project, settings, undefined) };
}

/** The position behind the first place where a text stands. */
function behind(content: string, piece: string): { line: number; character: number } {
  const before = content.slice(0, content.indexOf(piece) + piece.length).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** The text at each location, with its file. */
function textsAt(locations: readonly Location[]): string[] {
  return locations.map(({ uri, range }) => {
    const name = uri.slice(folder.length);
    const line = (name === 'pjsip.conf' ? main : wizards).split('\n')[range.start.line] ?? '';
    return `${name}:${range.start.line + 1} ${line.slice(range.start.character, range.end.character)}`;
  });
}

function edited(edit: WorkspaceEdit | undefined): Record<string, string> {
  const results: Record<string, string> = {};
  for (const [uri, edits] of Object.entries(edit?.changes ?? {})) {
    const name = uri.slice(folder.length);
    const lines = (name === 'pjsip.conf' ? main : wizards).split('\n');
    for (const { range, newText } of edits) {
      const line = lines[range.start.line] ?? '';
      lines[range.start.line] =
        line.slice(0, range.start.character) + newText + line.slice(range.end.character);
    }
    results[name] = lines.join('\n');
  }
  return results;
}

const everywhere = ['pjsip.conf:14 trunk', 'pjsip.conf:7 trunk', 'pjsip_wizard.conf:5 trunk'];

describe('a wizard and the pjsip.conf next to it', () => {
  const fromMain = viewOf('pjsip.conf');
  const fromWizards = viewOf('pjsip_wizard.conf');

  it.each(['endpoint=tru', 'outbound_auth=tru'])('leads from %s to the wizard', piece => {
    const [definition] = pjsipConf.definition?.(fromMain, behind(main, piece)) ?? [];
    expect(definition?.targetUri).toBe(`${folder}pjsip_wizard.conf`);
    expect(definition?.targetSelectionRange.start.line).toBe(4);
  });

  it('leads from a wizard to the transport in pjsip.conf', () => {
    const [definition] = pjsipConf.definition?.(fromWizards, behind(wizards, 'transport=u')) ?? [];
    expect(definition?.targetUri).toBe(`${folder}pjsip.conf`);
    const references = pjsipConf.references?.(fromMain, behind(main, '[ud'), false) ?? [];
    expect(textsAt(references)).toEqual(['pjsip_wizard.conf:3 udp']);
  });

  it('finds every name that is made from that of the wizard, from both sides', () => {
    const header = { line: 4, character: 2 };
    expect(textsAt(pjsipConf.references?.(fromWizards, header, true) ?? []).sort()).toEqual(everywhere);
    const reference = behind(main, 'endpoint=tru');
    expect(textsAt(pjsipConf.references?.(fromMain, reference, true) ?? []).sort()).toEqual(everywhere);
  });

  it.each<[string, PjsipView, { line: number; character: number }]>([
    ['its header', fromWizards, { line: 4, character: 2 }],
    ['the name of its endpoint', fromMain, behind(main, 'endpoint=tru')],
    ['the name of its auth', fromMain, behind(main, 'outbound_auth=tru')],
  ])('is renamed with everything that it creates at %s', (_title, view, position) => {
    const results = edited(pjsipConf.rename?.(view, position, 'carrier'));
    expect(results['pjsip_wizard.conf']).toContain('[carrier](trunk-defaults)');
    expect(results['pjsip.conf']).toContain('endpoint=carrier\n');
    expect(results['pjsip.conf']).toContain('outbound_auth=carrier-oauth\n');
    expect(results['pjsip.conf']).toContain('[trunk-more]');
  });

  it('is not renamed at the part of a name that Asterisk adds', () => {
    expect(pjsipConf.prepareRename?.(fromMain, behind(main, 'outbound_auth=tru'))?.placeholder).toBe('trunk');
    expect(() => pjsipConf.prepareRename?.(fromMain, behind(main, 'trunk-oau'))).toThrow(
      'The wizard appends "-oauth" to its name',
    );
  });

  it('is renamed in the headers of wizards that copy from it', () => {
    const text = `${wizards}[second](trunk)\nremote_hosts=192.0.2.3\n`;
    const view = viewOf('pjsip.conf', { ...files, 'pjsip_wizard.conf': text });
    const changes = pjsipConf.rename?.(view, behind(main, 'endpoint=tru'), 'carrier')?.changes ?? {};
    const changed = (changes[`${folder}pjsip_wizard.conf`] ?? []).map(({ range }) => range.start);
    expect(changed).toEqual([
      { line: 4, character: 1 },
      { line: text.slice(0, text.indexOf('[second]')).split('\n').length - 1, character: 9 },
    ]);
  });

  it('is not renamed to a name that an object has', () => {
    expect(() => pjsipConf.rename?.(fromWizards, { line: 4, character: 2 }, 'other')).toThrow(
      'already exists',
    );
  });

  it('is not renamed while included files are unknown', () => {
    const view = viewOf('pjsip_wizard.conf', { ...files, 'pjsip.conf': `#include more.conf\n${main}` });
    expect(() => pjsipConf.rename?.(view, { line: 4, character: 2 }, 'carrier')).toThrow(
      'includes other files',
    );
  });

  it('gives way to an object of its name in pjsip.conf', () => {
    const own = `${main}\n[trunk]\ntype=endpoint\ncontext=trunks\nallow=ulaw\n`;
    const view = viewOf('pjsip.conf', { ...files, 'pjsip.conf': own });
    const [definition] = pjsipConf.definition?.(view, behind(own, 'endpoint=tru')) ?? [];
    expect(definition?.targetUri).toBe(`${folder}pjsip.conf`);
  });

  it('shows what it creates, and why', () => {
    const header = JSON.stringify(pjsipConf.hover?.(fromWizards, { line: 4, character: 2 }));
    for (const name of [
      'endpoint `trunk`',
      'auth `trunk-oauth`',
      'identify `trunk-identify`',
      'registration `trunk-reg-1`',
    ])
      expect(header).toContain(name);
    expect(header).not.toContain('Kx7-pq9-Lw2');
    const flag = JSON.stringify(pjsipConf.hover?.(fromWizards, behind(wizards, 'sends_au')));
    expect(flag).toContain('auth `trunk-oauth`');
    expect(flag).not.toContain('registration `trunk-reg-0`');
    const auth = JSON.stringify(pjsipConf.hover?.(fromMain, behind(main, 'outbound_auth=tru')));
    expect(auth).toContain('username=u');
    expect(auth).toContain('The wizard `trunk` in pjsip_wizard.conf creates it.');
  });

  it('completes names of the other file', () => {
    const labels = (view: PjsipView, text: string, piece: string) =>
      pjsipConf.complete?.(view, behind(text, piece))?.items.map(({ label }) => label);
    expect(labels(fromWizards, wizards, 'transport=')).toEqual(['udp']);
    expect(labels(fromMain, main, 'outbound_auth=')).toEqual(['trunk-oauth']);
    expect(labels(fromMain, main, 'endpoint=')).toEqual(expect.arrayContaining(['trunk', 'other']));
  });

  it('marks its name and its references in one file', () => {
    const marked = pjsipConf.highlights?.(fromMain, behind(main, 'endpoint=tru')) ?? [];
    expect(marked.map(({ range }) => range.start.line).sort((a, b) => a - b)).toEqual([6, 13]);
  });

  it('stands alone without a pjsip.conf', () => {
    const view = viewOf('pjsip_wizard.conf', { 'pjsip_wizard.conf': wizards });
    const results = edited(pjsipConf.rename?.(view, { line: 4, character: 2 }, 'carrier'));
    expect(Object.keys(results)).toEqual(['pjsip_wizard.conf']);
  });
});
