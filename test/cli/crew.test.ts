import { expect, it } from 'vitest';
import { runCli } from './fakeIo.ts';

const sections = (name: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `[${name}${index}]\ntype=friend\nhost=dynamc\n`).join('\n');

/** Single files, files that others include, in their folder and below it, a cycle, and a broken file of settings. */
function manyFiles(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let index = 0; index < 90; index++)
    files[`pbx/sip_${index}.conf`] = sections(`a${index}`, 1 + (index % 3));
  files['pbx/sip.conf'] =
    '[general]\n#include sip_7.conf\n#include sip_80.conf\n#include sub/sip_*.conf\n#include gone.conf\n';
  for (let index = 0; index < 30; index++) files[`pbx/sub/sip_${index}.conf`] = sections(`b${index}`, 1);
  files['pbx/sip_one.conf'] = '[one]\n#include sip_two.conf\n';
  files['pbx/sip_two.conf'] = '[two]\n#include sip_one.conf\n';
  files['pbx/opensips.cfg'] = 'loadmodule "gone.so"\nroute { foo(; }\n';
  files['pbx/sip-workbench.json'] = '{ "rules": { "sip-conf/clear-text-secret": "loud" } }';
  return files;
}

it.each([
  [['check', 'pbx']],
  [['check', 'pbx', '--format', 'json', '--max-problems', '40']],
  [['check', 'pbx', 'pbx/sub', '--quiet']],
])('%j says with several threads what it says with one', async args => {
  const files = manyFiles();
  const alone = await runCli(args, files);
  expect(alone.out.length).toBeGreaterThan(1000);
  for (const threads of [1, 2, 7]) expect(await runCli(args, files, '', undefined, threads)).toEqual(alone);
});

it('checks what was opened by name, and few files, without other threads', async () => {
  const files = manyFiles();
  const args = ['check', 'pbx/sip.conf', 'pbx/sip_1.conf'];
  expect(await runCli(args, files, '', undefined, 3)).toEqual(await runCli(args, files));
});
