import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../server/cli/check.ts';
import { releaseLines, versionNamed } from '../../server/languages/flexisip/facts.ts';
import { runCli } from '../cli/fakeIo.ts';

describe('the name of a release', () => {
  it.each([
    ['0.5', '0.5', '0.5.0'],
    ['2.5', '2.5', '2.5.2'],
    ['v2.3', '2.3', '2.3.5'],
    ['2.3.0', '2.3.0', '2.3.0'],
    ['2.4.0-alpha', '2.4.0-alpha', '2.4.0-alpha'],
    ['2.3.9', '2.3.9', '2.3.5'],
    ['master', 'master', 'master'],
    ['2', '2', '2.7.0-alpha'],
    ['1.5', '1.5', '1.0.13'],
    ['0.4', '0.4', '0.5.0'],
    ['2.10', '2.10', '2.7.0-alpha'],
    ['3.0', '3.0', '2.7.0-alpha'],
  ])('%s', (text, label, tag) => {
    expect(versionNamed(text)).toMatchObject({ label, tag });
  });

  it.each(['', 'auto', 'newest', '2.x', '-1'])('is not "%s"', text => {
    expect(versionNamed(text)).toBeUndefined();
  });

  it('may be given to the command line', async () => {
    const files = { 'flexisip.conf': '[global]\ntransports=sip:*:5060\n' };
    const check = (version: string) =>
      runCli(['check', '--flexisip', version, 'flexisip.conf'], files, '', [checkCommand]);
    for (const version of [...releaseLines().map(({ label }) => label), '2.3.5', 'master', 'auto']) {
      expect(await check(version), version).toMatchObject({ code: 0, err: '' });
    }
    expect(await check('newest')).toMatchObject({ code: 2 });
  });
});
