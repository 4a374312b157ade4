import { describe, expect, it } from 'vitest';
import {
  devicesAt,
  devicesWithoutAddress,
  loadedDevice,
} from '../../server/languages/asterisk/sip-conf/matching/addressTable.ts';
import type { Registration } from '../../server/languages/explainQuestion.ts';
import { parseMessage } from '../../server/sip/message.ts';
import { explain, from, modelOf } from './matchingCase.ts';

interface Search {
  readonly version?: string;
  readonly name?: string;
  readonly uri?: string;
  readonly source?: string;
  readonly registered?: readonly Registration[];
  readonly files?: Readonly<Record<string, string>>;
  /** Whether the server listens for TCP and TLS: two lines more in [general]. */
  readonly streams?: boolean;
}

const here = '192.0.2.9';

function invite({ name = 'nobody', uri = 'sip:100@192.0.2.1', source = `${here}:5060` }: Search): string {
  const { transport } = from(source);
  return [
    `INVITE ${uri} SIP/2.0`,
    `Via: SIP/2.0/${transport.toUpperCase()} ${source.replace(/\/.*/, '')};branch=z9hG4bK1`,
    `From: <sip:${name}@192.0.2.1>;tag=1`,
    'To: <sip:100@192.0.2.1>',
    'Call-ID: 1',
    'CSeq: 1 INVITE',
    '',
    '',
  ].join('\r\n');
}

/** How the server searches the device of an INVITE, and by what it finds it. */
function search(conf: string, question: Search = {}) {
  const { version = '20', source = `${here}:5060`, registered = [], files = {}, streams = false } = question;
  const model = modelOf(
    `[general]\n${streams ? 'tcpenable=yes\ntlsenable=yes\n' : ''}${conf}`,
    files,
    version,
  );
  const found = explain(model, {
    message: invite(question),
    source: from(source),
    registrations: registered,
  });
  const steps = found.steps.filter(({ title }) => title.startsWith('Device by'));
  return {
    matched: found.matched,
    by: found.by,
    steps: steps.map(({ title, verdict, detail }) => `${title}, ${verdict}: ${detail}`),
    lines: steps.map(({ config }) => config.map(({ line }) => line)),
  };
}

/** The devices of an address, in the order in which the server looks at them. */
function order(conf: string, { version = '20', registered = [], files = {} }: Search = {}, address = here) {
  const model = modelOf(`[general]\n${conf}`, files, version);
  const input = {
    message: parseMessage(invite({})),
    source: from(`${here}:5060`),
    registrations: registered,
    answer: undefined,
  };
  return devicesAt(address, model, input).map(({ device, port }) => `${device.name}:${port}`);
}

const peer = (name: string, more = ''): string => `[${name}]\ntype=peer\nhost=${here}\n${more}`;
const dynamic = (name: string, more = ''): string => `[${name}]\ntype=friend\nhost=dynamic\n${more}`;
const at = (name: string, port = 5060): Registration => ({ name, address: here, port });

describe('by name', () => {
  it('a device that is found ends the search, and the line of its type is shown', () => {
    expect(search(dynamic('alice'), { name: 'alice' })).toMatchObject({
      matched: 'alice',
      by: 'name',
      steps: [
        'Device by name, decided: [alice] is a friend with exactly this name. Address, port and transport do not matter here.',
        'Device by address, skipped: Not needed: the device was found by name, which has precedence over the address.',
      ],
      lines: [[1, 2], []],
    });
    const user = search('[alice]\ntype=user\n', { name: 'alice' });
    expect(user.steps[0]).toContain('[alice] is a user with exactly this name.');
  });

  it.each([
    ['nobody', '', 'No section in this configuration is named "nobody".'],
    ['Alice', dynamic('alice'), 'Names are case-sensitive: "Alice" is not "alice".'],
    ['base', '[base](!)\ntype=friend\n', '[base] is a template (!), which is never a device itself.'],
    ['x', '[x]\nhost=dynamic\n', 'The server skips [x] because it has no type.'],
    [
      'alice',
      '[alice]\ntype=peer\nhost=192.0.2.3\n',
      '"alice" has type=peer, and peers are never found by the name in an INVITE.',
    ],
  ])('%s is not found, and the trail says why', (name, conf, detail) => {
    expect(search(conf, { name }).steps[0]).toBe(`Device by name, failed: ${detail}`);
    expect(search(conf, { name }).matched).toBeNull();
  });

  it('a device that the server dropped is not found; a later section of its name begins anew', () => {
    const dropped = '[alice]\ntype=friend\nhost=\ncontext=one\n';
    const found = search(dropped, { name: 'alice' });
    expect(found.steps[0]).toBe(
      'Device by name, failed: The server dropped "alice" while loading sip.conf, because of one of its lines.',
    );
    expect(found.lines[0]).toEqual([1]);
    expect(search(`${dropped}${dynamic('alice')}`, { name: 'alice' }).matched).toBe('alice');
    const keys = loadedDevice(modelOf(`[general]\n${dropped}${dynamic('alice')}`), 'alice');
    expect(keys?.settings.map(({ option }) => option.key)).toEqual(['type', 'host']);
    expect(loadedDevice(modelOf(`[general]\n${dynamic('alice')}${dropped}`), 'alice')).toBeUndefined();
  });

  it('only the first 79 characters of a name count', () => {
    const name = 'a'.repeat(79);
    expect(search(dynamic(name), { name: `${name}bcd` }).matched).toBe(name);
    expect(search(dynamic(name.slice(1)), { name: `${name.slice(1)}b` }).matched).toBeNull();
  });

  it('1.4 finds names in any case, and takes a device that its access list refuses for none', () => {
    expect(search(dynamic('alice'), { name: 'ALICE', version: '1.4' }).matched).toBe('alice');
    expect(search(dynamic('alice'), { name: 'ALICE', version: '1.6.2' }).matched).toBeNull();
    const conf = dynamic('alice', 'deny=0.0.0.0/0\n');
    const found = search(conf, { name: 'alice', version: '1.4' });
    expect(found.steps[0]).toMatch(/^Device by name, failed: "alice" counts as not found: /);
    expect(found.lines[0]).toContain(4);
    expect(search(conf, { name: 'alice' }).steps[0]).toMatch(/^Device by name, decided: /);
  });
});

