import { afterEach, expect, test } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import {
  INVENTORY_REQUEST,
  type InventoryAnswer,
  type InventoryNode,
  type InventoryPath,
  SERVERS_REQUEST,
  type ServersAnswer,
} from '../../server/protocol/sipWorkbench/inventoryRequest.ts';
import { canary, canaryIn, secretTexts } from '../fuzz/secretTexts.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, startEditor } from './editor.ts';

let editor: Editor;
afterEach(async () => {
  // Nothing that the server has asked for is still on its way.
  for (let round = 0; round < 2; round++) await servers([]);
  editor.close();
});

const folder = 'file:///etc/sip';

async function start(files: Readonly<Record<string, string>>): Promise<ServersAnswer | null> {
  const all = new Map(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
  editor = await startEditor({ languages, files: memoryFiles(all), folders: [folder] });
  return servers([...all.keys()]);
}

function servers(files: readonly string[]): Promise<ServersAnswer | null> {
  return editor.connection.sendRequest(SERVERS_REQUEST, { files });
}

async function ask(name: string, path: InventoryPath = {}): Promise<InventoryAnswer> {
  const answer: InventoryAnswer | null = await editor.connection.sendRequest(INVENTORY_REQUEST, {
    textDocument: { uri: `${folder}/${name}` },
    ...path,
  });
  if (answer === null) throw new Error('no answer');
  return answer;
}

/** The tree as indented lines, as far as it goes. */
async function drawn(name: string, nodes?: readonly InventoryNode[], indent = ''): Promise<string[]> {
  const lines: string[] = [];
  for (const node of nodes ?? (await ask(name)).nodes) {
    const { errors, warnings } = node.problems;
    const problems = errors + warnings === 0 ? '' : ` (${errors}+${warnings})`;
    const line = node.place === undefined ? '' : ` :${node.place.range.start.line + 1}`;
    lines.push(`${indent}${node.label} - ${node.detail}${problems}${line}`);
    if (node.children === undefined) continue;
    const below = (await ask(name, node.children)).nodes;
    lines.push(...(await drawn(name, below, `${indent}  `)));
  }
  return lines;
}

const conf = `[general]
register => 4930:hush-hush@sip.example.org/100
domain=example.com,internal
[phone](!)
type=friend
host=dynamic
[201](phone)
secret=hush-hush
contxt=typo
[provider]
type=peer
host=sip.example.org
`;

test('sip.conf: devices by whether they register, with what refers to them', async () => {
  const extensions = '[internal]\nexten => 201,1,Dial(SIP/201&SIP/2010,20)\nexten => 201,hint,SIP/201\n';
  const found = await start({ 'sip.conf': conf, 'extensions.conf': extensions });
  expect(found).toEqual({
    servers: [{ uri: `${folder}/sip.conf`, language: 'sip-conf', title: 'Asterisk sip.conf' }],
    isCut: false,
  });
  expect(await drawn('sip.conf')).toEqual([
    'Devices - 1 (0+1)',
    '  201 - friend, must register here (0+1) :7',
    '    phone - template :4',
    '    SIP/201 - in the dialplan, context internal :2',
    '    SIP/201 - in the dialplan, context internal :3',
    'Trunks and Fixed Addresses - 1',
    '  provider - peer, at sip.example.org, this server registers there :10',
    '    register - this server registers there :2',
    'Registrations with Other Servers - 1',
    '  4930@sip.example.org - port 5060, calls go to 100 :2',
    'Domains - 1',
    '  example.com - context internal :3',
    'Templates - 1',
    '  phone -  :4',
    '    201 - uses this template :7',
  ]);
});

test('pjsip.conf: endpoints with their objects, including those of the wizards next to it', async () => {
  const text = `[udp]
type=transport
bind=0.0.0.0
[alice]
type=endpoint
aors=alice
auth=alice
context=internal
[alice]
type=aor
max_contacts=1
[alice]
type=auth
username=alice
password=hush-hush
[provider]
type=endpoint
aors=provider
[provider]
type=aor
contact=sip:203.0.113.1
[provider]
type=registration
server_uri=sip:203.0.113.1
client_uri=sip:4930@203.0.113.1
endpoint=provider
line=yes
`;
  const wizard = '[bob]\ntype=wizard\naccepts_registrations=yes\nhas_phoneprov=no\n';
  await start({
    'pjsip.conf': text,
    'pjsip_wizard.conf': wizard,
    'extensions.conf': '[internal]\nexten => 1,1,Dial(PJSIP/alice)\n',
  });
  const lines = await drawn('pjsip.conf');
  const withoutProblems = lines.map(line => line.replace(/ \(\d+\+\d+\)/, ''));
  expect(withoutProblems).toEqual([
    'Endpoints - 2',
    '  alice - must register here, context internal :4',
    '    alice - auth, used here :12',
    '    alice - aor, used here :9',
    '    PJSIP/alice - in the dialplan, context internal :2',
    '  bob - must register here :1',
    '    bob - aor, used here :1',
    'Trunks and Fixed Addresses - 1',
    '  provider - fixed address :16',
    '    provider - aor, used here :19',
    '    provider - registration, uses this :22',
    'Registrations with Other Servers - 1',
    '  provider - with sip:203.0.113.1 :22',
    '    provider - endpoint, used here :16',
    'Transports - 1',
    '  udp - udp, 0.0.0.0 :1',
  ]);
});

test('opensips.cfg: routes with what calls them, sockets, domains, modules', async () => {
  const text = `#!OpenSIPS
socket=udp:192.0.2.1:5060
alias=udp:example.org "example.net"
loadmodule "tm.so"
modparam("tm", "fr_timeout", 5)
route { route(relay); exit; }
route[relay] { t_relay(); }
timer_route[tick, 60] { xlog("hush"); }
`;
  await start({ 'opensips.cfg': text });
  const lines = (await drawn('opensips.cfg')).map(line => line.replace(/ \(\d+\+\d+\)/, ''));
  expect(lines).toEqual([
    'Routes - 3',
    '  route - every request :6',
    '    route[relay] - called from here :7',
    '  route[relay] -  :7',
    '    route - calls this :6',
    '  timer_route[tick] - every 60 s :8',
    'Sockets - 1',
    '  udp:192.0.2.1:5060 -  :2',
    'Domains - 2',
    '  udp:example.org - alias :3',
    '  example.net - alias :3',
    'Modules - 1',
    '  tm -  :4',
    '    fr_timeout - parameter :5',
  ]);
});

test('Flexisip: modules, transports, domains and trusted peers, and the users', async () => {
  await start({
    'flexisip.conf':
      '[global]\ntransports=sip:*:5060 sips:*:5061\n[module::Authentication]\nenabled=true\nauth-domains=a.example\ntrusted-hosts=192.0.2.1\n[module::Registrar]\nreg-domains=a.example b.example\n',
    'userdb.txt': 'version:1\n\nalice@a.example clrtxt:hush-hush ;\n',
  });
  const lines = (await drawn('flexisip.conf')).map(line => line.replace(/ \(\d+\+\d+\)/, ''));
  expect(lines).toEqual([
    'Modules - 2',
    '  Authentication -  :3',
    '  Registrar -  :7',
    'Transports - 2',
    '  sip:*:5060 -  :2',
    '  sips:*:5061 -  :2',
    'Domains - 2',
    '  a.example - users must authenticate, users may register :5',
    '    auth-domains - users must authenticate :5',
    '    reg-domains - users may register :8',
    '  b.example - users may register :8',
    '    reg-domains - users may register :8',
    'Trusted Peers - 1',
    '  192.0.2.1 -  :6',
  ]);
  expect((await drawn('userdb.txt')).map(line => line.replace(/ \(\d+\+\d+\)/, ''))).toEqual([
    'Users - 1',
    '  alice@a.example - clrtxt :3',
  ]);
});

test('only devices can be explained, only accounts have hashes, and no answer holds a secret', async () => {
  await start({ 'sip.conf': conf });
  const devices = (await ask('sip.conf', { group: 'devices' })).nodes;
  expect(devices).toMatchObject([{ label: '201', device: '201', isAccount: true }]);
  const domains = (await ask('sip.conf', { group: 'domains' })).nodes;
  expect(domains[0]).not.toHaveProperty('device');
  expect(JSON.stringify([await ask('sip.conf'), devices, await drawn('sip.conf')])).not.toContain('hush');
});

test('a file that another one includes is part of its server, and shows what the editor has', async () => {
  await start({ 'sip.conf': '#include sip_phones.conf\n', 'sip_phones.conf': '[201]\ntype=friend\n' });
  expect((await servers([`${folder}/sip_phones.conf`, `${folder}/sip.conf`]))?.servers).toHaveLength(1);
  const before = await ask('sip.conf');
  expect((await ask('sip.conf')).generation).toBe(before.generation);
  editor.open(`${folder}/sip_phones.conf`, '[202]\ntype=friend\n', 'sip-conf');
  const after = await ask('sip.conf', { group: 'trunks' });
  expect(after.nodes).toMatchObject([
    { label: '202', place: { uri: `${folder}/sip_phones.conf`, range: { start: { line: 0 } } } },
  ]);
  expect(after.generation).not.toBe(before.generation);
});

test('servers that no editor shows stay loaded while others are opened and closed', async () => {
  await start({ 'sip.conf': conf });
  const { generation } = await ask('sip.conf');
  editor.open('file:///elsewhere/sip.conf', conf, 'sip-conf');
  await editor.connection.sendRequest('workspace/diagnostic', { previousResultIds: [] });
  void editor.connection.sendNotification('textDocument/didClose', {
    textDocument: { uri: 'file:///elsewhere/sip.conf' },
  });
  expect((await ask('sip.conf')).generation).toBe(generation);
});

test('many devices are shown in parts, with a bound for each answer', async () => {
  const devices = Array.from({ length: 1500 }, (_, index) => `[${index}](phone)\nsecret=s${index}x\n`);
  await start({ 'sip.conf': `[general]\n[phone](!)\ntype=friend\nhost=dynamic\n${devices.join('')}` });
  const [group] = (await ask('sip.conf')).nodes;
  expect(group).toMatchObject({ label: 'Devices', detail: '1500' });
  const parts = (await ask('sip.conf', group?.children)).nodes;
  expect(parts).toHaveLength(3);
  expect(parts[1]?.label).toBe('500 … 999');
  const items = (await ask('sip.conf', parts[1]?.children)).nodes;
  expect([items.length, items[0]?.label, items.at(-1)?.label]).toEqual([500, '500', '999']);
});

test('names from files are shown on one line, without secrets and not at any length', async () => {
  const hostile = [
    'a\u001b]0;x\u0007b',
    '\u202emoc',
    `${'long'.repeat(5000)}`,
    '**b** <img src=x>',
    '__proto__',
  ];
  const section = (name: string): string => `[${name}]\ntype=friend\nhost=dynamic\ncontext=${name}\n`;
  const endpoint = (name: string): string => `[${name}]\ntype=endpoint\naors=${name}\n[${name}]\ntype=aor\n`;
  const route = (name: string): string => `route["${name}"] { exit; }\n`;
  const hush = `u:${canary}@h`;
  await start({
    'sip.conf': [...hostile, hush].map(section).join(''),
    'pjsip.conf': `${[...hostile, hush].map(endpoint).join('')}${secretTexts['pjsip-conf']}`,
    'opensips.cfg': `${hostile.map(route).join('')}${secretTexts['opensips-cfg']}`,
    'flexisip.conf': `${secretTexts['flexisip-conf']}auth-domains=${[...hostile, hush].join(' ')}\n`,
    'userdb.txt': `${secretTexts['flexisip-users']}${hostile.map(name => `${name}@b clrtxt:${canary} ;\n`).join('')}`,
  });
  for (const name of ['sip.conf', 'pjsip.conf', 'opensips.cfg', 'flexisip.conf', 'userdb.txt']) {
    const lines = await drawn(name);
    expect([name, lines.length > 3]).toEqual([name, true]);
    for (const line of lines) {
      expect(canaryIn(line)).toBe('');
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(line.length).toBeLessThan(500);
    }
  }
});

test('too many servers are cut', async () => {
  const many = Array.from({ length: 120 }, (_, index): [string, string] => [
    `${index}/opensips.cfg`,
    'route{}',
  ]);
  const found = await start(Object.fromEntries(many));
  expect(found).toMatchObject({ isCut: true });
  expect(found?.servers).toHaveLength(100);
});
