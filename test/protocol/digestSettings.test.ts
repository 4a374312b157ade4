import { afterEach, expect, test } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { DIGEST_SETTINGS_REQUEST } from '../../server/protocol/sipWorkbench/digestSettingsRequest.ts';
import type { DigestSettings } from '../../server/sip/digest/digestSettings.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, startEditor } from './editor.ts';

let editor: Editor;
afterEach(() => editor.close());

const root = 'file:///etc/asterisk/sip.conf';
const users = 'file:///etc/asterisk/sip_users.conf';

test('the device under the cursor is read with the realm and templates of the root file', async () => {
  const text = '[general]\nrealm=pbx\n[office](!)\ntype=friend\nhost=dynamic\n#include sip_users.conf\n';
  const included = '[1001](office)\nsecret=hush\n';
  const stored = new Map([
    [root, text],
    [users, included],
  ]);
  editor = await startEditor({
    languages: [sipConf],
    files: memoryFiles(stored, []),
    folders: ['file:///etc/asterisk'],
  });
  editor.open(root, text);
  editor.open(users, included);
  const position = { line: 1, character: 0 };
  const settings = await editor.ask<DigestSettings | null>(DIGEST_SETTINGS_REQUEST, users, { position });
  expect(settings?.current).toEqual({ username: '1001', realm: 'pbx', secret: { password: 'hush' } });
  expect(await editor.ask(DIGEST_SETTINGS_REQUEST, 'file:///other.txt', { position })).toBeNull();
  expect(editor.log.join()).not.toContain('hush');
});
