// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the dialplan writes its variables like this.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ConfigTree, parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { convertToPjsip } from '../../server/languages/asterisk/conversion/convert.ts';
import { judge } from '../../server/languages/asterisk/pjsip-conf/check/check.ts';
import { PjsipConf } from '../../server/languages/asterisk/pjsip-conf/model/model.ts';
import { SipConf } from '../../server/languages/asterisk/sip-conf/model/model.ts';
import type { Conversion } from '../../server/languages/conversion.ts';
import type { Project } from '../../server/languages/project.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';

const folder = 'file:///etc/asterisk/';

function projectOf(root: string, files: Readonly<Record<string, string | null>>): Project<ConfigTree> {
  const trees = new Map<string, ConfigTree>();
  for (const [name, text] of Object.entries(files))
    if (text !== null) trees.set(folder + name, parseConfig(text));
  return {
    root: folder + root,
    trees,
    resolve: (_from, path) => (trees.has(folder + path) ? [folder + path] : []),
    companions: new Map([
      ['extensions.conf', files['extensions.conf'] ?? null],
      ['acl.conf', files['acl.conf'] ?? null],
    ]),
  };
}

function converted(text: string, files: Readonly<Record<string, string | null>> = {}): Conversion {
  return convertToPjsip(
    new SipConf(projectOf('sip.conf', { ...files, 'sip.conf': text }), defaultSettings.language),
  );
}

function outputOf(text: string, files: Readonly<Record<string, string | null>> = {}): string {
  return converted(text, files).files[0]?.text ?? '';
}

/** The lines of an object of the output, by the header and the type. */
function objectOf(text: string, type: string, name: string): readonly string[] {
  const { model } = loaded(text);
  const object = model.object(type, name);
  return object === undefined ? [] : object.settings.map(({ option, value }) => `${option.name}=${value}`);
}

function loaded(
  text: string,
  files: Readonly<Record<string, string | null>> = {},
): { readonly model: PjsipConf; readonly conversion: Conversion } {
  const conversion = converted(text, files);
  const news = Object.fromEntries(
    conversion.files.map(({ file, text }) => [file.slice(folder.length), text]),
  );
  const model = new PjsipConf(projectOf('pjsip.conf', { ...files, ...news }), defaultSettings.language);
  return { model, conversion };
}

interface OracleCase {
  readonly id: string;
  readonly sipconf: string;
  readonly files: Readonly<Record<string, string | null>> | null;
}

