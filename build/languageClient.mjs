// The language client without what nothing of ours uses, and the API of the editor without copies of it.

import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * Features of the language client by their files, with what a server announces that has them. Ours has none of them, which
 * `test/protocol/everyRequest.test.ts` checks.
 */
export const unusedFeatures = {
  colorProvider: 'colorProvider',
  declaration: 'declarationProvider',
  fileOperations: 'workspace.fileOperations',
  implementation: 'implementationProvider',
  inlineCompletion: 'inlineCompletionProvider',
  inlineValue: 'inlineValueProvider',
  linkedEditingRange: 'linkedEditingRangeProvider',
  notebook: 'notebookDocumentSync',
  textDocumentContent: 'workspace.textDocumentContent',
  typeDefinition: 'typeDefinitionProvider',
};

/** One class for all of them, which is also what the diagnostics listen to for notebooks. */
const unusedFeature = `class Unused {
  static CellScheme = 'vscode-notebook-cell';
  registrationType = { method: 'notebookDocument/sync' };
  fillClientCapabilities() {}
  initialize() {}
  getState() {}
  register() {}
  unregister() {}
  clear() {}
  handles() { return false; }
  onOpenNotificationSent() { return { dispose() {} }; }
  onChangeNotificationSent = this.onOpenNotificationSent;
  onSaveNotificationSent = this.onOpenNotificationSent;
  onCloseNotificationSent = this.onOpenNotificationSent;
}
module.exports = new Proxy({}, { get: () => Unused });`;

/** @type {ReadonlyMap<string, string>} */
const contents = new Map([
  ['feature', unusedFeature],
  // The editor has compared its version with `engines` before it loads the extension.
  ['semver', 'module.exports = () => true;'],
  // Matches names in file operations and for notebooks.
  ['minimatch', 'module.exports = {};'],
]);

/**
 * Leaves out 90 kB of code.
 * @returns {import('esbuild').Plugin}
 */
export function withoutUnused() {
  const features = new RegExp(`^\\./(?:${Object.keys(unusedFeatures).join('|')})$`);
  return {
    name: 'without-unused',
    setup(build) {
      const namespace = 'unused';
      build.onResolve({ filter: features }, ({ importer }) =>
        /[\\/]vscode-languageclient[\\/]/.test(importer) ? { path: 'feature', namespace } : undefined,
      );
      build.onResolve({ filter: /^semver\/|^minimatch$/ }, ({ path }) => ({
        path: path.split('/')[0] ?? path,
        namespace,
      }));
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: contents.get(path) ?? '' }));
    },
  };
}

/**
 * Imports the API of the editor as the one object that it is. As a namespace, each of 60 modules would copy its 200 names.
 * @param {string} root
 * @returns {import('esbuild').Plugin}
 */
export function editorAsObject(root) {
  return {
    name: 'editor-as-object',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!path.startsWith(join(root, 'client', sep))) return undefined;
        const contents = (await readFile(path, 'utf8')).replace(
          /^import \* as vscode from 'vscode';$/m,
          "import { vscode } from 'vscode';",
        );
        return { contents, loader: 'ts' };
      });
      build.onResolve({ filter: /^vscode$/ }, ({ kind }) => ({
        path: kind === 'import-statement' ? 'imported' : 'required',
        namespace: 'editor',
      }));
      build.onLoad({ filter: /.*/, namespace: 'editor' }, ({ path }) => ({
        contents: `${path === 'imported' ? 'export const vscode' : 'module.exports'} = $program.require("vscode");`,
      }));
    },
  };
}
