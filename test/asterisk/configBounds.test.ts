import { expect, test } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { excessOf } from '../../server/text/textBound.ts';

test('100,000 devices of ten lines, and 50,000 endpoints with auth and aor, are read', () => {
  const lines = 'a=[1]\n'.repeat(8);
  expect(excessOf(`[a]\n${lines}\n`.repeat(100_000), sipConf)).toBeUndefined();
  expect(excessOf(`[a]\n${lines}[a]\n${lines}[a]\n\n`.repeat(50_000), pjsipConf)).toBeUndefined();
});
