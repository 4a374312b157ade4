import { expect, it } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';

const trunk = `[udp]
type=transport
bind=0.0.0.0

[prov]
type=registration
outbound_auth=prov
server_uri=sip:203.0.113.7
client_uri=sip:u100@203.0.113.7
line=yes
endpoint=prov

[prov]
type=auth
username=u100
password=Kx7-pq9-Lw2

[prov]
type=aor
contact=sip:203.0.113.7

[prov]
type=endpoint
context=in
allow=ulaw
aors=prov
outbound_auth=prov
`;

function messagesOf(text: string): string {
  const found = checkAll(pjsipConf, { 'pjsip.conf': text }, 'pjsip.conf', { asteriskVersion: '20' });
  return (found.get('pjsip.conf') ?? []).map(({ message }) => String(message)).join('\n');
}

it('a trunk is not advised to ask its provider for a password', () => {
  const said = messagesOf(trunk);
  expect(said).toContain('Add identify_by=ip: calls to the registered line are still recognized.');
  expect(said).not.toContain('Add auth=.');
  const other = messagesOf(trunk.replace('line=yes\nendpoint=prov\n', ''));
  expect(other).toContain('Add identify_by=ip, and an identify with the addresses of the provider.');
});

it('a phone is advised to have a password', () => {
  const phone = trunk
    .replace('line=yes\nendpoint=prov\n', '')
    .replace('aors=prov\noutbound_auth=prov', 'aors=prov');
  expect(messagesOf(phone)).toContain('Add auth=.');
});

it('a trunk found by its registered line that asks for a password', () => {
  expect(messagesOf(`${trunk}auth=prov\n`)).toContain('is challenged with 401');
  expect(messagesOf(`${trunk.replace('line=yes\nendpoint=prov\n', '')}auth=prov\n`)).not.toContain(
    'is challenged with 401',
  );
});

it.each([
  ['from_domain=sip:example.org', 'Write example.org.'],
  ['from_domain=u100@example.org', 'Write example.org.'],
  ['from_domain=<sip:u100@example.org>', 'Write example.org.'],
])('%s: %s', (line, expected) => {
  expect(messagesOf(`${trunk}${line}\n`)).toContain(expected);
});

it.each(['from_domain=example.org', 'from_domain=203.0.113.7', 'from_domain=[2001:db8::1]'])(
  '%s: nothing to say',
  line => {
    expect(messagesOf(`${trunk}${line}\n`)).not.toContain('Only a host');
  },
);

it('permit lines above the deny line are to be moved, not added', () => {
  const moved = 'lines below it: the last line that matches decides.';
  expect(messagesOf(`${trunk}permit=192.0.2.0/24\ndeny=0.0.0.0/0\n`)).toContain(moved);
  expect(messagesOf(`${trunk}deny=0.0.0.0/0\n`)).toContain('Add permit lines');
  const text = '[general]\n\n[a]\ntype=peer\nhost=192.0.2.1\npermit=192.0.2.0/24\ndeny=0.0.0.0/0\n';
  const found = checkAll(sipConf, { 'sip.conf': text }, 'sip.conf', { asteriskVersion: '18' });
  expect((found.get('sip.conf') ?? []).map(({ message }) => String(message)).join()).toContain(moved);
});

it('an abbreviated option is completed', () => {
  expect(messagesOf(`${trunk}\n[x]\ntype=aor\nqualify_freq=30\n`)).toContain(
    'Did you mean "qualify_frequency"?',
  );
});
