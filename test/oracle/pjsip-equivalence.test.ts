import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ConfigTree, parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { compareDrivers } from '../../server/languages/asterisk/conversion/comparison/compare.ts';
import { type DriverOutcome } from '../../server/languages/conversion.ts';
import { loadConverted } from '../../server/languages/asterisk/conversion/comparison/loadConverted.ts';
import { convertToPjsip } from '../../server/languages/asterisk/conversion/convert.ts';
import { SipConf } from '../../server/languages/asterisk/sip-conf/model/model.ts';
import type { ClientAnswer } from '../../server/languages/explainQuestion.ts';
import type { SipTransport } from '../../server/sip/packetSource.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';

/** A request that was sent to both drivers of a real server; see README.md of the oracle for the fields. */
interface EquivalenceCase {
  readonly id: string;
  readonly sipconf: string;
  readonly files: Readonly<Record<string, string | null>> | null;
  readonly request: string;
  readonly source: { readonly ip: string; readonly port: number; readonly transport: SipTransport };
  readonly passwords: readonly ClientAnswer[];
  readonly registrations: readonly { readonly peer: string; readonly addr: string; readonly port: number }[];
  readonly chanSip: { readonly class: string; readonly context: string | null; readonly exten: string | null };
  readonly comparison: { readonly sameOutcome: boolean };
}

const cases = readFileSync(join(import.meta.dirname, 'pjsip-equivalence.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as EquivalenceCase);

/** The dialplan that all cases share. */
const everyContext =
  'default internal phones trunks trunk-a trunk-b public guests from-local sales carrier office lab'
    .split(' ')
    .map(name => `[${name}]\nexten => _.,1,Answer()\nexten => _X,1,Answer()\n`)
    .join('');
const dialplan = `${everyContext}[limited]\nexten => 100,1,Answer()\nexten => _2XX,1,Answer()\n`;

const folder = 'file:///etc/asterisk/';

interface Outcome {
  readonly id: string;
  readonly expected: EquivalenceCase['chanSip'];
  readonly after: DriverOutcome;
  readonly isSame: boolean;
  readonly differences: readonly string[];
}

const outcomes: readonly Outcome[] = cases.map(measured => {
  const trees = new Map<string, ConfigTree>([[`${folder}sip.conf`, parseConfig(measured.sipconf)]]);
  for (const [name, text] of Object.entries(measured.files ?? {}))
    if (text !== null && /^sip_/.test(name)) trees.set(folder + name, parseConfig(text));
  const model = new SipConf(
    {
      root: `${folder}sip.conf`,
      trees,
      resolve: (_from, path) => (trees.has(folder + path) ? [folder + path] : []),
      companions: new Map([
        ['extensions.conf', dialplan],
        ['acl.conf', measured.files?.['acl.conf'] ?? null],
      ]),
    },
    defaultSettings.language,
  );
  const conversion = convertToPjsip(model);
  const [compared] = compareDrivers(model, loadConverted(conversion, model), [
    {
      title: measured.id,
      text: measured.request,
      source: {
        address: measured.source.ip,
        port: measured.source.port,
        transport: measured.source.transport,
      },
      answers: measured.passwords,
      registrations: measured.registrations.map(({ peer, addr, port }) => ({ name: peer, address: addr, port })),
    },
  ]);
  if (compared === undefined) throw new Error(`${measured.id} was not compared`);
  const { after } = compared;
  const expected = measured.chanSip;
  const isSame =
    after.outcome === expected.class &&
    (expected.class !== 'accepted' || (after.context === expected.context && after.exten === expected.exten));
  return { id: measured.id, expected, after, isSame, differences: conversion.differences.map(({ what }) => what) };
});

const withoutCounterpart = ['insecure-both-02', 'domainsasrealm-04'];

describe('what chan_pjsip does with a converted sip.conf', () => {
  it('is what chan_sip did, in at least as many cases as with conversions by hand', () => {
    const byHand = cases.filter(({ comparison }) => comparison.sameOutcome).length;
    const different = outcomes.filter(({ isSame }) => !isSame).map(({ id }) => id);
    // For each of these, an option without a counterpart is in the way, and the report says so.
    expect(different).toEqual(withoutCounterpart);
    expect(cases.length - different.length).toBeGreaterThanOrEqual(byHand);
  });

  it('lets in nobody whom chan_sip refuses', () => {
    const isIn = (name: string): boolean => name === 'accepted' || name === 'registered';
    const opened = outcomes.filter(({ expected, after }) => !isIn(expected.class) && isIn(after.outcome));
    expect(opened.map(({ id }) => id)).toEqual([]);
  });

  it('names in its report what differs', () => {
    const silent = outcomes.filter(({ isSame, differences }) => !isSame && differences.length <= 2);
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});
