import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';
import { explain, from, modelOf, requestOf } from './matchingCase.ts';

const general = '[general]\ncontext=public\nallowguest=no\n';
const phone = '[1001]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2-v\ncontext=phones\n';
const hash = 'md5secret=0123456789abcdef0123456789abcdef\n';
const browser =
  'type=friend\nhost=dynamic\ntransport=wss\nencryption=yes\ndtlsenable=yes\ndtlscertfile=/k.pem\n';

/** Codes without their prefix, for warnings and errors and hints alike. */
function codes(sip: string, files: Readonly<Record<string, string>> = {}): string[] {
  const found = checkAll(sipConf, { 'sip.conf': general + sip, ...files }, 'sip.conf').get('sip.conf') ?? [];
  return found.map(({ code }) => String(code).slice('sip-conf/'.length));
}

function asked(
  method: string,
  user: string,
  sip: string,
  files = {},
  more: { from?: string; headers?: string[] } = {},
) {
  return explain(modelOf(general + sip, files), {
    message: requestOf(method, user, more.headers),
    source: from(more.from ?? '198.51.100.7:5060'),
    answer: { username: user, password: 'Kx7-pq9-Lw2-v' },
  });
}

describe('problems that administrators reported, in other forms', () => {
  it('sections of pjsip.conf in sip.conf get one finding each', () => {
    const transport = '[transport-udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n';
    const endpoint = '[100]\ntype=endpoint\nauth=100\naors=100\n[100]\ntype=aor\nmax_contacts=1\n';
    expect(codes(transport + endpoint)).toEqual(['missing-type', 'missing-type', 'missing-type']);
    expect(codes(`${phone}[1001]\ntype=peer\nhost=dynamic\n`)).toContain('duplicate-section');
  });

  it('a line of [general] that removes every codec removes those above it only', () => {
    expect(codes('[general](+)\nallow=!all\n')).not.toContain('codecs-removed-again');
    expect(codes('[general](+)\nallow=alaw\nallow=!all\n')).toContain('codecs-removed-again');
  });

  it.each([
    '[general](+)\ntype=transport\nqualfy=yes\n',
    '[t](!)\ntype=friend\nhost=dynamic\n[a](t)\ntype=endpoint\nqualfy=yes\n',
    '[a]\ntype=friend\nhost=dynamic\n[a](+)\ntype=endpoint\nqualfy=yes\n',
  ])('a type of pjsip.conf in a section that the server reads hides no finding', text => {
    expect(codes(text)).toContain('unknown-option');
  });

  it('a provider whose peer comes from a template, or has an IPv6 address, lets calls in', () => {
    const template = '[t](!)\ntype=peer\nhost=sip.example.net\n[p](t)\nremotesecret=Kx7-pq9-Lw2-v\n';
    expect(codes(`register => u1:Kx7@sip.example.net/1\n${template}`)).not.toContain('register-without-peer');
    const address = '[p]\ntype=peer\nhost=2001:0DB8::5\n';
    expect(codes(`register => u1:Kx7@[2001:db8::5]/1\n${address}`)).not.toContain('register-without-peer');
    expect(codes('register => tls://u1:Kx7@sip.example.net/1\n')).toContain('register-without-peer');
  });

  it('browsers that share an incomplete template are one finding', () => {
    const sip = `[w](!)\n${browser}icesupport=yes\n[1](w)\n${hash}[2](w)\n${hash}`;
    expect(codes(sip).filter(code => code === 'webrtc-incomplete')).toHaveLength(1);
    expect(codes(`[1]\n${browser}icesupport=yes\navpf=yes\nrtcp_mux=yes\n${hash}`)).not.toContain(
      'webrtc-incomplete',
    );
  });

  it('two spellings of one IPv6 address are one address', () => {
    const peer = (name: string, host: string) => `[${name}]\ntype=peer\nhost=${host}\n`;
    expect(codes(peer('a', '2001:db8::1') + peer('b', '2001:0db8:0:0::1'))).toContain('shadowed-peer');
  });

  it('media keys are as readable over TCP', () => {
    const sip = `tcpenable=yes\n[1]\ntype=friend\nhost=dynamic\nencryption=yes\ntransport=tcp\n${hash}`;
    expect(codes(sip)).toContain('keys-in-clear-text');
  });

  it('busylevel of a template reaches only devices without call-limit', () => {
    const template = '[t](!)\ntype=friend\nhost=dynamic\nbusylevel=1\n';
    expect(codes(`${template}[1](t)\n${hash}`)).toContain('busylevel-without-call-limit');
    expect(codes(`${template}[1](t)\ncall-limit=5\n${hash}`)).not.toContain('busylevel-without-call-limit');
  });

  it('a device of users.conf is found by its template, its address, and the password that sip.conf does not repeat', () => {
    const users = '[general]\nhassip=yes\nhost=dynamic\n[6001](!)\nsecret=Kx7-pq9-Lw2-v\n[6002](6001)\n';
    expect(asked('REGISTER', '6002', '', { 'users.conf': users })).toMatchObject({
      matched: '6002',
      finalCode: 200,
    });
    const own = '[6002]\ntype=friend\nhost=dynamic\n';
    expect(asked('REGISTER', '6002', own, { 'users.conf': users })).toMatchObject({ finalCode: 200 });
    const trunk = '[t]\nhassip=yes\nhost=203.0.113.5\ninsecure=port,invite\ncontext=in\n';
    const call = asked('INVITE', '999', '', { 'users.conf': trunk }, { from: '203.0.113.5:6000' });
    expect(call).toMatchObject({ matched: 't', by: 'ip', context: 'in', finalCode: 200 });
  });

  it.each(['extensions.lua', 'extensions.ael'])('no call ends with 404 because of what is in %s', name => {
    const files = { 'extensions.conf': '[phones]\nexten => 1,1,Hangup()\n', [name]: '' };
    expect(asked('INVITE', '1001', phone, files)).toMatchObject({ matched: '1001', finalCode: 200 });
    expect(codes(phone, { 'extensions.conf': '[other]\n', [name]: '' })).not.toContain('undefined-context');
  });

  it.each([
    ['REGISTER', '[203] (phone)\nsecret=x\n', 'space'],
    ['SUBSCRIBE', '[203](!)\ntype=friend\n', 'template'],
    ['INVITE', '[203]\ntype=freind\n', 'freind'],
  ])('%s from a section that is not a device: %j', (method, section, reason) => {
    const { steps } = asked(
      method,
      '203',
      `[phone](!)\ntype=friend\n${section}`,
      {},
      { headers: ['Event: dialog'] },
    );
    const step = steps.find(({ title }) => title === 'Device by name');
    expect(step?.detail).toContain(reason);
    expect(step?.detail).not.toContain('No section');
  });

  it.each(['REGISTER', 'SUBSCRIBE', 'INVITE'])('%s with credentials for a proxy', method => {
    const headers = [
      'Event: presence',
      'Proxy-Authorization: Digest username="1001", realm="asterisk", nonce="1", uri="sip:192.0.2.1", response="2"',
    ];
    const { steps } = explain(modelOf(general + phone), {
      message: requestOf(method, '1001', headers),
      source: from('198.51.100.7:5060'),
    });
    expect(steps.find(({ title }) => title === 'Challenge')?.detail).toContain('Proxy-Authorization');
  });

  it('two register lines for one account, in different forms', () => {
    const peer = '[p]\ntype=peer\nhost=sip.example.net\n';
    const lines = 'register => u1:Kx7@sip.example.net/1\nregister=>u1:Kx7@SIP.example.net/2\n';
    expect(codes(lines + peer)).toContain('duplicate-register');
  });
});
