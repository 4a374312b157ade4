import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { checkAll } from '../languages.ts';

function codes(text: string, flexisipVersion = '2.5'): string[] {
  const found = checkAll(flexisipConf, { f: text }, 'f', { flexisipVersion }).get('f') ?? [];
  return found.map(({ code }) => String(code).replace('flexisip-conf/', ''));
}

const tls = 'tls-certificates-file=/a.pem\ntls-certificates-private-key=/k.pem\n';

describe('a next hop', () => {
  const code = 'next-hop-without-transport';
  const file = (transports: string, section: string) =>
    `[global]\ntransports=${transports}\n${tls}${section}\n`;
  const b2bua = '[module::B2bua]\nenabled=true';
  const presence = '[module::Presence]\nenabled=true\npresence-server=';
  it.each([
    ['sips:*:5061', b2bua],
    ['sips:*:5061 sip:*:5060;transport=udp', b2bua],
    ['sips:*:5061', '[module::RegEvent]\nenabled=true'],
    ['sips:*:5061', `${presence}sip:127.0.0.1:5065`],
    ['sip:*:5060', `${presence}sips:presence.example.org`],
    ['sip:*:5060;transport=tcp', `${presence}sip:127.0.0.1:5065;transport=udp`],
    ['sips:*', '[module::Router]\nfallback-route=sip:pbx.example.org;transport=tcp'],
  ])('is not reached by %s: %j', (transports, section) => {
    expect(codes(file(transports, section))).toContain(code);
  });

  it.each([
    ['sips:*:5061 sip:127.0.0.1', b2bua],
    ['sips:*:5061 sip:127.0.0.1:5060;transport=tcp', b2bua],
    ['sip:*:5060;transport=udp,tcp', b2bua],
    ['*:5060', b2bua],
    ['sips:*:5061', '[module::B2bua]\nenabled=false'],
    ['sips:*:5061', '[module::Router]\nfallback-route='],
    ['sip:*:5060;transport=udp', `${presence}sip:127.0.0.1:5065`],
    [
      'sips:*:5061',
      `${b2bua}\n[cluster]\nenabled=true\nnodes=10.0.0.2\ninternal-transport=sip:10.0.0.1:5059;transport=tcp`,
    ],
    ['sips:*:5061', `${presence}sip:example.org;transport=ws`],
  ])('may be reached by %s: %j', (transports, section) => {
    expect(codes(file(transports, section))).not.toContain(code);
  });
});

describe('an address of this machine', () => {
  const code = 'nothing-listens';
  const all = 'default-servers=proxy b2bua conference presence regevent\n';
  it.each([
    `[global]\n${all}transports=sips:*:5061\n${tls}`,
    `[global]\n${all}transports=sip:*:5060;transport=udp\n`,
    `[global]\n${all}transports=sip:192.0.2.1:5060\n`,
    `[global]\n${all}transports=sip:example.org:5060;maddr=10.0.0.2\n`,
    `[global]\n${all}transports=sip:*:5070\n`,
    `[global]\n${all}[module::Presence]\nenabled=true\npresence-server=sip:localhost:5066;transport=tcp\n`,
    `[global]\n${all}[module::RegEvent]\nenabled=true\n[regevent-server]\ntransport=sip:127.0.0.1:7000;transport=tcp\n`,
  ])('on which nothing listens: %j', text => {
    expect(codes(text)).toContain(code);
  });

  it.each([
    `[global]\n${all}`,
    `[global]\n${all}transports=sip:192.0.2.1:5060 sip:127.0.0.1:5060;transport=tcp\n`,
    `[global]\n${all}transports=sip:proxy.example.org:5060\n`,
    `[global]\n${all}transports=sip:[::0]:5060\n`,
    '[global]\ndefault-servers=proxy\ntransports=sip:*:5070\n',
    '[global]\ndefault-servers=b2bua\ntransports=sip:*:5070\n',
    `[global]\n${all}transports=sip:*:5070\n[b2bua-server]\noutbound-proxy=sip:10.0.0.7;transport=tcp\n[conference-server]\noutbound-proxy=sip:127.0.0.1:5070\n`,
    `[global]\n${all}[module::Presence]\nenabled=true\n[presence-server]\ntransports=sip:0.0.0.0:5065;transport=tcp\n`,
  ])('on which something may listen: %j', text => {
    expect(codes(text)).not.toContain(code);
  });
});
