import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { checkAll } from '../languages.ts';

function codes(text: string, flexisipVersion = '2.7'): string[] {
  const found = checkAll(flexisipConf, { f: text }, 'f', { flexisipVersion }).get('f') ?? [];
  return found.map(({ code }) => String(code).replace('flexisip-conf/', ''));
}

const authentication = '[module::Authentication]\nenabled=true\nfile-path=/u\nauth-domains=a.org\n';
const registrar = '[module::Registrar]\nreg-domains=a.org b.org\n';

describe('a domain that may register is refused before', () => {
  it.each([[''], ['from-domains=*\n'], ['to-domains= \n']])('with %j', line => {
    expect(codes(authentication + line + registrar)).toContain('domain-not-authenticated');
  });

  it.each([["filter=from.uri.domain == 'a.org'\n"], ['from-domains=a.org\n'], ['to-domains=a.org\n']])(
    'unless the module leaves messages out by %j',
    line => {
      expect(codes(authentication + line + registrar)).not.toContain('domain-not-authenticated');
    },
  );
});
