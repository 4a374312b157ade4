import { readdirSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { testMarkers } from './harness.ts';

const cases = new URL('./sip-conf/', import.meta.url);

for (const name of readdirSync(cases).sort()) {
  describe(name, () => testMarkers(sipConf, 'sip.conf', readFileSync(new URL(name, cases), 'utf8'), ';'));
}
