import { describe, expect, it } from 'vitest';
import type { ExplainQuestion } from '../../server/languages/explainQuestion.ts';
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

interface Asked {
  readonly config: string;
  readonly method?: string;
  readonly uri?: string;
  readonly headers?: readonly string[];
  readonly callId?: string;
  readonly contacts?: readonly string[];
  readonly version?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** What a server with modules between Authentication and Forward does with one request. */
function ask({
  config,
  method = 'INVITE',
  uri = 'sip:bob@b.org',
  headers = [],
  callId = '1@a',
  ...more
}: Asked) {
  const text = [
    `${method} ${uri} SIP/2.0`,
    'Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1',
    'From: <sip:alice@a.org>;tag=1',
    'To: <sip:bob@a.org>',
    `Call-ID: ${callId}`,
    `CSeq: 1 ${method}`,
    'Contact: <sip:alice@192.0.2.9>',
    ...headers,
    '',
    '',
  ].join('\r\n');
  const { contacts, version = '2.6', files = {} } = more;
  const project = projectOf(flexisipConf, { 'flexisip.conf': base + config, ...files }, 'flexisip.conf');
  const tree = project.trees.get(project.root) ?? flexisipConf.parse('');
  const model = flexisipConf.model(project, { ...settings, flexisipVersion: version }, undefined);
  const question: ExplainQuestion = {
    messages: [text],
    contacts: contacts?.map(contact => ({ addressOfRecord: 'bob@a.org', uri: contact })),
  };
  const answer = flexisipConf.explain?.({ uri: project.root, tree, model }, question);
  if (answer?.kind !== 'explained') throw new Error(JSON.stringify(answer));
  const [result] = answer.results;
  if (result === undefined) throw new Error('no result');
  return result;
}

const sentTo = (nextHop: string) => ({ routing: { targets: [{ nextHop }] } });
const titles = (result: ReturnType<typeof ask>): string[] => result.steps.map(({ title }) => title);

describe('Redirect', () => {
  const config = '[module::Redirect]\nenabled=true\ncontact=<sip:192.0.2.65:5065>;expires=100\n';

  it.each(['INVITE', 'REGISTER', 'OPTIONS'])('answers 302 to %s', method => {
    const result = ask({ config, method });
    expect(result).toMatchObject({ outcome: 'redirected', codes: [302] });
    expect(result.sentence).toMatch(/replies 302 to the/);
    expect(result.steps.at(-1)).toMatchObject({ title: 'Redirect module', verdict: 'decided' });
    expect(result.steps.at(-1)?.detail).toMatch(/sip:192\.0\.2\.65:5065/);
  });

  it('leaves alone what its filter leaves out', () => {
    const filtered = `${config}filter=request.method == 'OPTIONS'\n`;
    expect(ask({ config: filtered }).data).toMatchObject(sentTo('sip:bob@b.org'));
  });
});

describe('GatewayAdapter', () => {
  const config = '[module::GatewayAdapter]\nenabled=true\ngateway=sip:gw.example.net:5070\n';

  it('lets the gateway join the contacts of a REGISTER', () => {
    const step = ask({ config, method: 'REGISTER', uri: 'sip:a.org' }).steps.find(
      ({ title }) => title === 'GatewayAdapter module',
    );
    expect(step?.detail).toMatch(
      /sip:alice@gw\.example\.net:5070 is added to .* registers the user with the gateway/,
    );
  });

  it('does only what is switched on', () => {
    const off = `${config}fork-to-gateway=false\nregister-on-gateway=false\n`;
    expect(titles(ask({ config: off, method: 'REGISTER', uri: 'sip:a.org' }))).not.toContain(
      'GatewayAdapter module',
    );
  });

  it('gives a call from the gateway its domain back, and the Router looks there', () => {
    const uri = 'sip:bob@203.0.113.5;routing-domain=a.org';
    const result = ask({ config, uri, contacts: ['sip:bob@192.0.2.20'] });
    expect(result.data).toMatchObject({
      routing: { by: 'contacts', targets: [{ nextHop: 'sip:bob@192.0.2.20' }] },
    });
    expect(titles(result)).toContain('GatewayAdapter module');
    expect(titles(ask({ config, uri: 'sip:bob@b.org' }))).not.toContain('GatewayAdapter module');
  });
});

describe('ContactRouteInserter', () => {
  const config = '[module::ContactRouteInserter]\nenabled=true\nmasquerade-contacts-for-invites=true\n';
  const name = 'ContactRouteInserter module';

  it('stands for the contact of an INVITE when it is told to', () => {
    expect(titles(ask({ config }))).toContain(name);
    expect(titles(ask({ config: config.replace('invites=true', 'invites=false') }))).not.toContain(name);
    expect(titles(ask({ config, method: 'OPTIONS' }))).not.toContain(name);
  });

  it('stands for the contact of a REGISTER that is sent on', () => {
    const relayed = `reg-on-response=true\n${config}`;
    expect(titles(ask({ config: relayed, method: 'REGISTER', uri: 'sip:b.org' }))).toContain(name);
  });

  it.each([
    ['udp:192.0.2.20:5062', 'sip:bob@192.0.2.20:5062'],
    ['tls:192.0.2.20:40001', 'sip:bob@192.0.2.20:40001;transport=tls'],
  ])('finds the device of %s again', (place, nextHop) => {
    const uri = `sip:bob@203.0.113.5:5060;transport=tcp;CtRt1a2b=${place}`;
    const result = ask({ config, uri, headers: [] });
    expect(result.data).toMatchObject(sentTo(nextHop));
    expect(result.notes.join()).toMatch(/one that this server wrote/);
  });
});

describe('LoadBalancer', () => {
  const routes = ['sip:192.0.2.81', 'sip:192.0.2.82', 'sip:192.0.2.83;transport=tcp'];
  const config = `[module::LoadBalancer]\nenabled=true\nroutes=${routes.map(route => `<${route}>`).join(' ')}\n`;

  /** msg_hash_string with the 64 bits of a `long`, of which 32 are kept. */
  function expected(callId: string): string | undefined {
    let hash = 0n;
    for (const character of callId) hash = ((hash + BigInt(character.charCodeAt(0))) * 38501n) % 2n ** 64n;
    return routes[Number((hash % 2n ** 32n) % BigInt(routes.length))];
  }

  it.each(['1@a', '2@a', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6@192.0.2.9', 'x'])(
    'chooses by the Call-ID %s',
    callId => {
      const nextHop = expected(callId) ?? '';
      expect(ask({ config, callId }).data).toMatchObject(sentTo(nextHop));
      expect(ask({ config, callId, method: 'OPTIONS' }).data).toMatchObject(sentTo(nextHop));
    },
  );

  it('spreads calls over all of its routes', () => {
    const used = new Set(Array.from({ length: 30 }, (_, index) => expected(`${index}@host`)));
    expect(used.size).toBe(3);
  });

  it('stands in front of the contacts, and behind a conditional route', () => {
    const forked = ask({ config, uri: 'sip:bob@a.org', contacts: ['sip:bob@192.0.2.20'] });
    expect(forked.data).toMatchObject({
      routing: { targets: [{ uri: 'sip:bob@192.0.2.20', nextHop: expected('1@a') }] },
    });
    const forward = `${config}[module::Forward]\nroutes-config-path=/etc/flexisip/routes.conf\n`;
    const files = { 'routes.conf': '<sip:192.0.2.70> *\n' };
    expect(ask({ config: forward, files }).data).toMatchObject(sentTo('sip:192.0.2.70'));
  });
});

describe('Routes', () => {
  it('to elsewhere are followed, whatever resolve-routes says since 2.1', () => {
    const config = '[module::Router]\nresolve-routes=true\n';
    const asked = {
      config,
      uri: 'sip:bob@a.org',
      headers: ['Route: <sip:192.0.2.90;lr>'],
      contacts: ['sip:bob@192.0.2.20'],
    };
    expect(ask(asked).data).toMatchObject(sentTo('sip:192.0.2.90'));
    expect(titles(ask(asked))).toContain('resolve-routes');
    expect(ask({ ...asked, version: '2.0' }).data).toMatchObject({ routing: { by: 'contacts' } });
  });

  it('name the address that a proxy of the cluster saw', () => {
    const headers = ['Route: <sip:proxy2.example.net;transport=tcp;fs-received=192.0.2.91;fs-rport=5070;lr>'];
    expect(ask({ config: '', headers }).data).toMatchObject(sentTo('sip:192.0.2.91:5070;transport=tcp'));
  });

  it('by a condition to this server itself are removed', () => {
    const config = '[module::Forward]\nroutes-config-path=/etc/flexisip/routes.conf\n';
    const files = { 'routes.conf': '<sip:203.0.113.5:5060;lr> *\n' };
    expect(ask({ config, files }).data).toMatchObject(sentTo('sip:bob@b.org'));
  });
});
