import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../server/cli/check.ts';
import {
  allItems,
  defaultIn,
  existsIn,
  masterVersion,
  releaseLines,
  sectionFacts,
  versionNamed,
} from '../../server/languages/flexisip/facts/facts.ts';
import { statusOf } from '../../server/languages/flexisip/features/status.ts';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { modelOf } from '../../server/languages/flexisip/model/model.ts';
import { parseFlexisip } from '../../server/languages/flexisip/reading/parser.ts';
import { runCli } from '../cli/fakeIo.ts';
import { checkAll, settings } from '../languages.ts';

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

describe('the defaults of a release, all written out', () => {
  it.each([...releaseLines(), masterVersion()].map(version => [version.label, version] as const))(
    'are taken by %s without error',
    (label, version) => {
      // Sections of plugins and of other builds do not exist everywhere; one of them has a misspelt default.
      const items = allItems().filter(item => {
        const section = sectionFacts(item.section);
        return existsIn(item, version) && section?.plugin === false && section.build === null;
      });
      const text = items.map(item => `[${item.section}]\n${item.key}=${defaultIn(item, version)}\n`).join('');
      expect(items.length).toBeGreaterThan(100);
      const found = checkAll(flexisipConf, { f: text }, 'f', { flexisipVersion: label }).get('f') ?? [];
      const lines = text.split('\n');
      const errors = found.filter(({ severity }) => severity === 1);
      expect(errors.map(({ range, message }) => `${lines[range.start.line]}: ${message}`)).toEqual([]);
    },
  );
});

describe('the release that is taken when nobody names one', () => {
  const status = (text: string, flexisipVersion = 'auto') =>
    statusOf(modelOf('f', parseFlexisip(text), { ...settings, flexisipVersion }));

  it('is the newest stable one of those that know all keys, and the reason is told', () => {
    const found = status('[global]\ntransports=sip:*:5060\n');
    expect(found.label).toBe('Flexisip 2.5');
    expect(found.versionNote).toMatch(
      /^Checked as Flexisip 2\.5\. No version is selected; .* newest stable release/,
    );
  });

  it('is a pre-release when only that one knows a key, or the file names it', () => {
    expect(status('[module::Router]\nvoicemail-server=sip:127.0.0.1:6066\n').label).toMatch(/pre-release/);
    const named = '# This is the default Flexisip (v2.7.0-alpha) configuration file\n[global]\n';
    expect(status(named).versionNote).toMatch(/2\.7 \(pre-release\)\. The first comment of the file/);
  });

  it('is told when the chosen one is not known, and not when it is', () => {
    expect(status('', '2.5').versionNote).toBeUndefined();
    expect(status('', '3.1').versionNote).toMatch(/Version 3\.1 is unknown; 2\.7\.0-alpha/);
  });
});
