import { describe, expect, it } from 'vitest';
import {
  defaultIn,
  isPreRelease,
  itemFacts,
  versionNamed,
} from '../../server/languages/flexisip/facts/facts.ts';
import { statusOf } from '../../server/languages/flexisip/features/status.ts';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { modelOf } from '../../server/languages/flexisip/model/model.ts';
import { parseFlexisip } from '../../server/languages/flexisip/reading/parser.ts';
import { checkAll, settings } from '../languages.ts';

const check = (text: string, flexisipVersion: string) =>
  [
    ...checkAll(flexisipConf, { 'flexisip.conf': text }, 'flexisip.conf', { flexisipVersion }).values(),
  ].flat();

describe('keys that are read and used for nothing', () => {
  it.each([
    ['module::Registrar', 'redis-server-timeout', '1500', '2.3', /no effect since 1\.0\.0/],
    ['module::Registrar', 'redis-server-timeout', '1500', '2.5', /no effect since 1\.0\.0/],
    ['module::Router', 'fork', 'true', '2.4', /no effect since 2\.0\.0/],
    ['module::Authentication', 'hashed-passwords', 'true', '2.5', /no effect since 2\.0\.0/],
    ['module::Transcoder', 'block-retransmissions', 'true', '2.5', /no effect since 0\.6\.0/],
    ['module::PushNotification', 'windowsphone', 'true', '2.4', /no effect since 2\.3\.3/],
  ])('[%s] %s', (section, key, value, version, text) => {
    const found = check(`[${section}]\n${key}=${value}\n`, version);
    expect(found.map(({ message }) => message).join('\n')).toMatch(text);
  });

  it('were of use before', () => {
    const found = check('[module::Registrar]\nredis-server-timeout=1500\n', '0.8');
    expect(found.map(({ message }) => message).join('\n')).not.toMatch(/no effect/);
  });
});

describe('a key that later releases use for nothing', () => {
  const text = '[global]\nauto-respawn=true\n';
  const idle = (file: string, version: string) =>
    check(file, version)
      .filter(({ code }) => code === 'flexisip-conf/key-without-effect')
      .map(({ severity }) => severity);

  it('is a hint while the release is only detected', () => {
    expect(idle(text, 'auto')).toEqual([4]);
    expect(idle(text, '2.5')).toEqual([]);
    expect(idle(text, '2.6')).toEqual([3]);
    const firebase = '[module::PushNotification]\nfirebase-projects-api-keys=1234:AAAA\n';
    expect(idle(firebase, 'auto')).toEqual([4]);
    expect(idle(firebase, '2.6')).toEqual([]);
  });

  it('is none where a key tells that the server is older', () => {
    expect(idle(`${text}[module::Forward]\nroute=sip:192.0.2.8\n`, 'auto')).toEqual([]);
  });

  it('is none where it is off by default and stays off', () => {
    expect(idle('[module::Router]\nresolve-routes=false\n', '2.5')).toEqual([]);
    expect(idle('[module::Router]\nresolve-routes=true\n', '2.5')).toEqual([3]);
    expect(idle('[module::Router]\nresolve-routes=true\n', '2.0')).toEqual([]);
  });
});

const OLD_KEYS = [
  'fork',
  'stateful',
  'generated-contact-route',
  'generated-contact-expected-realm',
  'preroute',
  'generate-contact-even-on-filled-aor',
];

describe('deprecated keys', () => {
  const file = (keys: readonly string[]) => `[module::Router]\n${keys.map(key => `${key}= \n`).join('')}`;
  const deprecated = (keys: readonly string[]) =>
    check(file(keys), '2.5').filter(({ code }) => code === 'flexisip-conf/deprecated-key');

  it('are one finding each while there are few', () => {
    expect(deprecated(OLD_KEYS.slice(0, 5))).toHaveLength(5);
  });

  it('are one finding when there are many, with the others as related places', () => {
    const found = deprecated(OLD_KEYS);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toMatch(/^6 keys of this file are deprecated: "fork", .* and 1 more/);
    expect(found[0]?.relatedInformation).toHaveLength(5);
  });
});

it('resolves the directories of the usual packages in every default', () => {
  const version = versionNamed('2.7');
  const item = itemFacts('module::NatHelper', 'flow-token-path');
  if (version === undefined || item === undefined) throw new Error('no facts');
  expect(defaultIn(item, version)).toBe(
    '/var/opt/belledonne-communications/lib/flexisip/flow-token-hash-key',
  );
});

it('says where a version is a pre-release only', () => {
  expect(isPreRelease(versionNamed('2.7'))).toBe(true);
  expect(isPreRelease(versionNamed('2.5'))).toBe(false);
  const status = (flexisipVersion: string) =>
    statusOf(modelOf('file:///flexisip.conf', parseFlexisip('[global]\n'), { ...settings, flexisipVersion }));
  expect(status('2.7')).toMatchObject({ label: 'Flexisip 2.7 (pre-release)' });
  expect(status('2.5')).toMatchObject({ label: 'Flexisip 2.5' });
});
