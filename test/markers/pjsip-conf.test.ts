import { readdirSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { testMarkers } from './harness.ts';

const cases = new URL('./pjsip-conf/', import.meta.url);

/** Files whose name begins with pjsip_wizard are a pjsip_wizard.conf, all others a pjsip.conf. */
for (const name of readdirSync(cases).sort()) {
  const root = name.startsWith('pjsip_wizard') ? 'pjsip_wizard.conf' : 'pjsip.conf';
  describe(name, () => testMarkers(pjsipConf, root, readFileSync(new URL(name, cases), 'utf8'), ';'));
}
