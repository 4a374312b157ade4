import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explain, folder, modelOf, oracleDialplan, transportOf } from './matchingCase.ts';

/** Id of an oracle case, a step, how it ended, and the lines that decided it: those of other files with the file's name. */
type Expectation = readonly [string, string, string, readonly string[]];

const expectations: readonly Expectation[] = [
  ['insecure-both-01', 'Device by address and port', 'failed', ['host=127.0.0.10']],
  [
    'insecure-both-01',
    'Device by address only',
    'decided',
    ['[provider]', 'host=127.0.0.10', 'insecure=port,invite'],
  ],
  ['insecure-both-01', 'Password needed?', 'decided', ['insecure=port,invite']],
  ['insecure-both-02', 'Device by name', 'decided', ['[phone1]', 'type=friend']],
  ['insecure-both-03', 'Guests', 'decided', ['allowguest=no']],
  ['two-peers-one-ip-01', 'Device by address and port', 'decided', ['[carrier-a]', 'host=127.0.0.10']],
  ['two-peers-one-ip-02', 'Device by name', 'failed', ['[carrier-b]', 'type=peer']],
  ['two-peers-one-ip-03', 'Context', 'passed', ['context=public']],
  ['peer-and-friend-one-ip-03', 'Answer', 'failed', ['secret=deskpw']],
  ['dup-user-peer-user-first-01', 'Access list', 'failed', ['deny=0.0.0.0/0']],
  ['general-append-01', 'Guests', 'decided', ['allowguest=no']],
  ['general-append-02', 'Context', 'passed', ['context=lab']],
  ['templates-01', 'Device by name', 'decided', ['[100](phone)', 'type=friend']],
  ['templates-01', 'Context', 'passed', ['context=phones']],
  ['templates-03', 'Access list', 'failed', ['deny=0.0.0.0/0']],
  ['templates-02', 'Access list', 'passed', ['permit=127.0.0.0/28']],
  ['templates-05', 'Password needed?', 'passed', ['secret=tplsecret']],
  ['templates-06', 'Password needed?', 'passed', ['secret=s105']],
  ['templates-08', 'Answer', 'failed', ['secret=s104']],
  ['acl-named-missing-01', 'Access list', 'passed', ['acl=nosuchacl']],
  ['acl-named-undefined-01', 'Access list', 'failed', ['acl=nosuchacl']],
  ['acl-named-01', 'Access list', 'passed', ['acl=lan', 'acl.conf: permit=127.0.0.0/24']],
  ['acl-named-02', 'Access list', 'failed', ['acl=lan', 'acl.conf: deny=0.0.0.0/0']],
  ['acl-named-03', 'Access list', 'failed', ['deny=127.0.0.10']],
  ['dyn-friends-02', 'Device by address and port', 'decided', ['[bob]', 'host=dynamic']],
  ['dyn-friends-04', 'Device by name', 'failed', ['[bob]']],
  ['dyn-friends-09', 'Answer', 'failed', ['[alice]']],
  ['realm-01', 'Challenge', 'decided', ['realm=pbx.example.com']],
  ['realm-01', 'Answer', 'passed', ['md5secret=4750283097473f82dc085a534c7c0507']],
  ['realm-03', 'Guests', 'decided', ['allowguest=no']],
  ['match-auth-username-01', 'Name looked up, with credentials', 'passed', ['match_auth_username=yes']],
  ['match-auth-username-02', 'Answer', 'failed', ['secret=a1']],
  ['domains-external-ok-01', 'Domain', 'passed', []],
  ['domains-external-ok-02', 'Domain', 'passed', ['domain=example.com,from-local']],
  ['domains-external-ok-02', 'Context', 'passed', ['domain=example.com,from-local']],
  ['autodomain-plus-domain-01', 'Domain', 'passed', ['autodomain=yes']],
  [
    'autodomain-plus-domain-02',
    'Domain',
    'failed',
    ['allowexternaldomains=no', 'domain=example.com', 'autodomain=yes'],
  ],
  ['domainsasrealm-01', 'Challenge', 'decided', ['domainsasrealm=yes', 'domain=one.example.com']],
  ['domainsasrealm-02', 'Challenge', 'decided', ['domainsasrealm=yes', 'domain=two.example.com']],
  ['domainsasrealm-03', 'Challenge', 'decided', ['realm=fallback.realm']],
  ['domainsasrealm-05', 'Answer', 'failed', ['md5secret=1652cf83caada1e1faefbb38018168d8']],
  ['tcp-01', 'Device by address only', 'decided', ['[tcponly]', 'host=127.0.0.10', 'transport=tcp']],
  ['tcp-04', 'Device by address and port', 'decided', ['[udponly]', 'host=127.0.0.11']],
  ['tcp-05', 'Device by address only', 'decided', ['[both]', 'host=127.0.0.12', 'transport=udp,tcp']],
  ['contexts-01', 'Extension', 'failed', ['context=does-not-exist']],
  ['contexts-02', 'Extension', 'decided', ['extensions.conf: exten => 100,1,Answer()']],
  ['contexts-03', 'Extension', 'failed', ['extensions.conf: [limited]']],
  ['contexts-04', 'Extension', 'failed', ['extensions.conf: exten => _2XX,1,Answer()']],
  ['contexts-05', 'Extension', 'failed', ['allowoverlap=no', 'extensions.conf: exten => _2XX,1,Answer()']],
  ['contexts-06', 'Extension', 'decided', ['extensions.conf: exten => _2XX,1,Answer()']],
  ['contexts-08', 'Context', 'passed', ['context=', 'context=limited']],
  ['contexts-11', 'Extension', 'failed', ['context=Internal']],
  ['no-host-06', 'Device by address and port', 'decided', ['[portfirst]', 'host=127.0.0.12', 'port=5075']],
  [
    'include-and-comments-01',
    'Device by name',
    'decided',
    ['sip_phones.conf: [alice](phone)', 'sip_phones.conf: type=friend'],
  ],
  ['include-and-comments-02', 'Context', 'passed', ['sip_phones.conf: context=phones']],
  ['reg-nofake-02', 'Answer', 'failed', ['secret=a1']],
  ['reg-nofake-03', 'Answer', 'failed', ['[alice]']],
  ['reg-nofake-04', 'Device by name', 'failed', ['[alice]']],
  ['reg-nofake-06', 'Device by name', 'failed', ['[onlyuser]', 'type=user']],
  ['reg-nofake-07', 'Dynamic?', 'failed', ['host=127.0.0.10']],
  ['reg-nofake-08', 'Password needed?', 'decided', ['[nosecret]']],
  ['reg-nofake-11', 'Access list', 'failed', ['deny=0.0.0.0/0']],
  ['reg-nofake-12', 'Answer', 'passed', ['md5secret=df1fdd6e697f2aaf7130e9d75eeb256a']],
  ['reg-domain-nofake-01', 'Domain', 'failed', ['domain=example.com']],
  ['reg-transport-03', 'Transport', 'failed', ['transport=tcp']],
  ['reg-transport-05', 'Transport', 'passed', ['transport=udp,tcp']],
  ['reg-contact-acl-02', 'Contact access list', 'failed', ['contactdeny=0.0.0.0/0']],
  ['reg-contact-acl-03', 'Contact access list', 'failed', ['contactdeny=127.0.0.30']],
  ['domains-609', 'Extension', 'failed', [`domain=exa.org,${'c'.repeat(90)}`]],
  ['headers-timers-accept-059', 'Session timers', 'failed', ['session-minse=100']],
  ['headers-timers-refused-063', 'Session timers', 'failed', ['session-timers=refuse']],
  ['address-row12-026', 'Device by address only', 'failed', ['host=127.0.0.10', 'port=5070']],
  ['registration-order-034', 'Device by address and port', 'decided', ['[d2]', 'host=dynamic']],
  ['media-neg-016', 'Codecs', 'failed', ['allow=!all,gsm,ulaw:20']],
  ['mixed-b1-020-001', 'Device by name', 'failed', ['[ALICE](tpl0)', 'type => user ; note']],
  ['sections-329', 'Answer', 'failed', ['secret=out']],
  ['mixed-a1-089-004', 'Access list', 'passed', ['permit=127.0.0.0/255.255.255.0']],
  ['mixed-a1-089-004', 'Dynamic?', 'failed', ['host=127.0.0.20']],
];

