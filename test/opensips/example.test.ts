import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { checkAll } from '../languages.ts';

const text = readFileSync(new URL('../../examples/opensips/opensips.cfg', import.meta.url), 'utf8');

describe('the OpenSIPS script among the examples', () => {
  it.each(['auto', '3.4', '3.5', '3.6', '4.0'])('starts, with a few weak places (%s)', opensipsVersion => {
    const found = checkAll(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg', { opensipsVersion });
    const diagnostics = found.get('opensips.cfg') ?? [];
    expect(diagnostics.filter(({ severity }) => severity === 1)).toEqual([]);
    expect(diagnostics.filter(({ severity }) => severity === 2).map(({ code }) => code)).toEqual([
      'opensips-cfg/long-lived-nonce',
      'opensips-cfg/open-management-interface',
    ]);
  });
});
