import fc from 'fast-check';
import { it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { compareWithFresh, editsOf, textsOf } from './incremental.ts';

const line = fc.constantFrom(
  '[general]',
  '[general]',
  '[General](+)',
  '[alice]',
  '[Alice]',
  '[alice](+)',
  '[alice](+,!)',
  '[phone](!)',
  '[phone](!,base)',
  '[base](!)',
  '[bob](phone)',
  '[bob](phone,base)',
  '[carol](alice)',
  '[dave] (phone)',
  '[erin',
  '[frank](',
  '[authentication]',
  '[]',
  '[tpl](+)',
  '[phone](+TEMPLATES=include)',
  '[phone](+x)',
  '[ivy]()',
  'type=friend',
  'type=peer',
  'type=user',
  'type=pear',
  'host=dynamic',
  'host=192.0.2.1',
  'host=',
  'secret=abc',
  'secret=Kx7-pq9-Lw2',
  'md5secret=0123456789ABCDEF0123456789ABCDEF',
  'permit=10.0.0.0/8',
  'deny=0.0.0.0/0',
  'permit=x',
  'nat=force_rport',
  'insecure=port, invite',
  'insecure=invite',
  'transport=tcp',
  'tcpenable=yes',
  'allowguest=no',
  'realm=example.com',
  'context=internal',
  'register => a:b',
  'disallow=all',
  'allow=alaw',
  'context+=x',
  'insecure+=,port',
  'qualify=true',
  'nonsense',
  '=x',
  '# x',
  '#include "other.conf"',
  '#include "more-*.conf"',
  '#tryinclude "more-*.conf"',
  ';-- x',
  '--;',
  '; note',
  '',
  '\\ x',
  't1min=900',
  'allowexternaldomains=no',
  'domain=a',
);
it('says after every edit what it would say about the whole afresh', () => {
  const edits = editsOf(line, 'sip.conf', 'other.conf');
  fc.assert(
    fc.property(textsOf(line, 40), textsOf(line, 40), edits, (root, other, made) =>
      compareWithFresh(sipConf, 'sip.conf', { 'sip.conf': root, 'other.conf': other }, made),
    ),
    { numRuns: 2000 },
  );
});

it('says so too where a pattern includes several files', () => {
  const edits = editsOf(line, 'sip.conf', 'more-1.conf', 'more-2.conf');
  fc.assert(
    fc.property(textsOf(line, 12), textsOf(line, 8), textsOf(line, 8), edits, (root, first, second, made) =>
      compareWithFresh(
        sipConf,
        'sip.conf',
        { 'sip.conf': `${root}#include "more-*.conf"\n`, 'more-1.conf': first, 'more-2.conf': second },
        made,
      ),
    ),
    { numRuns: 500 },
  );
});
