import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { requestAt } from '../../server/languages/trace/model/matchedRequest.ts';
import { explain, from, modelOf, requestOf } from './matchingCase.ts';

const conf = `[general]
allowguest=no
[1001]
type=friend
host=dynamic
secret=x
[trunk]
type=peer
host=192.0.2.5
port=5070
[door]
type=peer
host=dynamic
[tpl](!)
type=friend
`;

describe('what would match a device', () => {
  it.each([
    ['1001', 'name'],
    ['trunk', 'ip-port'],
    ['door', 'ip-port'],
  ])('%s: by %s', (device, by) => {
    const model = modelOf(conf);
    const tree = model.project.trees.get(model.project.root);
    if (tree === undefined) throw new Error('no tree');
    const answer = sipConf.explain?.({ uri: model.project.root, tree, model }, { device });
    expect(answer).toMatchObject({
      kind: 'explained',
      results: [{ account: device, data: { matched: device, by } }],
    });
  });

  it('says that a template is not a device', () => {
    const model = modelOf(conf);
    const tree = model.project.trees.get(model.project.root);
    if (tree === undefined) throw new Error('no tree');
    const answer = sipConf.explain?.({ uri: model.project.root, tree, model }, { device: 'tpl' });
    expect(answer).toMatchObject({ kind: 'obstacle', reason: expect.stringContaining('not loaded') });
  });
});

describe('a request of a trace', () => {
  const trace = [
    'U 2026/11/21 09:00:00.000000 192.0.2.30:5062 -> 192.0.2.1:5060',
    'REGISTER sip:192.0.2.1 SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.30:5062;branch=z9hG4bK1',
    'From: <sip:1001@192.0.2.1>;tag=1',
    'To: <sip:1001@192.0.2.1>',
    'Call-ID: r1',
    'CSeq: 2 REGISTER',
    'Contact: <sip:1001@192.0.2.30:5099>',
    'Expires: 300',
    'Content-Length: 0',
    '',
    'U 2026/11/21 09:00:00.100000 192.0.2.1:5060 -> 192.0.2.30:5062',
    'SIP/2.0 200 OK',
    'Call-ID: r1',
    'CSeq: 2 REGISTER',
    'Content-Length: 0',
    '',
    'U 2026/11/21 09:00:01.000000 192.0.2.30:5062 -> 192.0.2.1:5060',
    'INVITE sip:100@192.0.2.1 SIP/2.0',
    'Via: SIP/2.0/UDP 10.0.0.1:5062;branch=z9hG4bK2',
    'From: <sip:1001@192.0.2.1>;tag=2',
    'To: <sip:100@192.0.2.1>',
    'Call-ID: i1',
    'CSeq: 1 INVITE',
    'Content-Length: 0',
    '',
    '',
  ].join('\n');

  it('comes from where the trace says, after the registrations before it', () => {
    expect(requestAt(trace, 20)).toMatchObject({
      line: 18,
      source: { address: '192.0.2.30', port: 5062, transport: 'udp' },
      registrations: [{ name: '1001', address: '192.0.2.30', port: 5099 }],
    });
    expect(requestAt(trace, 2)).toMatchObject({ line: 1, registrations: [] });
  });
});