interface OracleCase {
  readonly id: string;
  readonly sipconf: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly registrations?: readonly { readonly peer: string; readonly addr: string; readonly port: number }[];
  readonly invite?: string;
  readonly request?: string;
  readonly source: { readonly ip: string; readonly port: number; readonly transport: string };
  readonly passwords: readonly { readonly username: string; readonly password: string }[];
}

const cases = new Map(
  ['matching', 'register', 'matching-measured', 'register-measured']
    .flatMap((kind): OracleCase[] =>
      readFileSync(new URL(`../oracle/asterisk-${kind}.jsonl`, import.meta.url), 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    )
    .map(one => [one.id, one]),
);

describe('the lines that decide', () => {
  it.each(expectations)('%s: %s %s', (id, title, verdict, lines) => {
    const one = cases.get(id);
    if (one === undefined) throw new Error(`no case ${id}`);
    const files: Readonly<Record<string, string>> = {
      'sip.conf': one.sipconf,
      'extensions.conf': oracleDialplan,
      ...one.files,
    };
    const { 'sip.conf': _own, ...beside } = files;
    const found = explain(modelOf(one.sipconf, beside), {
      message: one.invite ?? one.request ?? '',
      source: { address: one.source.ip, port: one.source.port, transport: transportOf(one.source.transport) },
      registrations: (one.registrations ?? []).map(({ peer, addr, port }) => ({
        name: peer,
        address: addr,
        port,
      })),
      answer: one.passwords[0],
    });
    const step = found.steps.findLast(candidate => candidate.title === title);
    const shown = step?.config.map(({ file, line }) => {
      const name = file.slice(folder.length);
      const text = (files[name]?.split('\n')[line] ?? '').trim();
      return name === 'sip.conf' ? text : `${name}: ${text}`;
    });
    expect({ verdict: step?.verdict, lines: shown }).toEqual({ verdict, lines });
  });
});
