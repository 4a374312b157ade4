import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll, folder, projectOf, settings } from '../languages.ts';

/** Codes with their lines, from 1, in a root beside which only `files` can be read; nobody knows what lies in /elsewhere. */
function problems(source: string, files: Readonly<Record<string, string>> = {}): string[] {
  const project = projectOf(sipConf, { ...files, 'sip.conf': source }, 'sip.conf');
  const resolve = (from: string, path: string) =>
    path.startsWith('/elsewhere') ? undefined : project.resolve(from, path);
  const uri = `${folder}sip.conf`;
  const model = sipConf.model({ ...project, resolve }, settings, undefined);
  return sipConf
    .check({ uri, tree: sipConf.parse(source), model })
    .map(({ code, range }) => `${code} ${range.start.line + 1}`);
}

const quiet = '[general]\nallowguest=no\n';
const phone = 'type=friend\nhost=dynamic\n';

it('says nothing more about an include line of which it is known why nothing is read', () => {
  const source = `${quiet}#include "/elsewhere/x"\n`;
  const project = projectOf(sipConf, { 'sip.conf': source }, 'sip.conf');
  const check = (refusal?: () => string) => {
    const unread = { ...project, resolve: () => undefined, ...(refusal && { refusal }) };
    const model = sipConf.model(unread, settings, undefined);
    const view = { uri: `${folder}sip.conf`, tree: sipConf.parse(source), model };
    return sipConf.check(view).map(({ code }) => code);
  };
  expect(check()).toEqual(['sip-conf/include-not-read']);
  expect(check(() => 'It is a pipe.')).toEqual([]);
});

describe('what nobody could read', () => {
  it.each<[string, string, string[]]>([
    ['settings of [general]', '[general]\n#include "/elsewhere/general.conf"\nexternaddr=192.0.2.1\n', []],
    [
      'a transport',
      `[general]\nallowguest=no\n#include "/elsewhere/x"\n[a]\n${phone}secret=Kx7-pq9-Lw2\ntransport=tcp\n`,
      ['sip-conf/clear-text-secret 7'],
    ],
    ['a secret', `${quiet}[a]\n${phone}#include "/elsewhere/a.conf"\n`, []],
    ['a secret in a template', `${quiet}[t](!)\n#include "/elsewhere/t.conf"\n[a](t)\n${phone}`, []],
    ['a secret added later', `${quiet}[a]\n${phone}[a](+)\n#include "/elsewhere/a.conf"\n`, []],
    ['a type', `${quiet}[a]\nhost=dynamic\n#tryinclude "/elsewhere/a.conf"\n`, []],
    ['templates', `${quiet}#include "/elsewhere/t.conf"\n[a](t)\nhost=dynamic\n[b](+)\nqualify=yes\n`, []],
    ['templates above all', `#include "/elsewhere/t.conf"\n${quiet}[a](t)\nhost=dynamic\n`, []],
    ['who uses a template', `${quiet}[t](!)\nhost=dynamic\n#include "/elsewhere/phones.conf"\n`, []],
  ])('may hold %s', (_what, source, expected) => {
    const found = problems(source);
    expect(found.filter(one => !one.startsWith('sip-conf/include-not-read'))).toEqual(expected);
    expect(found).not.toEqual(expected);
  });

  it('may hold the realm, without which no hash is right or wrong', () => {
    const source = (more: string) =>
      `${quiet}${more}[a]\n${phone}secret=Kx7-pq9-Lw2\nmd5secret=0123456789abcdef0123456789abcdef\n`;
    const wrong = 'sip-conf/md5secret-of-another-password';
    expect(problems(source('')).join()).toContain(wrong);
    expect(problems(source('#include "/elsewhere/realm.conf"\n')).join()).not.toContain(wrong);
  });

  it('may be the output of a command', () => {
    const source = '[general]\n#exec /usr/bin/settings\n[a](t)\n[b]\n#exec /usr/bin/b\n';
    expect(problems(source)).toEqual(['sip-conf/exec-directive 2', 'sip-conf/exec-directive 5']);
  });

  it('stands in no section above the line that names it, and no slip comes from there', () => {
    expect(problems(`${quiet}[a](t)\n${phone}[b]\n#include "/elsewhere/b.conf"\n`)).toContain(
      'sip-conf/unknown-template 3',
    );
    expect(
      problems(`${quiet}#include "/elsewhere/t.conf"\n[a](t, u)\n${phone}secret=Kx7-pq9-Lw2\n`),
    ).toContain('sip-conf/unknown-template 4');
    expect(problems(`${quiet}[a]\n${phone}[b]\n#include "/elsewhere/b.conf"\n`)).toContain(
      'sip-conf/device-without-secret 3',
    );
  });

  it('is what a missing file holds, which is told once', () => {
    const source = '[general]\n#include "gone.conf"\nallowexternaldomains=no\n[a](t)\nhost=dynamic\n';
    expect(problems(source)).toEqual(['sip-conf/include-not-found 2']);
  });

  it('is nothing where all files were read or may be missing', () => {
    const source = '[general]\n#include "general.conf"\n#tryinclude "gone.conf"\n';
    expect(problems(source, { 'general.conf': 'bindport=5060\n' })).toEqual([
      'sip-conf/guest-calls-allowed 1',
    ]);
    expect(problems(source, { 'general.conf': 'allowguest=no\n' })).toEqual([]);
  });
});

describe('a file that sip.conf includes, opened alone', () => {
  const codes = (name: string, source: string) =>
    (checkAll(sipConf, { [name]: source }, name).get(name) ?? []).map(({ code }) => code);

  it.each([
    ['adds to sections of other files', '[100](+)\nnat=no\n'],
    ['continues [general]', 'qualify=yes\n'],
    ['has templates for other files', '[phone](!)\nnat=no\n'],
  ])('%s', (_title, source) => {
    expect(codes('sip_custom.conf', source)).toEqual([]);
    expect(codes('sip.conf', source)).not.toEqual([]);
  });

  it('is told of a template that no file defines, without which the server reads no further', () => {
    const source = '[100](phone)\nnat=no\n';
    expect(codes('sip_custom.conf', source)).toContain('sip-conf/unknown-template');
    const root = { 'sip.conf': '[phone](!)\n#include "sip_custom.conf"\n', 'sip_custom.conf': source };
    const together = checkAll(sipConf, root, 'sip.conf').get('sip_custom.conf') ?? [];
    expect(together.map(({ code }) => code)).not.toContain('sip-conf/unknown-template');
  });

  it('still has the problems of its own lines', () => {
    expect(
      codes('sip_custom.conf', '[100]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nnonsense=1\n'),
    ).toContain('sip-conf/unknown-option');
  });
});

it.each(['lost', 'all', 'preamble', 'whole', 'constructor'])(
  'says of a section [%s] what it says of any other',
  name => {
    const source = (section: string) => `${quiet}[${section}]\n${phone}dtmfmod=auto\n`;
    expect(problems(source(name))).toEqual(problems(source('phone')));
  },
);
