import { describe, expect, it } from 'vitest';
import { collectAnswer, collector } from '../../server/cli/explain/explainOptions.ts';
import {
  assumptionText,
  contactText,
  placeText,
  replyText,
  transportText,
} from '../../server/languages/questionText.ts';

const collectAssumption = collector(assumptionText);
const collectContact = collector(contactText);
const collectPlace = collector(placeText);
const collectReply = collector(replyText);
const collectTransport = collector(transportText);

describe('options of an explanation', () => {
  it('are collected in the order in which they are given', () => {
    const first = collectPlace('192.0.2.1:5060');
    expect(collectPlace('[2001:DB8::1]:5061', first)).toEqual([
      { address: '192.0.2.1', port: 5060 },
      { address: '2001:db8::1', port: 5061 },
    ]);
    expect(collectTransport('tls', ['udp'])).toEqual(['udp', 'tls']);
    expect(collectAnswer('bob:b:c', [{ username: 'alice', password: 'a' }]).at(-1)).toEqual({
      username: 'bob',
      password: 'b:c',
    });
  });

  it('read contacts, assumptions and replies', () => {
    expect(collectContact('alice@a.org=sip:alice@192.0.2.1;x=y')).toEqual([
      { addressOfRecord: 'alice@a.org', uri: 'sip:alice@192.0.2.1;x=y' },
    ]);
    expect(collectAssumption('12=yes', collectAssumption('7=a=b'))).toEqual([
      { line: 7, value: 'a=b' },
      { line: 12, value: 'yes' },
    ]);
    expect(collectAssumption('conf.d/a b.cfg:12=1=2:3=4')).toEqual([
      { file: 'conf.d/a b.cfg', line: 12, value: '1=2:3=4' },
    ]);
    expect(collectReply('192.0.2.1:5060=180,486')).toEqual([
      { address: '192.0.2.1', port: 5060, codes: [180, 486] },
    ]);
    expect(collectReply('192.0.2.1:5060=none')).toEqual([{ address: '192.0.2.1', port: 5060, codes: [] }]);
    expect(collectReply('192.0.2.1:5060=180,timeout')).toEqual([
      { address: '192.0.2.1', port: 5060, codes: [180], timesOut: true },
    ]);
  });

  it.each([
    ['a contact without URI', () => collectContact('alice')],
    ['line 0', () => collectAssumption('0=yes')],
    ['a line that is no number', () => collectAssumption('x=yes')],
    ['a code that does not exist', () => collectReply('192.0.2.1:5060=700')],
    ['a reply after none', () => collectReply('192.0.2.1:5060=none,200')],
    ['a reply after a timeout', () => collectReply('192.0.2.1:5060=timeout,200')],
    ['a reply of nobody', () => collectReply('here=200')],
    ['a transport that does not exist', () => collectTransport('sctp')],
  ])('refuse %s', (_, read) => {
    expect(read).toThrow(/./);
  });
});