const oracle = ['pjsip-equivalence', 'asterisk-matching', 'asterisk-register'].flatMap(name =>
  readFileSync(join(import.meta.dirname, `../oracle/${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as OracleCase),
);

const phone = '[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7pq9Lw2vB\ncontext=phones\n';

describe('a conversion', () => {
  it.each([
    ['sdpowner=pbx', 'sdp_owner=pbx'],
    ['sdpowner=My PBX', undefined],
    ['sdpowner=', undefined],
    ['sdpsession=My PBX', 'sdp_session=My PBX'],
  ])('writes of %s what chan_sip uses', (line, expected) => {
    const output = outputOf(`[general]\n${line}\n${phone}`).split('\n');
    expect(output.find(text => text.startsWith('sdp_'))).toBe(expected);
  });

  it('writes no identify for a host that no name server knows, and says so', () => {
    const { model, conversion } = loaded('[general]\n[trunk]\ntype=peer\nhost=sip.carrier.example\n');
    expect([...model.ofType('identify')]).toEqual([]);
    expect(conversion.differences.map(({ what }) => what)).toContain('Its calls are not recognized.');
    expect(conversion.lines.find(({ line }) => line === 3)?.to.length).toBeGreaterThan(0);
  });

  it('turns a phone into endpoint, auth and aor', () => {
    const text = `[general]\nallowguest=no\n\n${phone}`;
    const endpoint = objectOf(text, 'endpoint', 'alice');
    expect(endpoint).toEqual(expect.arrayContaining(['context=phones', 'auth=alice', 'aors=alice']));
    expect(endpoint.filter(line => line.startsWith('identify_by'))).toEqual(['identify_by=username']);
    expect(objectOf(text, 'auth', 'alice')).toEqual(
      expect.arrayContaining(['username=alice', 'password=Kx7pq9Lw2vB']),
    );
    expect(objectOf(text, 'aor', 'alice')).toEqual(
      expect.arrayContaining(['max_contacts=1', 'remove_existing=yes', 'default_expiration=120']),
    );
  });

  it('never makes a peer reachable by its name', () => {
    const peer = '[general]\nallowguest=no\n[gw]\ntype=peer\nhost=192.0.2.10\nport=5070\n';
    expect(objectOf(peer, 'endpoint', 'gw').at(-1)).toBe('aors=gw');
    expect(objectOf(peer, 'endpoint', 'gw')).toContain('identify_by=ip');
    expect(objectOf(peer, 'identify', 'gw')).toEqual([
      'type=identify',
      'endpoint=gw',
      'match=192.0.2.10:5070',
    ]);
  });

  it('keeps templates as templates', () => {
    const text = `[general]\nallowguest=no\n[phone](!)\ntype=friend\nhost=dynamic\ncontext=phones\ndtmfmode=info\n[alice](phone)\nsecret=Kx7pq9Lw2vB\n[bob](phone)\nsecret=Lw2vBKx7pq9\ncontext=sales\n`;
    const output = outputOf(text);
    expect(output).toContain('[phone](!)\ntype=endpoint\ncontext=phones\ndtmf_mode=info\n');
    expect(output).toContain('[alice](endpoint-defaults,phone)\nauth=alice\naors=alice\n');
    expect(output).toContain('[bob](endpoint-defaults,phone)\ncontext=sales\nauth=bob\naors=bob\n');
  });

  it('keeps comments where they belong', () => {
    const output = outputOf(
      `; Phones of the office\n\n[general]\nallowguest=no ; nobody else\n\n; Alice sits in room 1\n[alice] ; first floor\ntype=friend\nhost=dynamic\n; changed in May\nsecret=Kx7pq9Lw2vB\n; the end\n`,
    );
    expect(output.startsWith('; Phones of the office\n[global]')).toBe(true);
    expect(output).toContain('; Alice sits in room 1\n[alice](endpoint-defaults) ; first floor\n');
    expect(output).toContain('; changed in May\nauth=alice\n');
    expect(output.endsWith('\n; the end\n')).toBe(true);
  });

  it('escapes what would begin a comment', () => {
    const text = '[general]\nallowguest=no\n[alice]\ntype=friend\nhost=dynamic\nsecret=a\\;long1\n';
    expect(outputOf(text)).toContain('password=a\\;long1\n');
    expect(objectOf(text, 'auth', 'alice')).toContain('password=a;long1');
  });

  it('gives the files that are included names of their own', () => {
    const { conversion, model } = loaded('[general]\nallowguest=no\n#include "sip_phones.conf"\n', {
      'sip_phones.conf': phone,
    });
    expect(conversion.files.map(({ file }) => file)).toEqual([
      `${folder}pjsip.conf`,
      `${folder}pjsip_phones.conf`,
    ]);
    expect(model.object('endpoint', 'alice')).toBeDefined();
  });

  it('says what has no counterpart, and what changes', () => {
    const { lines, differences } = converted(
      `[general]\nallowguest=no\njbenable=yes\n\n${phone}call-limit=2\n`,
    );
    expect(lines.filter(({ verdict }) => verdict === 'no-counterpart').map(({ line }) => line)).toEqual([
      2, 9,
    ]);
    expect(differences.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['There is no jitter buffer.', 'The number of calls is not limited.']),
    );
  });

  it('names no secret in its account', () => {
    const secret = 'Kx7pq9Lw2vB';
    const { lines, differences, dialplan } = converted(
      `[general]\nregister => u:${secret}@192.0.2.1\n[authentication]\nauth=u:${secret}@realm\n[a]\ntype=peer\nhost=192.0.2.2\nsecret=${secret}\nremotesecret=${secret}\n`,
    );
    expect(JSON.stringify({ lines, differences, dialplan })).not.toContain(secret);
  });

  it('accounts for every line of every measured file', () => {
    for (const { id, sipconf, files } of oracle) {
      const texts: Record<string, string | null> = { ...files, 'sip.conf': sipconf };
      const { lines } = converted(sipconf, files ?? {});
      const wanted = Object.entries(texts)
        .filter(([name, text]) => text !== null && !/^(pjsip.*|extensions|acl)\.conf$/.test(name))
        .flatMap(([name, text]) =>
          (text ?? '')
            .split(/\r\n|\r|\n/)
            .flatMap((line, index) => (line.trim() === '' ? [] : `${name}:${index}`)),
        );
      const known = new Set(lines.map(({ file, line }) => `${file.slice(folder.length)}:${line}`));
      expect([id, wanted.filter(line => !known.has(line))]).toEqual([id, []]);
    }
  });

  it('writes only what the server loads, whatever was measured', () => {
    for (const { id, sipconf, files } of oracle) {
      const { model, conversion } = loaded(sipconf, files ?? {});
      const errors = conversion.files.flatMap(({ file }) =>
        judge(model, file)
          .filter(({ rule }) => rule.severity === 'error')
          .map(({ rule }) => rule.code),
      );
      expect([id, errors]).toEqual([id, []]);
    }
  });
});

describe('the dialplan beside a converted sip.conf', () => {
  it.each([
    ['exten => 100,1,Dial(SIP/alice,20)', 'exten => 100,1,Dial(PJSIP/alice,20)'],
    ['exten => 100,1,Dial(SIP/alice&SIP/bob) ; both', 'exten => 100,1,Dial(PJSIP/alice&PJSIP/bob) ; both'],
    ['exten => 100,hint,SIP/alice', 'exten => 100,hint,PJSIP/alice'],
    ['exten => _0X.,1,Dial(SIP/trunk/${EXTEN:1},60)', 'exten => _0X.,1,Dial(PJSIP/${EXTEN:1}@trunk,60)'],
    ['exten => 1,1,Set(X=${SIP_HEADER(X-Id)})', 'exten => 1,1,Set(X=${PJSIP_HEADER(read,X-Id)})'],
    ['exten => 1,1,SIPAddHeader(X-Id: 1)', null],
    ['exten => 1,1,Dial(SIP/${EXTEN}@192.0.2.1)', null],
    ['exten => 1,1,Macro(ring,SIP/alice)', null],
    ['exten => 1,1,Dial(SIP/192.0.2.1/200)', null],
    ['exten => 1,1,Dial(SIP/pbx.example)', null],
    ['exten => 1,1,Dial(SIP/${EXTEN}@trunk)', null],
    ['exten => 1,1,Dial(SIP/${DB(a/b)},20)', 'exten => 1,1,Dial(PJSIP/${DB(a/b)},20)'],
    ['exten => 1,1,Set(d=${DEVICE_STATE(SIP/alice)})', 'exten => 1,1,Set(d=${DEVICE_STATE(PJSIP/alice)})'],
    ['exten => 1,1,Transfer(SIP/200@b.example)', null],
    ['exten => 1,1,Set(__SIP_CODEC=ulaw)', null],
    ['exten => 1,1,Set(x=${CHECKSIPDOMAIN(a.example)})', null],
    [
      'exten => 1,1,GotoIf($["${CHANNEL(channeltype)}" = "SIP"]?a:b)',
      'exten => 1,1,GotoIf($["${CHANNEL(channeltype)}" = "PJSIP"]?a:b)',
    ],
  ])('%s', (line, replacement) => {
    const { dialplan } = converted('[general]\n', { 'extensions.conf': `[phones]\n${line}\n` });
    expect(dialplan.map(use => [use.line, use.replacement])).toEqual([[1, replacement]]);
  });

  it('knows the devices of sip.conf', () => {
    const sip = '[general]\n[trunk]\ntype=peer\nhost=192.0.2.1\n[a.example]\ntype=peer\nhost=192.0.2.2\n';
    const text = [
      '[phones]',
      'exten => 1,1,Dial(SIP/${EXTEN}@trunk)',
      'exten => 2,1,Dial(SIP/a.example/200)',
      'exten => 3,1,Dial(SIP/200@b.example)',
    ].join('\n');
    const { dialplan } = converted(sip, { 'extensions.conf': text });
    expect(dialplan.map(use => use.replacement)).toEqual([
      'exten => 1,1,Dial(PJSIP/${EXTEN}@trunk)',
      'exten => 2,1,Dial(PJSIP/200@a.example)',
      null,
    ]);
  });

  it('lists numbers behind a variable with a device', () => {
    const text = '[globals]\nTRUNK=SIP/trunk\n[phones]\nexten => _X.,1,Dial(${TRUNK}/${EXTEN})\n';
    const { dialplan } = converted('[general]\n', { 'extensions.conf': text });
    expect(dialplan.map(use => [use.line, use.replacement])).toEqual([
      [1, 'TRUNK=PJSIP/trunk'],
      [3, null],
    ]);
    expect(dialplan[1]?.note).toContain('The variable TRUNK');
  });

  it('leaves alone what is no use of chan_sip', () => {
    const text =
      '[phones]\n; Dial(SIP/alice)\nexten => 1,1,Dial(PJSIP/alice)\nexten => 2,1,NoOp(PJSIP_HEADER)\n';
    expect(converted('[general]\n', { 'extensions.conf': text }).dialplan).toEqual([]);
  });
});
