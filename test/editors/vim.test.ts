import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const plugin = fileURLToPath(new URL('../../editors/vim', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file, its language, and the highlight group of words in it; an empty group for plain text. */
const cases: readonly {
  readonly name: string;
  readonly language: string;
  readonly text: string;
  readonly groups: Readonly<Record<string, string>>;
}[] = [
  {
    name: 'sip.conf',
    language: 'sip-conf',
    text: '; first\n[phone](!,base)\ntype=friend ; second\nsecret => a\\;b\nnat=yes\n;-- block\nhost=x\n--;\nport = 5060\n#include "more.conf"\npermit=192.0.2.0/24\n',
    groups: {
      first: 'sipConfComment',
      phone: 'sipConfSection',
      base: 'sipConfTemplates',
      type: 'sipConfOption',
      friend: 'sipConfValue',
      second: 'sipConfComment',
      secret: 'sipConfOption',
      '\\;b': 'sipConfEscape',
      yes: 'sipConfBoolean',
      host: 'sipConfBlockComment',
      port: 'sipConfOption',
      '5060': 'sipConfNumber',
      '#include': 'sipConfDirective',
      '192.0': 'sipConfAddress',
    },
  },
  {
    name: 'pjsip_wizard.conf',
    language: 'pjsip-conf',
    text: '[trunk]\ntype = wizard\n',
    groups: { trunk: 'sipConfSection', type: 'sipConfOption', wizard: 'sipConfValue' },
  },
  {
    name: 'opensips.cfg',
    language: 'opensips-cfg',
    text: '# first\nloadmodule "tm.so"\nroute {\n  if ($rU == NULL) { xlog("call $fu\\n"); exit; }\n  /* block\n  t_relay(); */\n  sl_send_reply(404, "None");\n}\n',
    groups: {
      first: 'opensipsComment',
      loadmodule: 'opensipsModule',
      'tm.so': 'opensipsString',
      route: 'opensipsRoute',
      if: 'opensipsStatement',
      $rU: 'opensipsVariable',
      xlog: 'opensipsFunction',
      $fu: 'opensipsVariable',
      exit: 'opensipsStatement',
      t_relay: 'opensipsComment',
      sl_send: 'opensipsFunction',
      '404': 'opensipsNumber',
    },
  },
  {
    name: 'flexisip.conf',
    language: 'flexisip-conf',
    text: '# first\n[module::Registrar]\nenabled = true\nmax-contacts-by-aor=12\n',
    groups: {
      first: 'flexisipComment',
      Registrar: 'flexisipSection',
      enabled: 'flexisipKey',
      true: 'flexisipBoolean',
      'max-': 'flexisipKey',
      '12': 'flexisipNumber',
    },
  },
  {
    name: 'userdb.txt',
    language: 'flexisip-users',
    text: 'version:1\nbob@example.org clrtxt:secret ;\n',
    groups: {
      version: 'flexisipUsersVersion',
      bob: 'flexisipUsersName',
      clrtxt: 'flexisipUsersScheme',
      secret: 'flexisipUsersSecret',
    },
  },
  {
    name: 'call.sip',
    language: 'sip-trace',
    text: 'INVITE sip:bob@example.org SIP/2.0\nFrom: <sip:alice@example.org>\n\nv=0\n\nSIP/2.0 200 OK\nSIP/2.0 486 Busy Here\n',
    groups: {
      INVITE: 'sipTraceMethod',
      From: 'sipTraceHeader',
      'sip:alice': 'sipTraceUri',
      'v=0': 'sipTraceBody',
      '200': 'sipTraceSuccess',
      '486': 'sipTraceFailure',
    },
  },
];

describe.each(['vim', 'nvim'])('%s', program => {
  const isThere = spawnSync(program, ['--version']).status === 0;
  it.skipIf(!isThere).each(cases)(
    `colors $name without a server${isThere ? '' : ` (skipped: ${program} is missing)`}`,
    ({ name, language, text, groups }) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      const printed = join(folder, 'printed');
      const words = Object.keys(groups);
      const script = [
        `set runtimepath^=${plugin}`,
        'filetype plugin on',
        'syntax on',
        `edit ${file}`,
        `call writefile([&filetype, &commentstring], '${printed}')`,
        ...words.map(word => {
          const before = text.slice(0, text.indexOf(word));
          const line = before.split('\n').length;
          const column = before.length - before.lastIndexOf('\n');
          return `call writefile([synIDattr(synID(${line}, ${column}, 1), 'name')], '${printed}', 'a')`;
        }),
        'qall!',
      ];
      writeFileSync(join(folder, 'script.vim'), `${script.join('\n')}\n`);
      const args = program === 'vim' ? ['-es', '-N', '-u', 'NONE'] : ['--headless', '-u', 'NONE', '-es'];
      spawnSync(program, [...args, '-S', join(folder, 'script.vim')], { timeout: 60_000, input: '' });
      const [filetype, comment, ...found] = readFileSync(printed, 'utf8').split('\n');
      expect(filetype).toBe(language);
      if (language !== 'sip-trace') expect(comment).toMatch(/^[;#] %s$/);
      expect(Object.fromEntries(words.map((word, index) => [word, found[index]]))).toEqual(groups);
    },
  );
});
