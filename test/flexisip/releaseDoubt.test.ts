import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { checkAll } from '../languages.ts';

/** Severity of what a rule says: 1 is an error, 2 a warning. */
function severities(text: string, code: string, flexisipVersion = 'auto'): (number | undefined)[] {
  const found = checkAll(flexisipConf, { f: text }, 'f', { flexisipVersion }).get('f') ?? [];
  return found.filter(one => one.code === `flexisip-conf/${code}`).map(({ severity }) => severity);
}

const network = '[global]\ntransports=sip:192.0.2.1:5060;network=192.0.2.0\n';
const commas = '[global]\ntransports=sip:*:5060,sips:*:5061\n';
const number = '[module::DoSProtection]\npacket-rate-limit=abc\n';

describe('a value that one release refuses and another accepts', () => {
  it.each([
    ['invalid-transport', network, '2.7'],
    ['invalid-number', number, '2.5'],
  ])('is an error of %s only where the release is known', (code, text, version) => {
    expect(severities(text, code)).toEqual([2]);
    expect(severities(text, code, version)).toEqual([1]);
  });

  it('is not told where the line is spoken of already', () => {
    expect(severities(commas, 'invalid-transport')).toEqual([]);
    expect(severities(commas, 'comma-before-upgrade')).toEqual([3]);
    expect(severities(commas, 'invalid-transport', '2.7')).toEqual([1]);
  });

  it('is a key that appears twice, which releases before 2.4 accept', () => {
    const twice = '[global]\naliases=a.example.org\naliases=b.example.org\n';
    expect(severities(twice, 'duplicate-key')).toEqual([2]);
    expect(severities(twice, 'duplicate-key', '2.5')).toEqual([1]);
    expect(severities(`${twice}[module::Router]\nstatic-targets=sip:a@b.org\n`, 'duplicate-key')).toEqual([
      1,
    ]);
  });

  it('is an error when a key tells the release', () => {
    const newer = '[module::Router]\nvoicemail-server=sip:127.0.0.1:6066\n';
    expect(severities(network + newer, 'invalid-transport')).toEqual([1]);
    expect(severities(number + newer, 'invalid-number')).toEqual([1]);
  });

  it('is an error when the first comment names the release', () => {
    const header = '# This is the default Flexisip (v2.7.0-alpha) configuration file\n';
    expect(severities(header + network, 'invalid-transport')).toEqual([1]);
  });

  it.each([
    ['invalid-transport', '[global]\ntransports=tcp:192.0.2.1:5060\n'],
    ['refused-value', '[global]\nlog-level=info\n'],
    ['invalid-word', '[module::Authentication]\nenabled=true\nfile-path=/u\navailable-algorithms=sha256\n'],
    ['invalid-word', '[module::Registrar]\ndb-implementation=sqlite\n'],
  ])('stays an error of %s when all releases that are known refuse it: %j', (code, text) => {
    expect(severities(text, code)).toEqual([1]);
  });
});
