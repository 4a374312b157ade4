import { describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';

/** The messages of the rules about access lists, by branch. */
function messages(text: string, asteriskVersion: string): string[] {
  const found = checkAll(sipConf, { 'sip.conf': text }, 'sip.conf', { asteriskVersion });
  return (found.get('sip.conf') ?? [])
    .filter(({ code }: Diagnostic) => /invalid-(access-list|named-acl)$/.test(String(code)))
    .map(({ message }) => String(message));
}

const device = '[general]\nallowguest=no\n[a]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n';

describe('a bad line of an access list', () => {
  it.each([
    ['13', `${device}permit=192.0.2.300\n`, 'ignores the line'],
    ['16', `${device}permit=192.0.2.300\n`, 'drops the device'],
    ['20', `${device}permit=192.0.2.300\n`, 'drops the device'],
    ['11', '[general]\ncontactdeny=x\n', 'ignores the line'],
    ['20', '[general]\ncontactdeny=x\n', 'does not load chan_sip'],
    ['13', `${device}acl=office,office\n`, 'ignores the second one'],
    ['18', `${device}acl=office,office\n`, 'drops "a"'],
    ['13', '[general]\ncontactacl=office,office\n', 'ignores the second one'],
    ['20', '[general]\ncontactacl=office,office\n', 'does not load chan_sip'],
  ])('in %s: %s', (branch, text, effect) => {
    const said = messages(text, branch);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(effect);
  });
});
