import { describe, expect, it } from 'vitest';
import { convertToPjsip } from '../../server/languages/asterisk/conversion/convert.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { deviceHost } from '../../server/languages/asterisk/sip-conf/model/deviceState.ts';
import { SipConf } from '../../server/languages/asterisk/sip-conf/model/model.ts';
import {
  callbackRegisterLine,
  registersWith,
} from '../../server/languages/asterisk/sip-conf/model/registrations.ts';
import { projectOf, settings } from '../languages.ts';

function modelOf(text: string): SipConf {
  return new SipConf(projectOf(sipConf, { 'sip.conf': text }, 'sip.conf'), settings);
}

const trunk =
  '[general]\nallowguest=no\n[prov]\ntype=peer\nhost=192.0.2.10\ndefaultuser=u1\nfromuser=n1\nremotesecret=Kx7-pq9-Lw2\ncallbackextension=100\n';

describe('the registration of a device with callbackextension', () => {
  it.each([
    ['13', 'prov?u1:Kx7-pq9-Lw2@192.0.2.10/100'],
    ['16', 'prov?n1:Kx7-pq9-Lw2:u1@192.0.2.10/100'],
  ] as const)('in %s is %s', (branch, line) => {
    const device = modelOf(trunk).device('prov');
    expect(device && callbackRegisterLine(device, branch)).toBe(line);
  });

  it('is converted with the same names', () => {
    const text = convertToPjsip(modelOf(trunk))
      .files.map(file => file.text)
      .join('\n');
    expect(text).toMatch(/^client_uri\s*=\s*sip:n1@192\.0\.2\.10$/m);
    expect(text).toMatch(/^username\s*=\s*u1$/m);
  });
});

describe('whether the server registers with the server of a device', () => {
  it.each([
    ['with a line for its host', 'register => u1:x1@192.0.2.10/100\n', '', true],
    ['with a line through its name', 'register => prov?u1:x1@sip.example.org/100\n', '', true],
    ['with a line for its name', 'register => u1:x1@prov/100\n', '', true],
    ['with callbackextension', '', 'callbackextension=100\n', true],
    ['with an empty callbackextension', '', 'callbackextension=\n', false],
    ['with a line for another host', 'register => u1:x1@192.0.2.100/100\n', '', false],
  ])('%s', (_title, general, more, expected) => {
    const model = modelOf(`[general]\nallowguest=no\n${general}[prov]\ntype=peer\nhost=192.0.2.10\n${more}`);
    const device = model.device('prov');
    if (device === undefined) throw new Error('no device');
    expect(registersWith(device, deviceHost(device, model, undefined), model)).toBe(expected);
  });
});
