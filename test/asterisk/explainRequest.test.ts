import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { requestAt } from '../../server/languages/trace/model/matchedRequest.ts';
import { modelOf } from './matchingCase.ts';

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
