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
static-records-file=/etc/flexisip/static.conf
`;

interface Message {
  readonly method?: string;
  readonly uri?: string;
  readonly to?: string;
  readonly headers?: readonly string[];
}

function message({
  method = 'INVITE',
  uri = 'sip:bob@a.org',
  to = '<sip:bob@a.org>',
  headers = [],
}: Message = {}) {
  return [
    `${method} ${uri} SIP/2.0`,
    'Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1',
    'From: <sip:alice@a.org>;tag=1',
    `To: ${to}`,
    'Call-ID: 1@a',
    `CSeq: 1 ${method}`,
    'Contact: <sip:alice@192.0.2.9>',
    ...headers,
    '',
    '',
  ].join('\r\n');
}

interface Asked {
  /** The configuration in front of `config`. */
  readonly root?: string;
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly contacts?: readonly string[];
  readonly version?: string;
  readonly own?: string;
}

function ask({
  root = base,
  config = '',
  files = {},
  text = message(),
  contacts,
  version = '2.6',
  own,
}: Asked) {
  const project = projectOf(flexisipConf, { 'flexisip.conf': root + config, ...files }, 'flexisip.conf');
  const tree = project.trees.get(project.root) ?? flexisipConf.parse('');
  const model = flexisipConf.model(project, { ...settings, flexisipVersion: version }, undefined);
  const question: ExplainQuestion = {
    messages: [text],
    contacts: contacts?.map(uri => ({ addressOfRecord: 'bob@a.org', uri })),
    destinations: own === undefined ? undefined : [{ address: own, port: 5060 }],
  };
  const answer = flexisipConf.explain?.({ uri: project.root, tree, model }, question);
  if (answer?.kind !== 'explained') throw new Error(JSON.stringify(answer));
  const [result] = answer.results;
  if (result === undefined) throw new Error('no result');
  return result;
}

const target = (uri: string, more: object = {}) => ({ uri, nextHop: uri, ...more });

describe('the Router', () => {
  it('forks to the stored contacts, by priority', () => {
    const result = ask({ contacts: ['<sip:bob@192.0.2.21>;q=0.5', 'sip:bob@192.0.2.20:5061;transport=tcp'] });
    expect(result).toMatchObject({ outcome: 'passed', codes: [] });
    expect(result.data).toMatchObject({
      routing: {
        by: 'contacts',
        certain: true,
        targets: [
          target('sip:bob@192.0.2.20:5061;transport=tcp', { q: 1, push: null }),
          target('sip:bob@192.0.2.21', { q: 0.5 }),
        ],
      },
    });
    expect(result.steps.find(({ title }) => title === 'Fork')?.detail).toMatch(/10 seconds/);
  });

  it('answers 404 when nobody is registered, and asks when it is not known', () => {
    expect(ask({ contacts: [] })).toMatchObject({ outcome: 'rejected', codes: [404] });
    const open = ask({});
    expect(open).toMatchObject({ outcome: 'passed', codes: [] });
    expect(open.data).toMatchObject({ routing: { targets: [], certain: false } });
    expect(open.notes.join()).toMatch(/not the file/);
  });

  it('answers 480 when a sips: request finds no sips: contact', () => {
    const text = message({ uri: 'sips:bob@a.org' });
    expect(ask({ text, contacts: ['sip:bob@192.0.2.20'] })).toMatchObject({ codes: [480] });
    expect(ask({ text, contacts: ['sips:bob@192.0.2.20'] }).data).toMatchObject({
      routing: { targets: [target('sips:bob@192.0.2.20')] },
    });
  });

  it.each([
    ['static-targets=sip:hall@192.0.2.30', {}, [target('sip:hall@192.0.2.30', { origin: 'static-target' })]],
    [
      'fallback-route=sip:192.0.2.40:5070',
      {},
      [{ uri: 'sip:bob@a.org', nextHop: 'sip:192.0.2.40:5070', q: 0, origin: 'fallback-route' }],
    ],
    ['fallback-route=sip:192.0.2.40:5070\nfallback-route-filter=false', {}, []],
    ['fallback-route=sip:192.0.2.9:5060', {}, []],
    ['voicemail-server=sip:127.0.0.1:6066;transport=tcp', {}, [target('sip:127.0.0.1:6066;transport=tcp')]],
    [
      '',
      {
        'static.conf':
          '# records\nsip:bob@a.org <sip:bob@192.0.2.50>,<sip:bob@192.0.2.51>\nsip:eve@a.org <sip:eve@192.0.2.1>\n',
      },
      [target('sip:bob@192.0.2.50', { origin: 'static-record' }), target('sip:bob@192.0.2.51')],
    ],
  ])('adds what the configuration names: %s', (line, files, targets) => {
    const result = ask({ config: `[module::Router]\n${line}\n`, files, contacts: [] });
    expect(result.codes).toEqual(targets.length === 0 ? [404] : []);
    expect(result.data).toMatchObject({ routing: { targets } });
  });

  it('looks a user up in the parent domain', () => {
    const config = '[module::Router]\nparent-domain-fallback=true\n';
    const text = message({ uri: 'sip:bob@sub.a.org' });
    const wide = (more: string) =>
      ask({
        root: base.replace('reg-domains=a.org', 'reg-domains=*.org') + more,
        text,
        contacts: ['sip:bob@192.0.2.20'],
      });
    expect(wide('')).toMatchObject({ codes: [404] });
    expect(wide(config).data).toMatchObject({ routing: { targets: [target('sip:bob@192.0.2.20')] } });
  });

  it.each([
    [
      'a request inside a dialog',
      message({ method: 'BYE', uri: 'sip:bob@192.0.2.20', to: '<sip:bob@a.org>;tag=2' }),
      'sip:bob@192.0.2.20',
      'request-uri',
    ],
    ['another domain', message({ uri: 'sip:bob@b.org' }), 'sip:bob@b.org', 'request-uri'],
    ['a Route elsewhere', message({ headers: ['Route: <sip:192.0.2.60;lr>'] }), 'sip:192.0.2.60', 'route'],
    [
      'its own Route in front',
      message({ headers: ['Route: <sip:203.0.113.5;lr>, <sip:192.0.2.60;lr>'] }),
      'sip:192.0.2.60',
      'route',
    ],
  ])('leaves %s to Forward', (_, text, nextHop, by) => {
    expect(ask({ text, contacts: [] }).data).toMatchObject({ routing: { by, targets: [{ nextHop }] } });
  });

  it('keeps a MESSAGE for devices that register later', () => {
    const result = ask({ text: message({ method: 'MESSAGE' }), contacts: ['sip:bob@192.0.2.20'] });
    expect(result.steps.find(({ title }) => title === 'Fork')?.detail).toMatch(
      /202 Accepted.*604800 seconds/,
    );
  });
});

describe('companion servers', () => {
  it('get their requests by a Route', () => {
    const config = '[module::B2bua]\nenabled=true\n';
    expect(ask({ config }).data).toMatchObject({
      routing: { by: 'module', targets: [{ nextHop: 'sip:127.0.0.1:6067;transport=tcp' }] },
    });
    const text = message({ headers: ['User-Agent: Flexisip-B2BUA/2.6.0'] });
    expect(ask({ config, text, contacts: [] }).codes).toEqual([404]);
    const publish = message({ method: 'PUBLISH', headers: ['Event: presence'] });
    expect(ask({ config: '[module::Presence]\nenabled=true\n', text: publish }).data).toMatchObject({
      routing: { by: 'module', targets: [{ nextHop: 'sip:127.0.0.1:5065;transport=tcp' }] },
    });
  });
});

describe('PushNotification', () => {
  const fcm = 'sip:bob@192.0.2.20;pn-provider=fcm;pn-param=123;pn-prid=TOKEN';
  const on = '[module::PushNotification]\nenabled=true\n';
  const pushOf = (asked: Asked) => ask({ contacts: [fcm], ...asked });

  it.each([
    ['', 'not-sent', /disabled/],
    [on, 'not-sent', /No service account is set for the Firebase project "123"/],
    [`${on}firebase=false\n`, 'not-sent', /Firebase is disabled/],
    [`${on}firebase-projects-api-keys=123:key\n`, 'not-sent', /No service account/],
    [`${on}firebase-service-accounts=123:/etc/a.json\n`, 'sent', /immediately/],
    [`${on}firebase-service-accounts=123:/etc/a.json\ntimeout=5\n`, 'sent', /after 5 seconds/],
    [`${on}external-push-uri=http://push.a.org/$type\n`, 'sent', /external-push-uri/],
  ])('wakes a device or says why not: %j', (config, push, why) => {
    const result = pushOf({ config });
    expect(result.data).toMatchObject({ routing: { targets: [{ push }] } });
    expect(result.steps.find(({ title }) => title.startsWith('Push'))?.detail).toMatch(why);
    expect(JSON.stringify(result)).not.toContain('TOKEN');
  });

  it('still sends by an API key before 2.6', () => {
    const config = `${on}firebase-projects-api-keys=123:key\n`;
    expect(pushOf({ config, version: '2.5' }).data).toMatchObject({
      routing: { targets: [{ push: 'sent' }] },
    });
  });

  it('names the certificate for Apple', () => {
    const contacts = ['sip:bob@192.0.2.20;pn-provider=apns;pn-param=ABCD1234.org.example.voip;pn-prid=T'];
    const result = ask({ config: on, contacts });
    expect(result.notes.join()).toContain('org.example.voip.prod.pem');
  });

  it('wakes nobody for a message about typing', () => {
    const text = message({ method: 'MESSAGE', headers: ['Content-Type: application/im-iscomposing+xml'] });
    const config = `${on}firebase-service-accounts=123:/etc/a.json\n`;
    expect(pushOf({ config, text }).data).toMatchObject({ routing: { targets: [{ push: 'not-sent' }] } });
  });
});

