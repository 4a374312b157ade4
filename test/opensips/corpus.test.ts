import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { folder, projectOf, settings } from '../languages.ts';

const shared = process.env.SIP_WORKBENCH_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const corpus = join(shared, 'corpus/opensips.cfg');

/**
 * What each script is for and every error in it, by line, with the reason why the server refuses it. Scripts that are not
 * named have no error.
 */
const expected: Readonly<
  Record<string, { readonly version: string; readonly errors?: Readonly<Record<string, string>> }>
> = {
  '001': { version: '2.2' },
  '002': { version: '2.2' },
  '003': { version: '1.11' },
  // Since 3.4 the flags of lookup are words, here they are letters.
  '004': { version: '3.3' },
  '005': { version: '3.3' },
  '006': { version: '2.4' },
  '007': { version: '2.4' },
  // The flags of nat_uac_test are words since 3.4, here they are numbers.
  '008': { version: '3.3' },
  '009': { version: '3.3' },
  '010': { version: '3.0' },
  '011': { version: '1.11' },
  '013': { version: '3.6' },
  '014': { version: '2.1' },
  '015': { version: '2.3' },
  // No version of load_balancer has the parameter.
  '016': { version: '2.4', errors: { 133: 'unknown-parameter' } },
  '017': { version: '4.0' },
  '018': { version: '4.0' },
  // Meant to be included, or started with -l.
  '019': { version: '4.0', errors: { 21: 'no-socket' } },
  '020': { version: '3.0' },
  '021': { version: '4.0' },
  '022': { version: '4.0' },
  '023': { version: '1.11' },
  '026': { version: '1.11' },
  '027': { version: '3.3' },
  '028': { version: '3.0' },
  '029': { version: '4.0' },
  '030': { version: '3.0' },
  // proto_tcp is not loaded although a socket uses TCP, and no database driver although acc has a db_url.
  '031': { version: '2.4', errors: { 20: 'transport-not-loaded', 49: 'missing-dependency' } },
  '032': { version: '2.3' },
};

describe.skipIf(!existsSync(corpus))('scripts of other people', () => {
  const names = existsSync(corpus) ? readdirSync(corpus) : [];

  it.each(names.filter(name => expected[name.slice(0, 3)] !== undefined))('%s', name => {
    const project = projectOf(opensipsCfg, { [name]: readFileSync(join(corpus, name), 'utf8') }, name);
    const model = opensipsCfg.model(
      { ...project, resolve: () => undefined },
      { ...settings, opensipsVersion: 'auto' },
      undefined,
    );
    const uri = folder + name;
    const tree = project.trees.get(uri);
    if (tree === undefined) throw new Error('the file is not in its project');
    const errors = opensipsCfg
      .check({ uri, tree, model })
      .filter(({ severity }) => severity === DiagnosticSeverity.Error);
    const found = Object.fromEntries(
      errors
        .map(({ range, code }) => [range.start.line + 1, String(code).replace('opensips-cfg/', '')] as const)
        .reverse(),
    );
    expect(model.version).toBe(expected[name.slice(0, 3)]?.version);
    expect(found).toEqual(expected[name.slice(0, 3)]?.errors ?? {});
  });
});
