import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ruleSettings } from '../docs/manifest.mjs';
import { projectSchema } from '../docs/projectSchema.mjs';
import { testSchema } from '../docs/testSchema.mjs';
import manifest from '../package.json';
import { languages } from '../server/languages/registry.ts';
import { allRules } from '../server/languages/rulePages.ts';
import { serversOf } from '../server/languages/serverVersions.ts';
import { OPEN_RULE_PAGE } from '../server/protocol/sipWorkbench/knowledge/rulePageRequest.ts';
import { REQUEST_KEYS } from '../server/workspace/expectations/madeRequest.ts';
import { FILE_KEYS, TEST_KEYS } from '../server/workspace/expectations/testFile.ts';
import schema from '../syntaxes/sip-workbench.schema.json';
import writtenTestSchema from '../syntaxes/siptest.schema.json';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('the package', () => {
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

  it('registers every command', () => {
    const text = readFileSync(join(root, 'client/commands.ts'), 'utf8').replace(
      '[OPEN_RULE_PAGE]',
      `'${OPEN_RULE_PAGE}'`,
    );
    const commands = manifest.contributes.commands.map(({ command }) => command);
    expect(commands.filter(command => !text.includes(`'${command}': async`))).toEqual([]);
  });

  it('starts by itself for each of its languages, in folders with configurations or tests for their views, and for nothing else', () => {
    // A language makes the editor start the extension only if it has a configuration file.
    expect(manifest.contributes.languages.filter(({ configuration }) => configuration === '')).toEqual([]);
    expect(manifest.activationEvents).toEqual([
      'workspaceContains:**/*.siptest.json',
      'workspaceContains:**/{sip,pjsip,flexisip}.conf',
      'workspaceContains:**/opensips*.cfg',
    ]);
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
      { fileMatch: '*.siptest.json', url: './syntaxes/siptest.schema.json' },
    ]);
  });

  it('has a schema for test files, as `npm run docs` writes it, with the keys that are read', () => {
    expect(writtenTestSchema).toEqual(testSchema(serversOf(languages)));
    const { properties, definitions } = writtenTestSchema;
    expect(Object.keys(properties).sort()).toEqual([...FILE_KEYS].sort());
    expect(Object.keys(definitions.test.properties).sort()).toEqual([...TEST_KEYS].sort());
    const request = definitions.message.oneOf.find(form => form.properties !== undefined);
    expect(Object.keys(request?.properties ?? {}).sort()).toEqual([...REQUEST_KEYS].sort());
  });

  it('names in its texts only commands that there are', () => {
    const { commands, viewsWelcome, walkthroughs } = manifest.contributes;
    const own = new Set(commands.map(({ command }) => command));
    const texts = [
      ...viewsWelcome.map(({ contents }) => contents),
      ...walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ description, completionEvents }) => [
          description,
          ...completionEvents.filter(event => event.startsWith('onCommand:')),
        ]),
      ),
    ];
    const named = texts.flatMap(text => [...text.matchAll(/sipWorkbench\.\w+\b(?!\.)/g)].map(([id]) => id));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(id => !own.has(id))).toEqual([]);
  });

  it('completes steps of the walkthrough by events that there are', () => {
    const events = manifest.contributes.walkthroughs.flatMap(({ steps }) =>
      steps.map(({ completionEvents }) => completionEvents),
    );
    expect(events).toHaveLength(5);
    for (const ofStep of events) {
      expect(ofStep.length).toBeGreaterThan(0);
      expect(ofStep.filter(event => !/^on(Command|Context|SettingChanged):/.test(event))).toEqual([]);
    }
  });

  it('describes every tool for language models, in words that a model and a person need', () => {
    const { languageModelTools, mcpServerDefinitionProviders } = manifest.contributes;
    for (const { name, inputSchema, modelDescription, userDescription } of languageModelTools) {
      expect(name).toMatch(/^sip_[a-z]+$/);
      expect(modelDescription.length).toBeGreaterThan(userDescription.length);
      const properties: Readonly<Record<string, { readonly description: string }>> = inputSchema.properties;
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(inputSchema.required));
      for (const { description } of Object.values(properties)) expect(description).toMatch(/\.$/);
    }
    expect(mcpServerDefinitionProviders).toEqual([{ id: 'sip-workbench', label: 'SIP Workbench' }]);
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
