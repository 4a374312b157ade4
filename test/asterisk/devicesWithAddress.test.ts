import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { allDevices, devicesWithAddress } from '../../server/languages/asterisk/sip-conf/model/allDevices.ts';
import { deviceHost } from '../../server/languages/asterisk/sip-conf/model/deviceState.ts';
import { projectOf, settings } from '../languages.ts';

function modelOf(files: Readonly<Record<string, string>>) {
  return sipConf.model(projectOf(sipConf, files, 'sip.conf'), settings, undefined);
}

describe('devices with an address', () => {
  it('are not the phones of a file', () => {
    const text =
      '[phone](!)\ntype=friend\nhost=dynamic\n[a](phone)\n[b](phone)\nhost=Dynamic\n[trunk]\ntype=peer\nhost=192.0.2.1\n';
    expect(devicesWithAddress(modelOf({ 'sip.conf': text })).map(({ name }) => name)).toEqual(['trunk']);
  });

  it('are all of those of which a host line names one, wherever it is, in the order of the file', () => {
    const line = fc.constantFrom(
      ...['[a]', '[b]', '[c](a)', '[t](!)', '[u](!,t)', '[a](t)', '[b](u)', '[c]()', '[t](+)', '[a](+)'],
      ...['type=friend', 'type=peer', 'host=dynamic', 'host=192.0.2.1', 'host=x.example', 'host=dyn'],
      ...['host+=amic', 'host+=dynamic', '#include "more.conf"', ';-- x', '--;'],
    );
    const text = fc.array(line, { minLength: 4, maxLength: 20 }).map(lines => `${lines.join('\n')}\n`);
    const users = fc.constantFrom({}, { 'users.conf': '[b]\nhassip=yes\nhost=192.0.2.7\n' });
    fc.assert(
      fc.property(text, text, users, (first, more, others) => {
        const model = modelOf({ ...others, 'sip.conf': first, 'more.conf': more });
        const found = devicesWithAddress(model);
        const all = allDevices(model) ?? [];
        expect(found).toEqual(all.filter(device => found.includes(device)));
        for (const device of all) {
          const { address, unknownName } = deviceHost(device, model, undefined);
          if ((address ?? unknownName) !== undefined) expect(found).toContain(device);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