describe('a device that autocreatepeer makes', () => {
  const created = '[general]\nallowguest=no\nautocreatepeer=yes\ncontext=public\n[zed2]\ntype=user\n';
  const invite = (user: string, port: number): string =>
    [
      'INVITE sip:100@192.0.2.1 SIP/2.0',
      `Via: SIP/2.0/UDP 198.51.100.7:${port};branch=z9hG4bK1`,
      `From: <sip:${user}@192.0.2.1>;tag=1`,
      'To: <sip:100@192.0.2.1>',
      'Call-ID: 1',
      'CSeq: 1 INVITE',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
  const registrations = [{ name: 'zed', address: '198.51.100.7', port: 5062 }];
  const source = (port: number) => ({ address: '198.51.100.7', port, transport: 'udp' as const });

  it('is found by the address and port that it registered from, whatever From says', () => {
    const found = explain(modelOf(created), {
      message: invite('anyone', 5062),
      source: source(5062),
      registrations,
    });
    expect(found).toMatchObject({ matched: 'zed', by: 'ip-port', codes: [100, 200], context: 'public' });
  });

  it('is not found from another port, nor without autocreatepeer', () => {
    const other = explain(modelOf(created), {
      message: invite('zed', 5070),
      source: source(5070),
      registrations,
    });
    expect(other).toMatchObject({ matched: null, codes: [401] });
    const off = explain(modelOf(created.replace('autocreatepeer=yes', '')), {
      message: invite('zed', 5062),
      source: source(5062),
      registrations,
    });
    expect(off.matched).toBeNull();
  });
});

describe('a version between two branches', () => {
  const model = (version: string) => modelOf('[general]\n', {}, version);
  const input = {
    message: 'OPTIONS sip:192.0.2.1 SIP/2.0\r\nFrom: <sip:a@b>;tag=1\r\n\r\n',
    source: from('192.0.2.9:5060'),
  };

  it.each([
    ['19', 'branch 18'],
    ['12', 'branch 11'],
  ])('%s: says which one is taken', (version, branch) => {
    expect(explain(model(version), input).assumptions.join()).toContain(branch);
  });

  it.each(['20', '18', '1.8', '1.8.32', '16.30.0'])('%s: says nothing', version => {
    expect(explain(model(version), input).assumptions.join()).not.toContain('branch');
  });
});

describe('the caller in a sentence', () => {
  const model = modelOf(
    '[general]\nallowguest=no\nauth_options_requests=yes\n[1001]\ntype=friend\nhost=dynamic\nsecret=x\nmailbox=1001@default\n',
  );
  const asked = (method: string, event: string) =>
    explain(model, {
      message: [
        `${method} sip:1001@192.0.2.1 SIP/2.0`,
        'Via: SIP/2.0/UDP 192.0.2.30:5060;branch=z9hG4bK1',
        'From: <sip:1001@192.0.2.1>;tag=1',
        'To: <sip:1001@192.0.2.1>',
        'Call-ID: s1',
        `CSeq: 1 ${method}`,
        'Contact: <sip:1001@192.0.2.30>',
        `Event: ${event}`,
        'Accept: application/simple-message-summary',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
      source: from('192.0.2.30:5060'),
      answer: { username: '1001', password: 'x' },
    }).sentence;

  it.each([
    ['SUBSCRIBE', 'message-summary', /^200: friend 1001 is notified of the mailbox /],
    ['SUBSCRIBE', 'unknown', /^489: friend 1001 was found by name, but /],
    ['OPTIONS', 'none', /^200: friend 1001 gets a reply, because /],
  ])('%s %s', (method, event, sentence) => expect(asked(method, event)).toMatch(sentence));
});

describe('what a challenge does not show', () => {
  const phone = (context: string) =>
    modelOf(`[general]\n[phone1]\ntype=friend\nhost=dynamic\nusername=201\nsecret=x\ncontext=${context}\n`, {
      'extensions.conf': '[phones]\nexten => 2000,1,Dial(SIP/a)\n',
    });
  const source = from('198.51.100.7:5060');

  it('is the refusal after the right password', () => {
    const sentence = (context: string) =>
      explain(phone(context), { message: requestOf('INVITE', 'phone1'), source }).sentence;
    expect(sentence('phonez')).toMatch(
      /With the right password, the reply is 404: .*there is no context phonez\.$/,
    );
    expect(sentence('phones')).not.toContain('right password');
  });

  it('is that the phone sends the user name of a device instead of its name', () => {
    const misses = (method: string, user: string) =>
      explain(phone('phones'), { message: requestOf(method, user), source }).nearMisses;
    for (const method of ['REGISTER', 'INVITE'])
      expect(misses(method, '201')).toMatchObject([
        { device: 'phone1', reason: expect.stringContaining('has username=201') },
      ]);
    expect(misses('REGISTER', 'phone1')).toEqual([]);
    expect(misses('REGISTER', '202')).toEqual([]);
  });
});
