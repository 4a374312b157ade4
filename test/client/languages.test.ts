import { describe, expect, it } from 'vitest';
import { clientLanguages } from '../../client/languages.ts';
import manifest from '../../package.json' with { type: 'json' };
import { languages } from '../../server/languages/registry.ts';
import { serversOf } from '../../server/languages/serverVersions.ts';

describe('what the client and the manifest know of languages', () => {
  it('is what the languages declare', () => {
    const declared = languages.map(({ id, versions, explain, digestSettings, upgrades }) => ({
      id,
      server:
        versions === undefined
          ? undefined
          : { label: versions.server, versionSetting: `${versions.key}.version` },
      explains: explain !== undefined,
      hasDigestSettings: digestSettings !== undefined,
      upgrades: upgrades !== undefined,
    }));
    expect(clientLanguages.map(({ rootName: _, ...language }) => language)).toEqual(declared);
  });

  it('names roots as their languages recognize them', () => {
    for (const { id, rootName } of clientLanguages) {
      const language = languages.find(one => one.id === id);
      if (rootName !== undefined)
        expect([id, language?.recognizes(rootName.replace('*', '-a'), '')]).toEqual([id, true]);
    }
  });

  it('contributes every language', () => {
    expect(manifest.contributes.languages.map(({ id }) => id).sort()).toEqual(
      languages.map(({ id }) => id).sort(),
    );
  });

  it.each(serversOf(languages).map(versions => [versions.server, versions] as const))(
    'offers the versions of %s that the language declares',
    (_, { key, choices, standard, isVersion }) => {
      const properties: Readonly<Record<string, unknown>> = Object.assign(
        {},
        ...[manifest.contributes.configuration].flat().map(group => group.properties),
      );
      expect(properties[`sipWorkbench.${key}.version`]).toMatchObject({
        enum: choices.map(({ value }) => value),
        enumItemLabels: choices.map(({ label }) => label),
        default: standard,
      });
      expect(choices.filter(({ value }) => value !== 'auto' && !isVersion(value))).toEqual([]);
      expect(isVersion('latest')).toBe(false);
    },
  );
});