describe('by address', () => {
  it('nobody at the address', () => {
    expect(search(peer('x').replace(here, '192.0.2.8'))).toMatchObject({
      by: null,
      steps: [
        expect.stringContaining('Device by name, failed'),
        `Device by address, failed: No device has the address ${here}: no \`host\` resolves to it, and no device registered from it.`,
      ],
    });
  });

  it('the exact port first, with the lines that say so', () => {
    const found = search(peer('x', 'port=5070\n'), { source: `${here}:5070` });
    expect(found).toMatchObject({ matched: 'x', by: 'ip-port' });
    expect(found.steps.at(-1)).toBe(
      `Device by address and port, decided: [x] matches: its host is ${here}, and it has the port 5070 and may use UDP.`,
    );
    expect(found.lines.at(-1)).toEqual([1, 3, 4]);
  });

  it('of several the first, and says that the first match ends the search', () => {
    expect(search(peer('x') + peer('y')).steps.at(-1)).toMatch(
      /^Device by address and port, decided: \[x\] .* may use UDP\. It comes first in the search order, and the first match ends the search\.$/,
    );
  });

  it('a registration tells from where', () => {
    const found = search(dynamic('x'), { registered: [at('x')] });
    expect(found.steps.at(-1)).toContain(
      `[x] matches: it registered from ${here}:5060, and it has the port 5060`,
    );
    expect(found.lines.at(-1)).toEqual([1, 3]);
  });

  it('with another port only where insecure=port says so; at most five are named', () => {
    const conf = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => peer(name)).join('');
    const found = search(conf, { source: `${here}:5070` });
    expect(found).toMatchObject({ matched: null, by: null });
    expect(found.steps.slice(1)).toEqual([
      `Device by address and port, failed: Of the devices at ${here} ("a", "b", "c", "d", "e") none has the port 5070 and may use UDP.`,
      `Device by address only, failed: Of the devices at ${here} ("a", "b", "c", "d", "e") none has insecure=port, so its source port does not matter.`,
    ]);
    expect(found.lines[1]).toEqual([3, 6, 9, 12, 15]);
    const insecure = search(`${conf}${peer('g', 'insecure=port\n')}`, { source: `${here}:5070` });
    expect(insecure).toMatchObject({ matched: 'g', by: 'ip' });
    expect(insecure.lines.at(-1)).toEqual([19, 21, 22]);
  });

  it('ports do not matter with TCP, TLS and web sockets, unless the device registered and is behind NAT or a socket', () => {
    const stream = (source: string, conf: string, registered: readonly Registration[] = []) =>
      search(conf, { source, registered, streams: true });
    const found = stream(`${here}:6000/tcp`, peer('x', 'transport=tcp\n'));
    expect(found).toMatchObject({ matched: 'x', by: 'ip' });
    expect(found.steps.at(-1)).toContain('it has a source port that does not matter with TCP.');
    expect(found.lines.at(-1)).toContain(6);
    const other = [at('x', 5999)];
    const phone = (nat: string, transport: string): string =>
      dynamic('x', `nat=${nat}\ntransport=${transport}\n`);
    expect(stream(`${here}:6000/tcp`, phone('no', 'tcp'), other).matched).toBe('x');
    expect(stream(`${here}:6000/tls`, phone('no', 'tls'), other).matched).toBe('x');
    expect(stream(`${here}:6000/tcp`, phone('force_rport', 'tcp'), other).matched).toBeNull();
    expect(stream(`${here}:6000/ws`, phone('no', 'ws'), other).matched).toBeNull();
    expect(stream(`${here}:6000/wss`, phone('no', 'wss'), other).matched).toBeNull();
    expect(stream(`${here}:6000/ws`, peer('x', 'transport=ws\n')).matched).toBe('x');
  });

  it('a device that may not use the transport is passed over since 13, not before', () => {
    const conf = peer('x', 'transport=tcp\n');
    expect(search(conf, { streams: true }).matched).toBeNull();
    expect(search(conf, { streams: true, version: '13' }).matched).toBeNull();
    expect(search(conf, { streams: true, version: '11' })).toMatchObject({ matched: 'x', by: 'ip-port' });
  });

  it('in 1.8 and 11 a port does not count with TCP and TLS, and counts with web sockets', () => {
    const old = (source: string, transport: string, version = '11', more = '') =>
      search(peer('x', `transport=${transport}\n${more}`), {
        source: `${here}:${source}`,
        version,
        streams: true,
      });
    expect(old('6000/tcp', 'tcp', '1.8')).toMatchObject({ matched: 'x', by: 'ip-port' });
    expect(old('6000/tcp', 'tcp').steps.at(-1)).toContain(
      'and it has the transport TCP, where ports do not matter, or the port 6000.',
    );
    expect(old('6000/tls', 'tls')).toMatchObject({ matched: 'x', by: 'ip-port' });
    expect(old('6000/ws', 'ws')).toMatchObject({ matched: null });
    expect(old('6000', 'udp')).toMatchObject({ matched: null });
    expect(old('6000', 'udp').steps.at(-2)).toContain('none has the port 6000.');
    expect(old('6000', 'udp').steps.at(-1)).toContain(
      'none has insecure=port, so its source port does not matter.',
    );
    const insecure = old('6000', 'udp', '11', 'insecure=port\n');
    expect(insecure).toMatchObject({ matched: 'x', by: 'ip' });
    expect(insecure.steps.at(-1)).toContain('it has insecure=port, so its source port does not matter.');
    expect(insecure.lines.at(-1)).toEqual([3, 5, 7]);
  });

  it('1.4 looks once, for the port or insecure=port', () => {
    const found = search(peer('x'), { version: '1.4' });
    expect(found).toMatchObject({ matched: 'x', by: 'ip-port' });
    expect(found.steps.at(-1)).toBe(
      `Device by address, decided: [x] matches: its host is ${here}, and it has the port 5060 or insecure=port.`,
    );
    const other = search(peer('x', 'insecure=port\n'), { version: '1.4', source: `${here}:5070` });
    expect(other).toMatchObject({ matched: 'x', by: 'ip-port' });
    expect(other.lines.at(-1)).toEqual([1, 3, 4]);
    expect(search(peer('x'), { version: '1.4', source: `${here}:5070` }).matched).toBeNull();
  });

  it('since 11 a device whose callbackextension is called comes first, in any case', () => {
    const conf = peer('x') + peer('y', 'callbackextension=Desk\n');
    const found = search(conf, { uri: 'sip:dESK@h' });
    expect(found).toMatchObject({ matched: 'y', by: 'callback-ip-port' });
    expect(found.steps.at(-1)).toBe(
      `Device by address and port, with callback extension, decided: [y] matches: its host is ${here}, and it has callbackextension=dESK and the port 5060 and may use UDP.`,
    );
    expect(found.lines.at(-1)).toEqual([4, 6, 7]);
    expect(search(conf, { uri: 'sip:desk@h', version: '1.8' }).matched).toBe('x');
    expect(search(conf, { uri: 'sip:other@h' }).matched).toBe('x');
    expect(search(conf, { uri: 'sip:h' }).matched).toBe('x');
    const insecure = peer('x') + peer('y', 'port=5080\ninsecure=port\ncallbackextension=desk\n');
    expect(search(insecure, { uri: 'sips:desk@h' })).toMatchObject({ matched: 'y', by: 'callback-ip' });
  });
});