describe('Forward', () => {
  const routes = {
    'routes.conf':
      "# out\n<sip:192.0.2.70;transport=tls>  request.uri.domain == 'b.org'\n  || request.uri.domain == 'c.org'\n<sip:192.0.2.71> *\n",
  };
  const config = '[module::Forward]\nroutes-config-path=/etc/flexisip/routes.conf\n';

  it('puts the first conditional route in front', () => {
    const sent = (uri: string) => ask({ config, files: routes, text: message({ uri }) }).data;
    expect(sent('sip:bob@c.org')).toMatchObject({
      routing: { targets: [{ nextHop: 'sip:192.0.2.70;transport=tls' }] },
    });
    expect(sent('sip:bob@d.org')).toMatchObject({ routing: { targets: [{ nextHop: 'sip:192.0.2.71' }] } });
    expect(ask({ config, text: message({ uri: 'sip:bob@c.org' }) }).notes.join()).toMatch(
      /could not be read/,
    );
  });

  it('counts hops', () => {
    const text = message({ uri: 'sip:bob@b.org', headers: ['Max-Forwards: 1'] });
    expect(ask({ text })).toMatchObject({ outcome: 'rejected', codes: [483] });
  });

  it('does not send to itself', () => {
    const text = message({ uri: 'sip:203.0.113.5', method: 'OPTIONS' });
    expect(ask({ text })).toMatchObject({ codes: [482] });
    expect(ask({ text, version: '2.3' })).toMatchObject({ codes: [] });
  });
});

