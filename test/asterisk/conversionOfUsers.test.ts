import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { compareDrivers } from '../../server/languages/asterisk/conversion/comparison/compare.ts';
import { loadConverted } from '../../server/languages/asterisk/conversion/comparison/loadConverted.ts';
import { convertToPjsip } from '../../server/languages/asterisk/conversion/convert.ts';
import { SipConf } from '../../server/languages/asterisk/sip-conf/model/model.ts';
import type { ClientAnswer } from '../../server/languages/explainQuestion.ts';
import type { SipTransport } from '../../server/sip/packetSource.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';

const root = 'file:///etc/asterisk/sip.conf';

const everyContext =
  'default internal phones trunks trunk-a trunk-b public guests from-local sales office lab'
    .split(' ')
    .map(name => `[${name}]\nexten => _.,1,Answer()\nexten => _X,1,Answer()\n`)
    .join('');

function modelOf(sip: string, users: string): SipConf {
  return new SipConf(
    {
      root,
      trees: new Map([[root, parseConfig(sip)]]),
      resolve: () => [],
      companions: new Map([
        ['users.conf', users],
        ['extensions.conf', everyContext],
      ]),
    },
    defaultSettings.language,
  );
}

const users = `[general]
; for all
hassip=yes
host=dynamic
callwaiting=yes

[6001]
fullname=Ann Example
secret=Kx7pq9Lw2vB
context=office
vmsecret=1234

[provider]
hassip=yes
registersip=yes
host=192.0.2.9
username=acc
secret=pw-Kx7pq9Lw2vB
context=trunks

[fax]
hassip=no
secret=x
`;

describe('devices of users.conf', () => {
  const model = modelOf('[general]\nallowguest=no\ndisallow=all\nallow=ulaw\n', users);
  const conversion = convertToPjsip(model);
  const loaded = loadConverted(conversion, model);

  it('become objects below those of sip.conf', () => {
    expect([...loaded.ofType('endpoint').keys()].sort()).toEqual(['6001', 'provider']);
    const endpoint = loaded.object('endpoint', '6001');
    const lines = endpoint?.settings.map(({ option, value }) => `${option.name}=${value}`);
    expect(lines).toEqual(
      expect.arrayContaining(['context=office', 'callerid="Ann Example" <>', 'auth=6001']),
    );
    expect(loaded.object('auth', '6001')).toBeDefined();
    expect(conversion.files[0]?.text).toContain('; From users.conf');
  });

  it('register where registersip asks for it', () => {
    const [registration] = loaded.loaded('registration');
    const lines = registration?.settings.map(({ option, value }) => `${option.name}=${value}`);
    expect(lines).toEqual(
      expect.arrayContaining(['server_uri=sip:192.0.2.9', 'client_uri=sip:acc@192.0.2.9', 'contact_user=s']),
    );
  });

  it('are accounted for line by line', () => {
    const lines = conversion.lines.filter(({ file }) => file.endsWith('users.conf'));
    const written = users.split('\n').flatMap((text, line) => (text === '' ? [] : [line]));
    expect(lines.map(({ line }) => line)).toEqual(written);
    const of = (text: string) => lines.find(({ line }) => users.split('\n')[line] === text);
    expect(of('context=office')?.verdict).toBe('converted');
    expect(of('hassip=yes')?.verdict).toBe('without-effect');
    expect(of('[6001]')?.to).toHaveLength(3);
    expect(of('vmsecret=1234')?.note).toContain('other modules');
    expect(of('secret=x')?.note).toContain('no device');
    expect(of('[fax]')?.note).toContain('hassip is not set');
    expect(
      lines.every(({ verdict, note, to }) => verdict === 'comment' || to.length > 0 || note !== ''),
    ).toBe(true);
  });
});

interface Measured {
  readonly id: string;
  readonly conf: string;
  readonly method: string;
  readonly sipconf: string;
  readonly files: Readonly<Record<string, string>> | null;
  readonly request: string;
  readonly source: { readonly ip: string; readonly port: number; readonly transport: SipTransport };
  readonly passwords: readonly ClientAnswer[];
  readonly result: {
    readonly finalCode: number;
    readonly context: string | null;
    readonly exten: string | null;
  };
}

const measured = readFileSync(join(import.meta.dirname, '../oracle/asterisk-methods.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Measured)
  .filter(({ conf, method }) => conf.startsWith('u-') && method === 'INVITE');

describe('calls from devices of users.conf', () => {
  it.each(measured.map(one => [one.id, one] as const))('%s end as with chan_sip', (_id, one) => {
    const model = modelOf(one.sipconf, one.files?.['users.conf'] ?? '');
    const { ip, port, transport } = one.source;
    const [compared] = compareDrivers(model, loadConverted(convertToPjsip(model), model), [
      {
        title: one.id,
        text: one.request,
        source: { address: ip, port, transport },
        answers: one.passwords,
        registrations: [],
      },
    ]);
    const isIn = one.result.finalCode === 200;
    expect(compared?.after.outcome).toBe(isIn ? 'accepted' : 'refused');
    if (isIn) expect(compared?.after).toMatchObject({ context: one.result.context, exten: one.result.exten });
  });
});
