import { readdirSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { flexisipUsers } from '../../server/languages/flexisip/users/index.ts';
import { testMarkers } from './harness.ts';

const cases = new URL('./flexisip-users/', import.meta.url);

for (const name of readdirSync(cases).sort()) {
  describe(name, () =>
    testMarkers(flexisipUsers, 'users.txt', readFileSync(new URL(name, cases), 'utf8'), '#'),
  );
}
