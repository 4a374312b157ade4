import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { parseFlexisip, printFlexisip } from '../../server/languages/flexisip/reading/parser.ts';
import { checkAll } from '../languages.ts';

const shared = process.env.SIP_WORKBENCH_SHARED ?? join(import.meta.dirname, '../../../shared');
const folder = join(shared, 'corpus/flexisip.conf');
const exists = existsSync(folder);
const names = exists ? readdirSync(folder) : [];

function diagnose(text: string, flexisipVersion = 'auto') {
  const found = checkAll(flexisipConf, { 'flexisip.conf': text }, 'flexisip.conf', { flexisipVersion });
  return found.get('flexisip.conf') ?? [];
}

describe.skipIf(!exists)('public flexisip.conf files', () => {
  it.each(names)('%s is printed back', name => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(printFlexisip(parseFlexisip(text))).toBe(text);
  });

  const dumps = names.filter(name => /^(010|013|014|015)-/.test(name));
  it.each(dumps)('%s, a printed default: every key is known and valid', name => {
    const text = readFileSync(join(folder, name), 'utf8');
    // Items that were left at their default stand in comments of the form `#key=value`.
    // One dump was saved with CR LF line ends, with which the server would refuse its Booleans.
    const unix = text.replace(/\r\n/g, '\n');
    const switchedOn = unix.replace(/^[#;](?=[a-z0-9-]+=)/gm, '').replace(/^([a-z0-9-]+=)$/gm, '$1 ');
    const errors = diagnose(switchedOn)
      .filter(diagnostic => diagnostic.severity === 1)
      .map(diagnostic => `${diagnostic.range.start.line + 1} ${diagnostic.message}`);
    expect(errors).toEqual([]);
  });

  const accepted = names.filter(name => name.includes('BelledonneCommunications'));
  it.each(accepted)('%s, a test file of upstream: no error', name => {
    const errors = diagnose(readFileSync(join(folder, name), 'utf8')).filter(
      ({ severity }) => severity === 1,
    );
    expect(errors.map(({ range, message }) => `${range.start.line + 1} ${message}`)).toEqual([]);
  });
});
