import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles, PackageManager } from '@vscode/vsce';
import { describe, expect, it } from 'vitest';
import { ruleSettings } from '../docs/manifest.mjs';
import { projectSchema } from '../docs/projectSchema.mjs';
import manifest from '../package.json';
import { languages } from '../server/languages/registry.ts';
import { allRules } from '../server/languages/rulePages.ts';
import { serversOf } from '../server/languages/serverVersions.ts';
import schema from '../syntaxes/sip-workbench.schema.json';

const root = fileURLToPath(new URL('..', import.meta.url));
const isBuilt = existsSync(join(root, 'dist/server.js'));

describe('the package', () => {
  it.skipIf(!isBuilt)(
    `holds what it needs and no more${isBuilt ? '' : ' (skipped: npm run build first)'}`,
    async () => {
      const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
      expect([...files].sort()).toEqual(
        [
          ...['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', 'docs/images/icon.png'],
          ...readdirSync(join(root, 'docs/images/walkthrough')).map(
            name => `docs/images/walkthrough/${name}`,
          ),
          ...['dist/client.js', 'dist/server.js'],
          'dist/licenses.txt',
          ...viewFiles(),
          ...readdirSync(join(root, 'syntaxes')).map(name => `syntaxes/${name}`),
        ].sort(),
      );
    },
  );

  it('finds every file that the manifest names', () => {
    const { languages, grammars } = manifest.contributes;
    const named = [
      manifest.icon,
      ...languages.flatMap(({ configuration }) => configuration),
      ...grammars.map(({ path }) => path),
      ...manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ];
    expect(named.filter(path => !existsSync(join(root, path)))).toEqual([]);
  });

  it('starts by itself for each of its languages and for nothing else', () => {
    // A language makes the editor start the extension only if it has a configuration file.
    expect(manifest.contributes.languages.filter(({ configuration }) => configuration === '')).toEqual([]);
    expect(manifest.activationEvents).toEqual([]);
  });

  it('lets no workspace say which program is run, nor that one is', () => {
    const properties = settings();
    const enabled = properties['sipWorkbench.opensips.check.enabled'];
    expect(enabled).toMatchObject({ default: false, scope: 'machine' });
    expect(properties['sipWorkbench.opensips.check.command']).toMatchObject({ scope: 'machine' });
    const checks = Object.keys(properties).filter(name => name.startsWith('sipWorkbench.opensips.check.'));
    expect(manifest.capabilities.untrustedWorkspaces).toMatchObject({
      supported: 'limited',
      restrictedConfigurations: checks,
    });
  });

  it('describes every rule in the settings, as `npm run docs` writes it, and refuses unknown ones', () => {
    expect(settings()['sipWorkbench.rules']).toMatchObject({
      properties: ruleSettings(allRules(languages)),
      additionalProperties: false,
    });
  });

  it('has a schema for project files, as `npm run docs` writes it', () => {
    const ids = languages.map(({ id }) => id);
    expect(schema).toEqual(projectSchema(allRules(languages), ids, serversOf(languages)));
    expect(manifest.contributes.jsonValidation).toEqual([
      { fileMatch: 'sip-workbench.json', url: './syntaxes/sip-workbench.schema.json' },
    ]);
  });

  it('names in its texts only commands that there are', () => {
    const { commands, viewsWelcome, walkthroughs } = manifest.contributes;
    const own = new Set(commands.map(({ command }) => command));
    const texts = [
      ...viewsWelcome.map(({ contents }) => contents),
      ...walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(step => [step.description, ...step.completionEvents]),
      ),
    ];
    const named = texts.flatMap(text => [...text.matchAll(/sipWorkbench\.\w+\b(?!\.)/g)].map(([id]) => id));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(id => !own.has(id))).toEqual([]);
  });

  it('leaves files of other programs alone', () => {
    const patterns = manifest.contributes.languages.flatMap(language => language.filenamePatterns ?? []);
    expect(patterns.filter(pattern => /^\*+\.(conf|cfg|txt|log)$/.test(pattern))).toEqual([]);
    // No other program names its files so.
    const extensions = manifest.contributes.languages.flatMap(language => language.extensions ?? []);
    expect(extensions).toEqual(['.sip', '.siptrace', '.sip.log']);
  });
});

/** All settings, whatever group they stand in. */
function settings(): Readonly<Record<string, object>> {
  return Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties));
}

/** Script and style of each web view. */
function viewFiles(): string[] {
  const views = join(root, 'client/views');
  if (!existsSync(views)) return [];
  return readdirSync(views).flatMap(name => [
    ...(existsSync(join(views, name, 'page.ts')) ? [`dist/views/${name}.js`] : []),
    ...(existsSync(join(views, name, 'style.css')) ? [`dist/views/${name}.css`] : []),
  ]);
}
