import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { projectOf, settings } from '../languages.ts';

const base = `[global]
transports=sip:203.0.113.5:5060
aliases=a.org
[module::Authentication]
enabled=false
[module::Registrar]
reg-domains=a.org
`;
const flowStrategy = '[module::NatHelper]\nnat-traversal-strategy=flow-token\n';

interface Asked {
  readonly config?: string;
  readonly method?: string;
  readonly uri?: string;
  readonly tag?: boolean;
  readonly headers?: readonly string[];
  readonly via?: string;
  readonly contacts?: readonly string[];
  readonly version?: string;
}

function ask({
  config = '',
  method = 'BYE',
  uri = 'sip:bob@198.51.100.20:5062',
  tag = true,
  headers = [],
  via = 'SIP/2.0/TCP 192.0.2.9:5060',
  contacts,
  version = '2.5',
}: Asked) {
  const text = [
    `${method} ${uri} SIP/2.0`,
    `Via: ${via};branch=z9hG4bK1`,
    'From: <sip:alice@a.org>;tag=1',
    `To: <sip:bob@a.org>${tag ? ';tag=2' : ''}`,
    'Call-ID: 1@a',
    `CSeq: 1 ${method}`,
    ...headers,
    '',
    '',
  ].join('\r\n');
  const project = projectOf(flexisipConf, { 'flexisip.conf': base + config }, 'flexisip.conf');
  const tree = project.trees.get(project.root) ?? flexisipConf.parse('');
  const model = flexisipConf.model(project, { ...settings, flexisipVersion: version }, undefined);
  const answer = flexisipConf.explain?.(
    { uri: project.root, tree, model },
    {
      messages: [text],
      contacts: contacts?.map(contact => ({ addressOfRecord: 'bob@a.org', uri: contact })),
    },
  );
  if (answer?.kind !== 'explained') throw new Error(JSON.stringify(answer));
  const [result] = answer.results;
  if (result === undefined) throw new Error('no result');
  return result;
}

/** As the server writes them: signature, transport, server address and port, client address and port. */
function token(transport: number, server: readonly number[], client: readonly number[]): string {
  return Buffer.from([
    ...Array.from({ length: 10 }, (_, index) => index),
    transport,
    ...server,
    ...client,
  ]).toString('base64');
}

const ipv4 = token(2, [203, 0, 113, 5, 19, 196], [198, 51, 100, 77, 0xc3, 0x50]);
const words = (...list: number[]): number[] => list.flatMap(word => [word >> 8, word & 255]);
const ipv6 = token(
  3,
  words(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1, 5061),
  words(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x77, 50000),
);
const route = (user: string) => `Route: <sip:${user}@203.0.113.5:5060;transport=tcp;lr>`;
const nextHops = (asked: Asked) => {
  const { data } = ask(asked);
  return (data as { routing: { targets: { nextHop: string }[] } }).routing.targets.map(
    ({ nextHop }) => nextHop,
  );
};

describe('a flow token in the Route', () => {
  it.each([
    ['leads to the client behind the NAT', ipv4, 'sip:198.51.100.77:50000;transport=tcp'],
    ['works with IPv6', ipv6, 'sip:[2001:db8::77]:50000;transport=tls'],
    ['of another length is a user name', ipv4.slice(4), 'sip:bob@198.51.100.20:5062'],
    [
      'without a transport is not one',
      token(0, [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]),
      'sip:bob@198.51.100.20:5062',
    ],
  ])('%s', (_name, user, hop) => {
    expect(nextHops({ config: flowStrategy, headers: [route(user)] })).toEqual([hop]);
  });

  it('is used only with the strategy flow-token', () => {
    expect(nextHops({ headers: [route(ipv4)] })).toEqual(['sip:bob@198.51.100.20:5062']);
  });

  it('is not used for a request from the client itself', () => {
    const via = 'SIP/2.0/TCP 10.0.0.7:5060;received=198.51.100.77;rport=50000';
    expect(nextHops({ config: flowStrategy, headers: [route(ipv4)], via })).toEqual([
      'sip:bob@198.51.100.20:5062',
    ]);
  });

  it.each([
    ['a Contact without ob', 'Contact: <sip:alice@192.0.2.9>', '', false],
    ['a Contact with ob', 'Contact: <sip:alice@192.0.2.9;ob>', '', true],
    ['force-flow-token', 'Contact: <sip:alice@192.0.2.9>', 'force-flow-token=true\n', true],
    ['the default of force-flow-token', 'Contact: <sip:alice@192.0.2.9>\r\nUser-Agent: Linphone/5', '', true],
  ])('%s', (_name, header, config, isUsed) => {
    const hops = nextHops({
      config: flowStrategy + config,
      method: 'INVITE',
      headers: [route(ipv4), header],
    });
    expect(hops).toEqual([isUsed ? 'sip:198.51.100.77:50000;transport=tcp' : 'sip:bob@198.51.100.20:5062']);
  });
});

describe('a GRUU', () => {
  const contacts = [
    '<sip:bob@192.0.2.20:5061>;+sip.instance="<urn:uuid:1111>"',
    '<sip:bob@192.0.2.21>;+sip.instance="<urn:uuid:2222>"',
    '<sip:bob@192.0.2.22>',
  ];
  const gruu = 'sip:bob@a.org;gr=urn:uuid:2222';

  it.each(['2.0', '2.5'])('leads a new call only to its device, in %s', version => {
    expect(nextHops({ method: 'INVITE', tag: false, uri: gruu, contacts, version })).toEqual([
      'sip:bob@192.0.2.21',
    ]);
  });

  it('leads a request in a dialog to its device', () => {
    expect(nextHops({ uri: gruu, contacts })).toEqual(['sip:bob@192.0.2.21']);
  });

  it('of a device that is gone gets 404', () => {
    const gone = 'sip:bob@a.org;gr=urn:uuid:3333';
    expect(ask({ uri: gone, contacts }).codes).toEqual([404]);
    expect(ask({ method: 'INVITE', tag: false, uri: gone, contacts }).codes).toEqual([404]);
  });

  it('leads to an unknown device while the contacts are unknown', () => {
    const result = ask({ uri: gruu });
    expect(result.data).toMatchObject({ routing: { by: 'contacts', certain: false } });
    expect(result.sentence).toContain('registered contacts');
    expect(result.data).toMatchObject({ assumptions: [expect.stringContaining('`gr`')] });
  });

  it('is found by the first parameter of unique-id-parameters', () => {
    const config = 'unique-id-parameters=line\n';
    expect(
      nextHops({ config, uri: 'sip:bob@a.org;gr=abc', contacts: ['sip:bob@192.0.2.23;line=abc'] }),
    ).toEqual(['sip:bob@192.0.2.23']);
  });

  it('of another domain is an ordinary Request-URI', () => {
    expect(nextHops({ uri: 'sip:bob@b.org;gr=urn:uuid:2222', contacts })).toEqual(['sip:bob@b.org']);
  });
});