describe('a REGISTER that is not answered here', () => {
  const register = message({ method: 'REGISTER', uri: 'sip:a.org' });

  it('loops when the domain is one of this server', () => {
    const result = ask({ config: 'reg-on-response=true\n', text: register });
    expect(result).toMatchObject({ outcome: 'rejected', codes: [482] });
  });

  it('goes where a conditional route says', () => {
    const config = 'reg-on-response=true\n[module::Forward]\nroutes-config-path=/etc/flexisip/routes.conf\n';
    const files = { 'routes.conf': '<sip:10.0.0.2:5070;transport=tcp> *\n' };
    const result = ask({ config, files, text: register });
    expect(result).toMatchObject({ outcome: 'registered', codes: [] });
    expect(result.data).toMatchObject({
      routing: { targets: [{ nextHop: 'sip:10.0.0.2:5070;transport=tcp' }] },
    });
  });

  it('must not remove all contacts without an expiry of 0', () => {
    const text = register.replace('<sip:alice@192.0.2.9>', '*');
    expect(ask({ text })).toMatchObject({ codes: [400] });
    expect(ask({ text: text.replace('\r\n\r\n', '\r\nExpires: 0\r\n\r\n') })).toMatchObject({ codes: [200] });
  });
});

it('asks about addresses while a transport listens on all of them', () => {
  const root = base.replace('203.0.113.5:5060', '*').replace('reg-domains=a.org', 'reg-domains=*');
  const text = message({ uri: 'sip:bob@198.51.100.1', headers: [] });
  const open = ask({ root, text, contacts: [] });
  expect(open.data).toMatchObject({
    routing: { certain: false, targets: [{ nextHop: 'sip:bob@198.51.100.1' }] },
  });
  expect(ask({ root, text, contacts: [], own: '198.51.100.1' }).codes).toEqual([404]);
  expect(ask({ root, text, contacts: [], own: '198.51.100.2' }).data).toMatchObject({
    routing: { certain: true },
  });
});
