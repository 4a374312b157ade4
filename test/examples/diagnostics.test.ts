import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { languageOf, languages } from '../../server/languages/registry.ts';
import { report } from '../../server/languages/report.ts';
import { severityName } from '../../server/rules/diagnostic.ts';
import { headLength } from '../../server/workspace/documents.ts';
import { nodeFiles } from '../../server/workspace/nodeFiles.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';
import { Workspace } from '../../server/workspace/workspace.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..', 'examples');
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
  .map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .filter(name => languageOfFile(name) !== undefined)
  .sort();

/** A change of wording or place is meant to be seen: run `npx vitest run -u test/examples` and read the difference. */
it.each(files)('says of examples/%s what it said before', async name => {
  await expect(await diagnosticsOf(name)).toMatchFileSnapshot(
    join(here, 'snapshots', `${name.replaceAll('/', '-')}.txt`),
  );
});

it('has no snapshot of an example that is gone', () => {
  const wanted = files.map(name => `${name.replaceAll('/', '-')}.txt`).sort();
  expect(readdirSync(join(here, 'snapshots')).sort()).toEqual(wanted);
});

/** One line for each diagnostic: range (from 1), severity, code, text. */
async function diagnosticsOf(name: string): Promise<string> {
  const workspace = new Workspace({
    languages,
    files: nodeFiles,
    settings: async () => defaultSettings,
    report: (feature, error) => {
      throw new Error(`${feature}: ${error}`);
    },
    busy: (_title, task) => task(() => undefined),
  });
  workspace.folders = [pathToFileURL(root).toString()];
  const text = readFileSync(join(root, name), 'utf8');
  const uri = pathToFileURL(join(root, name)).toString();
  workspace.open(uri, languageOfFile(name)?.id ?? '', 1, text);
  const subject = await workspace.subject(uri);
  if (subject === undefined) throw new Error(`${name} cannot be read`);
  const lines = report(subject.language, subject.view, defaultSettings.language)
    .map(diagnostic => {
      const { start, end } = diagnostic.range;
      const range = `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
      return {
        start,
        text: `${range} ${severityName(diagnostic)} ${diagnostic.code}: ${diagnostic.message}`,
      };
    })
    .sort((a, b) => a.start.line - b.start.line || a.start.character - b.start.character)
    .map(line => line.text);
  return `${lines.join('\n')}\n`;
}

function languageOfFile(name: string) {
  const head = readFileSync(join(root, name), 'utf8').slice(0, headLength);
  return languageOf(basename(name), head);
}
