import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { checkAll } from '../languages.ts';

function codes(text: string, flexisipVersion = '2.6'): string[] {
  const found = checkAll(flexisipConf, { f: text }, 'f', { flexisipVersion }).get('f') ?? [];
  return found.map(({ code }) => String(code).replace('flexisip-conf/', ''));
}

const push = '[module::PushNotification]\nenabled=true\n';

describe('the push module', () => {
  it.each([
    ['2.6', 'apple=false\n'],
    ['2.6', 'apple=false\nfirebase=false\nfirebase-service-accounts=1:/f.json\n'],
    ['2.6', 'apple=false\nfirebase-projects-api-keys=1:key\n'],
    ['2.6', 'firebase=true\n'],
  ])('of %s has nothing to send with: %j', (version, text) => {
    expect(codes(push + text, version)).toContain('push-without-client');
  });

  it.each([
    ['2.6', ''],
    ['2.6', 'firebase=false\n'],
    ['2.6', 'apple=false\nfirebase-service-accounts=1:/f.json\n'],
    ['2.5', 'apple=false\nfirebase-projects-api-keys=1:key\n'],
    ['2.6', 'apple=false\nfirebase=true\nexternal-push-uri=https://push.example.org/$type\n'],
    ['2.6', 'firebase=true\nfirebase-projects-api-keys=1:key\n'],
    ['2.2', 'apple=false\n'],
  ])('of %s has something: %j', (version, text) => {
    expect(codes(push + text, version)).not.toContain('push-without-client');
  });

  it.each(['/etc/flexisip/f.json', '1234', ':/f.json', '1:/f.json 2', '1:'])(
    'takes no account written %j',
    value => {
      expect(codes(`${push}firebase-service-accounts=${value}\n`)).toContain('invalid-firebase-account');
    },
  );

  it.each([
    ['2.6', 'firebase-service-accounts=1:/a.json 1:/b.json\n'],
    ['2.5', 'firebase-projects-api-keys=1:key\nfirebase-service-accounts=1:/a.json\n'],
    ['2.6', 'external-push-uri=https://push.example.org\nexternal-push-method=PUT\n'],
    ['2.6', 'external-push-uri=https://push.example.org\nexternal-push-protocol=http3\n'],
  ])('of %s refuses %j', (version, text) => {
    expect(codes(push + text, version)).toContain('refused-value');
  });

  it.each([
    ['2.6', 'firebase-service-accounts=1:/a.json 2:/b.json\n'],
    ['2.6', 'firebase-projects-api-keys=1:key\nfirebase-service-accounts=1:/a.json\n'],
    ['2.6', 'firebase=false\nfirebase-service-accounts=1:/a.json 1:/b.json\n'],
    ['2.6', 'external-push-method=PUT\n'],
  ])('of %s takes %j', (version, text) => {
    expect(codes(push + text, version)).not.toContain('refused-value');
    expect(codes(push + text, version)).not.toContain('invalid-firebase-account');
  });
});

describe('the transport of an internal server', () => {
  const file = (server: string, uri: string) =>
    `[global]\ndefault-servers=proxy ${server}\n[${server}-server]\ntransport=${uri}\n`;
  it.each([
    ['regevent', 'sip:127.0.0.1:6065'],
    ['regevent', 'sips:127.0.0.1:6065'],
    ['regevent', 'sip:127.0.0.1:6065;transport=udp'],
    ['voicemail', 'sips:127.0.0.1:6066'],
    ['b2bua', 'sip:127.0.0.1:6067;transport=sctp'],
    ['b2bua', 'tcp:127.0.0.1:6067'],
  ])('of %s is refused: %s', (server, uri) => {
    expect(codes(file(server, uri))).toContain('refused-value');
  });

  it.each([
    ['regevent', 'sip:127.0.0.1:6065;transport=TCP'],
    ['voicemail', 'sip:127.0.0.1:6066'],
    ['b2bua', 'sips:127.0.0.1:6067'],
    ['b2bua', 'sip:127.0.0.1:6067;transport=tls'],
  ])('of %s is taken: %s', (server, uri) => {
    expect(codes(file(server, uri))).not.toContain('refused-value');
  });
});

describe('a registration that is sent on', () => {
  const registrar = '[module::Registrar]\nreg-on-response=true\nreg-domains=';
  it.each([
    `[global]\naliases=a.org\n${registrar}b.org a.org\n`,
    `[global]\ntransports=sip:a.org:5060;maddr=10.0.0.1\n${registrar}a.org\n`,
  ])('comes back: %j', text => {
    expect(codes(text)).toContain('relayed-registration-loops');
  });

  it.each([
    `[global]\naliases=a.org\n${registrar}b.org\n`,
    `[global]\naliases=a.org\n${registrar}*\n`,
    `[global]\naliases=a.org\n${registrar}a.org\n[module::Forward]\nroutes-config-path=/etc/flexisip/routes.conf\n`,
    `[global]\naliases=a.org\n[module::Registrar]\nreg-domains=a.org\n`,
  ])('goes elsewhere, or nowhere: %j', text => {
    expect(codes(text)).not.toContain('relayed-registration-loops');
  });
});
