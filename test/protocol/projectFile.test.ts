import { expect, it } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { startEditor } from './editor.ts';

const folder = 'file:///srv/pbx';
const uri = `${folder}/etc/sip.conf`;
const text = '[general]\nallowguest=no\n\n[alice]\ntype=frend\nhost=dynamic\n';

it('settings of a project hold in the editor until they change, and settings of the user override them', async () => {
  const project = `${folder}/sip-workbench.json`;
  const files = new Map([[project, '{"rules": {"sip-conf/missing-type": "off"}}']]);
  let rules = {};
  const editor = await startEditor({
    languages,
    files: memoryFiles(files),
    folders: [folder],
    settings: () => ({ asterisk: { version: '20' }, rules }),
  });
  const codes = async (): Promise<string[]> =>
    (await editor.problems(uri)).map(line => line.split(' ')[1] ?? '');
  const changed = (): void =>
    void editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: project, type: 2 }],
    });
  editor.open(uri, text);
  expect(await codes()).not.toContain('sip-conf/missing-type');

  files.set(project, '{"rules": {"sip-conf/missing-type": "hint"}}');
  changed();
  expect(await codes()).toContain('sip-conf/missing-type');

  files.set(project, '{"rules": {"sip-conf/missing-type": "off"}}');
  rules = { 'sip-conf/missing-type': 'warning' };
  changed();
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  expect(await codes()).toContain('sip-conf/missing-type');

  files.set(project, '{"rulez": {}}');
  changed();
  rules = {};
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  expect(await codes()).toContain('sip-conf/missing-type');
  expect(editor.log.join('\n')).toContain('"rulez" is not known here');
  editor.close();
});

it('the version of a project counts where the user has not chosen another one', async () => {
  const files = new Map([[`${folder}/sip-workbench.json`, '{"versions": {"asterisk": "1.4"}}']]);
  const withNewOption =
    '[general]\nallowguest=no\nalwaysauthreject=yes\n\n[alice]\ntype=friend\nhost=dynamic\nencryption=yes\n';
  const problems = async (version: string): Promise<readonly string[]> => {
    const editor = await startEditor({
      languages,
      files: memoryFiles(files),
      folders: [folder],
      settings: () => ({ asterisk: { version } }),
    });
    editor.open(uri, withNewOption);
    const found = await editor.problems(uri);
    editor.close();
    return found;
  };
  const standard = await problems('20');
  expect(standard.join('\n')).toContain('1.4');
  expect(await problems('18')).not.toEqual(standard);
});

it('explanations assume the registrations of a project when the question has none', async () => {
  const project = '{"registrations": ["alice=198.51.100.7:40001"]}';
  const editor = await startEditor({
    languages,
    files: memoryFiles(new Map([[`${folder}/sip-workbench.json`, project]])),
    folders: [folder],
  });
  editor.open(uri, '[general]\nallowguest=no\n\n[alice]\ntype=peer\nhost=dynamic\nsecret=Rainy-Day-41\n');
  const message = [
    'INVITE sip:100@192.0.2.1 SIP/2.0',
    'Via: SIP/2.0/UDP 198.51.100.7:40001;branch=z9hG4bK1;rport',
    'From: <sip:x@192.0.2.1>;tag=1',
    'To: <sip:100@192.0.2.1>',
    'Call-ID: 1',
    'CSeq: 1 INVITE',
    '',
    '',
  ].join('\r\n');
  const matched = async (registrations: readonly object[]): Promise<string> =>
    JSON.stringify(
      await editor.connection.sendRequest('sipWorkbench/explain', {
        textDocument: { uri },
        messages: [message],
        registrations,
      }),
    );
  expect(await matched([])).toContain('"matched":"alice"');
  expect(await matched([{ name: 'alice', address: '203.0.113.1', port: 5060 }])).toContain('"matched":null');
  editor.close();
});
