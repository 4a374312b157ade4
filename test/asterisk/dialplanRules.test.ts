import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';

/** The lines, from 1, at which one rule speaks. */
function linesOf(
  code: string,
  sip: string,
  dialplan: string,
  more: Readonly<Record<string, string>> = {},
): number[] {
  const files = { 'sip.conf': sip, 'extensions.conf': dialplan, ...more };
  return (checkAll(sipConf, files, 'sip.conf').get('sip.conf') ?? [])
    .filter(diagnostic => diagnostic.code === `sip-conf/${code}`)
    .map(({ range }) => range.start.line + 1);
}

const device = (name: string, type = 'friend'): string =>
  `[${name}]\ntype=${type}\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n`;

describe('a device that the dialplan means and does not reach', () => {
  const dial = (target: string): string => `[default]\nexten => 201,1,Dial(${target})\n`;

  it.each<[string, string, string, number[]]>([
    ['another case', device('Alice'), dial('SIP/alice,20'), [2]],
    ['a user', device('alice', 'user'), dial('SIP/alice'), [2]],
    ['a slip of the pen', device('reception'), dial('SIP/recepton,20,t'), [2]],
    ['one of several targets', device('Alice'), dial('SIP/bob&SIP/alice&SIP/carol'), [2]],
    ['the right name', device('alice'), dial('SIP/alice'), []],
    ['a peer', device('alice', 'peer'), dial('SIP/alice/100'), []],
    ['a number that differs', device('1001'), dial('SIP/1002'), []],
    ['a host', device('sipgate'), dial('SIP/100@sipgate.example'), []],
    ['a name that is near to none', device('alice'), dial('SIP/pbx'), []],
    ['a variable', device('Alice'), dial('SIP/${EXTEN}'), []],
    ['another technology', device('Alice'), dial('PJSIP/alice'), []],
    ['a comment', device('Alice'), `[default]\n; Dial(SIP/alice)\n`, []],
  ])('%s', (_title, sip, dialplan, expected) => {
    expect(linesOf('dial-misses-device', `[general]\n${sip}`, dialplan)).toEqual(expected);
  });

  it('says nothing where devices may come from elsewhere', () => {
    const sip = `[general]\n${device('Alice')}`;
    const realtime = { 'extconfig.conf': '[settings]\nsippeers => odbc,asterisk\n' };
    expect(linesOf('dial-misses-device', sip, dial('SIP/alice'), realtime)).toEqual([]);
    const created = sip.replace('[general]\n', '[general]\nautocreatepeer=yes\n');
    expect(linesOf('dial-misses-device', created, dial('SIP/alice'))).toEqual([]);
    expect(linesOf('dial-misses-device', `${sip}#exec "/usr/bin/devices"\n`, dial('SIP/alice'))).toEqual([]);
  });
});

describe('a context for subscriptions without hints', () => {
  const sip = (context: string): string => `[general]\n${device('alice')}subscribecontext=${context}\n`;

  it.each<[string, string, number[]]>([
    ['extensions alone', '[lamps]\nexten => 201,1,Dial(SIP/alice)\n', [6]],
    ['a cycle of includes without hints', '[lamps]\ninclude => b\n[b]\ninclude => lamps\n', [6]],
    ['a hint', '[lamps]\nexten => 201,hint,SIP/alice\n', []],
    ['a hint of a pattern', '[lamps]\nexten => _2XX,hint,SIP/${EXTEN}\n', []],
    ['a hint in a context that is included', '[lamps]\ninclude => b\n[b]\nexten => 201,hint,SIP/alice\n', []],
    ['a switch, which may lead to hints', '[lamps]\nswitch => Realtime/lamps@x\n', []],
    ['a context that does not exist, which is said elsewhere', '[other]\nexten => 1,1,Answer()\n', []],
    ['an include that is not read', '[lamps]\nexten => 1,1,Answer()\n#include more.conf\n', []],
  ])('%s', (_title, dialplan, expected) => {
    expect(linesOf('subscribe-context-without-hints', sip('lamps'), dialplan)).toEqual(expected);
  });

  it('says nothing beside an extensions.ael', () => {
    const dialplan = '[lamps]\nexten => 201,1,Answer()\n';
    expect(
      linesOf('subscribe-context-without-hints', sip('lamps'), dialplan, {
        'extensions.ael': 'context lamps {}',
      }),
    ).toEqual([]);
  });
});
