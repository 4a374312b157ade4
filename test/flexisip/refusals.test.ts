import { describe, expect, it } from 'vitest';
import {
  defaultIn,
  itemFacts,
  masterVersion,
  releaseLines,
} from '../../server/languages/flexisip/facts/facts.ts';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { modelOf } from '../../server/languages/flexisip/model/model.ts';
import { refusals } from '../../server/languages/flexisip/model/refusals.ts';
import { parseFlexisip } from '../../server/languages/flexisip/reading/parser.ts';
import { checkAll, settings } from '../languages.ts';

const newest = releaseLines().at(-1) ?? masterVersion();

function codes(text: string): unknown[] {
  const found = checkAll(flexisipConf, { f: text }, 'f', { flexisipVersion: '2.7' }).get('f') ?? [];
  return found.filter(({ severity }) => severity === 1).map(({ code }) => code);
}

describe('values with which the server does not start', () => {
  it('are of items that exist, and never the default', () => {
    const model = modelOf('f', parseFlexisip(''), { ...settings, flexisipVersion: '2.7' });
    for (const { section, key, problem, withDefault } of refusals) {
      const item = itemFacts(section, key);
      expect(item, `${section}/${key}`).toBeDefined();
      if (item === undefined || withDefault === true) continue;
      expect(problem(defaultIn(item, newest), model), `${section}/${key}`).toBeUndefined();
    }
  });

  it.each([
    ['[global]\nlog-level=warn\n'],
    ['[global]\nunique-id=12\n'],
    ['[global]\nshow-body-for= \n'],
    ['[global]\nrtp-bind-address=0.0.0.0\n'],
    ['[global]\ntcp-max-read-size=0\n'],
    ['[global]\nlog-level=debug\nsofia-level=12\n'],
    ['[global]\ndefault-servers=conference-server\n'],
    ['[global::flexiapi]\nurl=http://a.org\n'],
    ['[event-logs]\nenabled=true\nlogger=syslog\n'],
    ['[event-logs]\nenabled=true\nfilesystem-directory=logs\n'],
    ['[global]\ndefault-servers=b2bua\n[b2bua-server]\nmax-calls=0\n'],
    ['[global]\ndefault-servers=b2bua\n[b2bua-server]\nno-rtp-timeout=0\n'],
    ['[module::NatHelper]\nfix-record-routes-policy=never\n'],
    ['[module::NatHelper]\nnat-traversal-strategy=token\n'],
    ['[module::Registrar]\nregister-expire-randomizer-max=101\n'],
    ['[module::Registrar]\nmax-contacts-per-registration=0\n'],
    ['[module::Registrar]\ndb-implementation=redis\nredis-connection=tls-server-auth\n'],
    ['[module::Registrar]\ndb-implementation=redis\nredis-connection=tls-mutual\nredis-tls-cafile=/ca\n'],
    ['[module::Router]\nenable-call-diversions=true\n'],
    ['[module::Router]\nvoicemail-server=sip:127.0.0.1:6066\nforwarding-status-codes=404\n'],
    ['[module::AuthOpenIDConnect]\nenabled=true\n'],
    ['[module::PushNotification]\nenabled=true\nretransmission-interval=0\n'],
    ['[module::PushNotification]\nenabled=true\ncall-remote-push-interval=31s\n'],
    ['[module::PushNotification]\nenabled=true\nexternal-push-flexiapi=true\n'],
    ['[module::StatisticsCollector]\nenabled=true\ncollector-address=stats.example.org\n'],
    ['[module::MediaRelay]\nsdp-port-range=20001-20002\n'],
    ['[module::Transcoder]\nenabled=true\naudio-codecs=opus\n'],
    ['[global]\ntls-certificates-file=/c\ntls-certificates-private-key= \n'],
    ['[global]\ntls-certificates-file= \n'],
    ['[module::Presence]\nenabled=true\npresence-server= \n'],
    ['[module::Presence]\nenabled=true\npresence-server=127.0.0.1:5065\n'],
    ['[module::RegEvent]\nenabled=true\nregevent-server=tcp:127.0.0.1:6065\n'],
    ['[module::Router]\nfallback-route=gateway.example.org\n'],
    ['[module::Router]\nvoicemail-server=sip:127.0.0.1:abc\n'],
    ['[global]\ndefault-servers=b2bua\n[b2bua-server]\nnat-addresses=192.0.2.1\nenable-ice=false\n'],
    ['[global]\ndefault-servers=b2bua\n[b2bua-server]\nuser-agent=My Server\n'],
    ['[global]\ntls-certificates-private-key= \n'],
  ])('%s', text => {
    expect(codes(text)).toContain('flexisip-conf/refused-value');
  });

  it.each([
    ['[global]\nlog-level=error\nsofia-level=12\n'],
    ['[event-logs]\nlogger=syslog\n'],
    ['[b2bua-server]\nmax-calls=0\n'],
    ['[module::Presence]\nenabled=true\npresence-server=sip:[::1]:5065;transport=tcp\n'],
    ['[module::Router]\nfallback-route=sip:gateway.example.org\nvoicemail-server= \n'],
    ['[global]\ndefault-servers=b2bua\n[b2bua-server]\nnat-addresses=192.0.2.1\n'],
    ['[global]\ndefault-servers=b2bua\n[b2bua-server]\nuser-agent=B2BUA/{version}\n'],
    ['[global]\ntls-certificates-file=/c\n'],
    ['[global]\ntls-certificates-file= \ntls-certificates-private-key= \n'],
    ['[global]\ndefault-servers=regevent\ntls-certificates-file= \n'],
    ['[module::PushNotification]\nretransmission-interval=0\n'],
    ['[module::MediaRelay]\nsdp-port-range=20000-20001\n'],
    ['[module::Registrar]\nredis-connection=tls-mutual\n'],
    ['[module::Authentication]\nno-403=x\n'],
    ['[global]\ncontextual-log-filter=x\n'],
    ['[module::Authentication]\nrealm=a.org\nrealm-regex=sip:.*@(.*)\n'],
    ['[module::MediaRelay]\nsdp-port-range-min=1024\nsdp-port-range-max=2048\n'],
    [
      '[global]\nunique-id=0123456789abcdef\ntransports=sip:*:5060 sips:*:5061;tls-verify-incoming=1;maddr=10.0.0.1\n',
    ],
  ])('%s is not read, or will do', text => {
    expect(codes(text)).toEqual([]);
  });
});
