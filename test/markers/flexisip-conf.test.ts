import { readdirSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { testMarkers } from './harness.ts';

const cases = new URL('./flexisip-conf/', import.meta.url);

for (const name of readdirSync(cases).sort()) {
  describe(name, () =>
    testMarkers(flexisipConf, 'flexisip.conf', readFileSync(new URL(name, cases), 'utf8'), '#'),
  );
}
