import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { checkAll } from '../languages.ts';

/** Codes of the findings on `transports`, without those about certificates. */
function codes(transports: string, flexisipVersion = '2.7'): string[] {
  const text = `[global]\ntransports=${transports}\n`;
  const found = checkAll(flexisipConf, { f: text }, 'f', { flexisipVersion }).get('f') ?? [];
  return found
    .filter(({ range }) => range.start.line === 1)
    .map(({ code }) => String(code).replace('flexisip-conf/', ''));
}

describe('transports', () => {
  it.each([
    'sip:*:5060 sips:*:5061',
    'sip:192.0.2.1',
    'sip:192.0.2.1:',
    'sip:192.0.2.1:*',
    'sip:[::1]:5060',
    'SIP:192.0.2.1:5060',
    'sip:192.0.2.1:5060;transport=udp,tcp',
    'sip:192.0.2.1:5060;transport=TCP;maddr=10.0.0.1',
    'sip:192.0.2.1:5060;other=x',
    'sips:192.0.2.1:5061;tls-verify-incoming=1;tls-verify-outgoing=false',
    'sips:h:5061;tls-certificates-file=/c;tls-certificates-private-key=/k',
    'sip:192.0.2.1:5060;network=10.0.0.0/8,192.168.0.0/16',
    'sip:192.0.2.1:5060;network=0.0.0.0/0',
    'sip:*:5060;network=anything',
    'sip:[::1]:5060;network=anything',
  ])('%s will do', transports => {
    expect(codes(transports)).toEqual([]);
  });

  it.each([
    'sip:',
    'sip:;transport=udp',
    'sip:192.0.2.1:abc',
    'sip:::1:5060',
    'udp:*:5060',
    'sip:h;transport=foo',
    'sip:h;transport=',
    'sip:h;transport=tls',
    'sips:h;tls-verify-incoming=yes',
    'sips:h;require-peer-certificate',
    'sips:h;tls-certificates-file=/c;tls-certificates-private-key=',
    'sips:h;transport=tcp',
    'sip:192.0.2.1:5060;network=10.0.0.0',
    'sip:192.0.2.1:5060;network=10.0.0.0/33',
    'sip:192.0.2.1:5060;network=10.0.0.256/8',
    'sip:192.0.2.1:5060;network=0.0.0.0/8',
    'sip:192.0.2.1:5060;network=10.0.0.0/8,10.0.0.0/8',
  ])('%s stops the start', transports => {
    expect(codes(transports)).toEqual(['invalid-transport']);
  });

  it('joined by a comma are one word since 2.6', () => {
    expect(codes('sip:*:5060,sips:*:5061')).toEqual(['comma-separated-list', 'invalid-transport']);
    expect(codes('sip:*:5060;transport=tcp,sips:*:5061')).toEqual(['comma-separated-list']);
    expect(codes('sip:*:5060,sips:*:5061', '2.5')).not.toContain('invalid-transport');
  });

  it.each(['*', '*:5060', 'sip:192.0.2.1:99999', 'sip:[::1]:65536'])('%s listens elsewhere', transports => {
    expect(codes(transports)).toEqual(['transport-on-other-port']);
  });
});
