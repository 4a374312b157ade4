import fc from 'fast-check';
import { it } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { compareWithFresh, editsOf, textsOf } from './incremental.ts';

const line = fc.constantFrom(
  '[udp]',
  '[global]',
  '[alice]',
  '[alice]',
  '[alice]',
  '[Alice]',
  '[alice](+)',
  '[alice](+,!)',
  '[phone](!)',
  '[phone](!,base)',
  '[base](!)',
  '[bob](phone)',
  '[bob](phone)',
  '[trunk]',
  '[anonymous]',
  '[]',
  '[erin',
  '[x](nobody)',
  '[x](+)',
  'type=endpoint',
  'type=endpoint',
  'type=auth',
  'type=aor',
  'type=aor',
  'type=identify',
  'type=transport',
  'type=registration',
  'type=acl',
  'type=global',
  'type=system',
  'type=peer',
  'bind=0.0.0.0',
  'bind=0.0.0.0:5061',
  'protocol=tls',
  'context=phones',
  'context+=x',
  'allow=ulaw',
  'disallow=all',
  'auth=alice',
  'auth=bob',
  'aors=alice,bob',
  'outbound_auth=alice',
  'identify_by=ip',
  'rewrite_contact=yes',
  'transport=udp',
  'endpoint=alice',
  'endpoint=bob',
  'match=192.0.2.0/24',
  'match=192.0.2.5',
  'match=!192.0.2.4/30',
  'line=yes',
  'server_uri=sip:h',
  'client_uri=sip:u@h',
  'username=alice',
  'password=Kx7-pq9-Lw2',
  'password=alice',
  'md5_cred=0123456789abcdef0123456789abcdef',
  'realm=pbx',
  'max_contacts=1',
  'contact=sip:1@192.0.2.5',
  'default_realm=other',
  'default_auth_algorithms_uas=SHA-256',
  'endpoint_identifier_order=username,ip',
  'acl=lan',
  'deny=0.0.0.0/0',
  'permit=10.0.0.0/8',
  'webrtc=yes',
  'dtls_verify=yes',
  'media_encryption=dtls',
  'media_encryption=sdes',
  'max_contact=1',
  'nonsense',
  '# x',
  '#include "other.conf"',
  '#tryinclude "missing.conf"',
  ';-- x',
  '--;',
  '; note',
  '',
  '\\ x',
);

it('says after every edit what it would say about the whole afresh', () => {
  const edits = editsOf(line, 'pjsip.conf', 'other.conf');
  fc.assert(
    fc.property(textsOf(line, 40), textsOf(line, 20), edits, (root, other, made) =>
      compareWithFresh(pjsipConf, 'pjsip.conf', { 'pjsip.conf': root, 'other.conf': other }, made),
    ),
    { numRuns: 1500 },
  );
});

/** Most random lines are refused; objects that the server loads lie closer together. */
it('says so too about whole objects', () => {
  const block = fc.constantFrom(
    '[udp]\ntype=transport\nbind=0.0.0.0',
    '[alice]\ntype=endpoint\nallow=ulaw\nauth=alice\naors=alice',
    '[bob]\ntype=endpoint\nallow=ulaw\naors=alice,bob\ntransport=udp',
    '[alice]\ntype=auth\nusername=alice\npassword=alice',
    '[alice]\ntype=aor\nmax_contacts=1',
    '[bob]\ntype=aor\ncontact=sip:bob@192.0.2.5',
    '[a]\ntype=identify\nendpoint=alice\nmatch=192.0.2.0/24',
    '[b]\ntype=identify\nendpoint=bob\nmatch=192.0.2.5',
    '[reg]\ntype=registration\nserver_uri=sip:h\nclient_uri=sip:u@h\noutbound_auth=alice\nline=yes\nendpoint=bob',
    '[global]\ntype=global\ndefault_realm=pbx',
    '[lan]\ntype=acl\ndeny=0.0.0.0/0',
    '[phone](!)\ntype=endpoint\nallow=ulaw',
    '[carol](phone)\nauth=alice\naors=bob',
    '[carol](phones)\nauth=alice\naors=bob',
    '[dora]\ntype=aor\nmax_contacts=1',
    '[dora]\ntype=aor\nmax_contacts=2',
    '[erin]\ntype=auth\nusername=erin\npassword=Kx7-pq9-Lw2',
  );
  const edits = editsOf(fc.oneof(line, block), 'pjsip.conf');
  fc.assert(
    fc.property(textsOf(block, 14), edits, (root, made) =>
      compareWithFresh(pjsipConf, 'pjsip.conf', { 'pjsip.conf': root }, made),
    ),
    { numRuns: 1000 },
  );
});

it('suggests a name that appears far away from where it is missing', () => {
  const root =
    '[reg]\ntype=registration\nserver_uri=sip:h\nclient_uri=sip:u@h\noutbound_auth=alice\n[alicf]\ntype=auth\n';
  compareWithFresh(pjsipConf, 'pjsip.conf', { 'pjsip.conf': root }, [
    { file: 'pjsip.conf', at: 7, count: 0, inserted: ['[Alice]'] },
    { file: 'pjsip.conf', at: 8, count: 0, inserted: ['type=auth'] },
  ]);
});

it('suggests a template that appears, and no longer one that is gone', () => {
  const root = '[udp]\ntype=transport\nbind=0.0.0.0\n[phone](!)\n[alice](phones)\ntype=aor\n';
  compareWithFresh(pjsipConf, 'pjsip.conf', { 'pjsip.conf': root }, [
    { file: 'pjsip.conf', at: 3, count: 1, inserted: [] },
    { file: 'pjsip.conf', at: 3, count: 0, inserted: ['[phone](!)'] },
    { file: 'pjsip.conf', at: 3, count: 1, inserted: ['[phonez](!)'] },
  ]);
});

it('judges far objects again when a transport does not start any more', () => {
  const root =
    '[reg]\ntype=registration\nserver_uri=sip:h\nclient_uri=sip:u@h\nline=yes\nendpoint=bob\n' +
    '[udp]\ntype=transport\nbind=0.0.0.0\n[bob]\ntype=endpoint\nallow=ulaw\n';
  compareWithFresh(pjsipConf, 'pjsip.conf', { 'pjsip.conf': root }, [
    { file: 'pjsip.conf', at: 7, count: 1, inserted: [] },
    { file: 'pjsip.conf', at: 7, count: 0, inserted: ['type=transport'] },
  ]);
});

it('finds the transports that cannot start among objects that were created again', () => {
  const root = '[udp]\ntype=transport\n[trunk]\ntype=transport\nbind=0.0.0.0\n';
  compareWithFresh(pjsipConf, 'pjsip.conf', { 'pjsip.conf': root }, [
    {
      file: 'pjsip.conf',
      at: 5,
      count: 0,
      inserted: ['[bob]\ntype=endpoint\nallow=ulaw\ntransport=udp', '[udp]\ntype=transport\nbind=0.0.0.0'],
    },
  ]);
});