describe('the devices of an address', () => {
  it('static ones stand in the order of the file, registered ones behind in the order of their last registration', () => {
    const conf = dynamic('a') + peer('z') + dynamic('b') + peer('y', 'port=5070\n');
    const registered = [at('b', 1), at('a', 2), at('b', 3)];
    expect(order(conf, { registered })).toEqual(['z:5060', 'y:5070', 'a:2', 'b:3']);
    expect(order(conf, { registered: [...registered, at('a', 4)] })).toEqual([
      'z:5060',
      'y:5070',
      'b:3',
      'a:4',
    ]);
  });

  it('1.4 has the last of the file in front', () => {
    const conf = peer('x') + dynamic('a') + peer('y');
    expect(order(conf, { version: '1.4', registered: [at('a', 2)] })).toEqual(['y:5060', 'a:2', 'x:5060']);
  });

  it('a registration counts for a peer with host=dynamic of exactly this name, at this address', () => {
    const elsewhere = { name: 'a', address: '192.0.2.8', port: 5060 };
    expect(order(dynamic('a'), { registered: [elsewhere] })).toEqual([]);
    expect(order(dynamic('a'), { registered: [at('A')] })).toEqual([]);
    expect(order('[a]\ntype=user\n', { registered: [at('a')] })).toEqual([]);
    expect(order(peer('x'), { registered: [at('x', 1)] })).toEqual(['x:5060']);
    expect(order(dynamic('a', `defaultip=${here}\n`), { registered: [at('a', 7)] })).toEqual(['a:7']);
  });

  it('a name that nobody knows is a device of its own only with autocreatepeer', () => {
    const registered = [at('ghost', 7)];
    expect(order('', { registered })).toEqual([]);
    expect(order('autocreatepeer=yes\n', { registered })).toEqual(['ghost:7']);
    expect(order('autocreatepeer=persist\n', { registered })).toEqual(['ghost:7']);
    expect(order('autocreatepeer=persist\n', { registered, version: '1.8' })).toEqual([]);
  });

  it('addresses are compared as addresses', () => {
    const conf = '[x]\ntype=peer\nhost=2001:DB8:0::1\n';
    expect(order(conf, {}, '2001:db8::1')).toEqual(['x:5060']);
    expect(order(conf, {}, 'not an address')).toEqual([]);
  });

  it('the host may stand in a template, a template of that, or a section that is added to', () => {
    const base = `[base](!)\ntype=peer\nhost=${here}\n[middle](!,base)\n`;
    expect(
      order(`${base}[x](middle)\n[y](base)\nhost=192.0.2.8\n[z]\ntype=peer\n[z](+)\nhost=${here}\n`),
    ).toEqual(['x:5060', 'z:5060']);
  });

  it('the last host of a device counts, and a device stands once', () => {
    expect(order(`[x]\ntype=peer\nhost=192.0.2.8\nhost=${here}\nhost=${here}\n`)).toEqual(['x:5060']);
    expect(order(`[x]\ntype=peer\nhost=${here}\nhost=192.0.2.8\n`)).toEqual([]);
    expect(order(`${peer('x')}[general]\nhost=${here}\n`)).toEqual(['x:5060']);
  });

  it('devices of users.conf stand in front of those of sip.conf', () => {
    const files = { 'users.conf': `[u]\nhassip=yes\nhost=${here}\n[v]\nhassip=yes\nhost=dynamic\n` };
    expect(order(peer('x'), { files })).toEqual(['u:5060', 'x:5060']);
    expect(order(`${peer('x')}${peer('u', 'port=5070\n')}`, { files })).toEqual(['x:5060', 'u:5070']);
  });

  it('1.4 keeps the sections of users and of peers of one name apart, later they are one device', () => {
    const conf = `[x]\ntype=user\nport=5099\n[x]\ntype=peer\nhost=${here}\nport=5070\n`;
    expect(order(conf, { version: '1.4' })).toEqual(['x:5070']);
    const reversed = `[x]\ntype=peer\nhost=${here}\nport=5070\n[x]\ntype=user\nport=5099\n`;
    expect(order(reversed, { version: '1.4' })).toEqual(['x:5070']);
    const both = `[x]\ntype=friend\nhost=${here}\nport=5070\n[x]\ntype=user\nport=5099\n`;
    expect(order(both, { version: '1.4' })).toEqual(['x:5070']);
    expect(order(both, { version: '20' })).toEqual(['x:5099']);
  });
});

describe('devices whose address nobody knows', () => {
  const conf = [
    '[known]\ntype=peer\nhost=192.0.2.7\n',
    '[named]\ntype=peer\nhost=pbx.example.com\n',
    '[user]\ntype=user\nhost=pbx.example.com\n',
    '[odd]\ntype=peer\nhost=192.0.2.9/24\n',
    '[other]\ntype=peer\nhost=192.0.2.8/24\n',
    '[late]\ntype=peer\nhost=gw.example.com\n',
    '[phone]\ntype=peer\nhost=dynamic\n',
  ].join('');

  it('are those with a host name, and those whose host begins with the address', () => {
    const names = (most: number) => {
      const input = {
        message: parseMessage(invite({})),
        source: from(`${here}:5060`),
        registrations: [],
        answer: undefined,
      };
      return devicesWithoutAddress(modelOf(`[general]\n${conf}`), input, here, most).map(
        ({ device }) => device.name,
      );
    };
    expect(names(9)).toEqual(['named', 'odd', 'late']);
    expect(names(2)).toEqual(['named', 'odd']);
  });
});
