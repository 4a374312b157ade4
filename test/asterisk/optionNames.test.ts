import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { allOptions, type OptionFacts } from '../../server/languages/asterisk/sip-conf/facts/facts.ts';
import { type Device, SipConf } from '../../server/languages/asterisk/sip-conf/model/model.ts';

const root = 'file:///etc/asterisk/sip.conf';
const unknown: readonly Pick<OptionFacts, 'name' | 'aliases'>[] = [{ name: 'unknown-name' }, { name: 'x' }];

/** A device that copies from a template. */
function deviceWith(own: string, copied: string): Device | undefined {
  const text = `[phone](!)\ntype=friend\n${copied}\n\n[alice](phone)\n${own}\n`;
  const project = {
    root,
    trees: new Map([[root, parseConfig(text)]]),
    resolve: () => [],
    companions: new Map(),
  };
  return new SipConf(project, { severities: {} }).device('alice');
}

describe('the line that sets an option', () => {
  it('is found by each of its names, in a device and in its template', () => {
    for (const { name, aliases = [] } of [...allOptions(), ...unknown]) {
      if (name === 'type') continue;
      for (const spelling of [name, ...aliases.map(alias => alias.name)]) {
        expect(deviceWith(`${spelling}=a`, '')?.last(name)?.value, spelling).toBe('a');
        expect(deviceWith('', `${spelling.toUpperCase()}=b`)?.last(name)?.value, spelling).toBe('b');
      }
    }
  });

  it('is not found where no line has one of them', () => {
    const device = deviceWith('host=dynamic', 'qualify=yes');
    const set = [...allOptions(), ...unknown].filter(({ name }) => device?.last(name) !== undefined);
    expect(set.map(({ name }) => name).sort()).toEqual(['host', 'qualify', 'type']);
  });
});
