import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import {
  devicesAt,
  devicesWithoutAddress,
} from '../../server/languages/asterisk/sip-conf/matching/addressTable.ts';
import type { SipConf } from '../../server/languages/asterisk/sip-conf/model/model.ts';
import { parseMessage } from '../../server/sip/message.ts';
import { folder, projectOf, settings } from '../languages.ts';
import { editFile, editsOf, type FileEdit, textsOf } from './incremental.ts';

const addresses = ['192.0.2.7', '192.0.2.8', '2001:db8::7', 'sip.example.com'];
const line = fc.constantFrom(
  '[general]',
  '[a]',
  '[b](t)',
  '[c](t,u)',
  '[t](!)',
  '[u](!,t)',
  '[a](+)',
  '[t](+)',
  'type=peer',
  'type=friend',
  'type=user',
  'host=dynamic',
  'host=2001:DB8::7',
  'host=192.0.2.7:5070',
  'port=5080',
  '#include "part.conf"',
  ';--',
  '--;',
  ...addresses.flatMap(address => [`host=${address}`, `host = ${address} ; moved`]),
);

const input = {
  message: parseMessage('OPTIONS sip:h SIP/2.0\r\n\r\n'),
  source: { address: '192.0.2.7', port: 5060, transport: 'udp' as const },
  registrations: [],
  answer: undefined,
};

/** Which devices are at which address, in the order in which the server finds them. */
function shown(model: SipConf): readonly string[] {
  return addresses.flatMap(address => [
    `${address}: ${devicesAt(address, model, input).map(({ device, port }) => `${device.name}:${port}`)}`,
    `${address}: ${devicesWithoutAddress(model, input, address, 9).map(({ device }) => device.name)} unknown`,
  ]);
}

function compareAfterEach(before: Readonly<Record<string, string>>, edits: readonly FileEdit[]): void {
  const files: Record<string, string> = { ...before };
  const trees = new Map(Object.entries(files).map(([name, text]) => [folder + name, sipConf.parse(text)]));
  const projectNow = () => {
    const project = projectOf(sipConf, files, 'sip.conf');
    const edited = new Map([...project.trees].map(([uri, tree]) => [uri, trees.get(uri) ?? tree]));
    return { project, edited: { ...project, trees: edited } };
  };
  let model = sipConf.model(projectNow().edited, settings, undefined);
  shown(model);
  for (const edit of edits) {
    editFile(sipConf, files, trees, edit);
    const { project, edited } = projectNow();
    model = sipConf.model(edited, settings, model);
    expect(shown(model)).toEqual(shown(sipConf.model(project, settings, undefined)));
  }
}

it('after edits that add, remove and move addresses, devices are found as after reading the files anew', () => {
  fc.assert(
    fc.property(
      textsOf(line, 20),
      textsOf(line, 8),
      editsOf(line, 'sip.conf', 'part.conf'),
      (conf, part, edits) => compareAfterEach({ 'sip.conf': conf, 'part.conf': part }, edits),
    ),
    { numRuns: 150 },
  );
});
