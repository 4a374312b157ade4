import { isAtLeast } from '../../config/branch.ts';
import type { Setting } from '../../config/entry.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import { lineFor, type OptionView } from '../view.ts';
import type { Wanted } from '../wanted.ts';

/**
 * The three settings that replace `nat`. What chan_sip turns on by itself for callers behind a router is always on for
 * devices that register, because chan_pjsip has no such detection, and off for devices with their own address.
 */
export function* natOptions(view: OptionView): Generator<Wanted> {
  const line = lineFor(view, 'nat');
  const { rport, symmetric } = readNat(line, view);
  const from = line === undefined ? [] : [line];
  yield { name: 'force_rport', value: rport === 'off' ? 'no' : 'yes', from, ...noteOf(rport) };
  const rewrites = rport === 'on' || (rport === 'detected' && view.isDynamic);
  yield { name: 'rewrite_contact', value: rewrites ? 'yes' : 'no', from };
  yield { name: 'rtp_symmetric', value: symmetric ? 'yes' : 'no', from };
  const fax = lineFor(view, 't38pt_udptl');
  if (fax !== undefined && symmetric) yield { name: 't38_udptl_nat', value: 'yes', from };
}

function noteOf(rport: Rport): { readonly note?: string } {
  return rport === 'detected'
    ? {
        note: 'chan_pjsip does not detect NAT, so what chan_sip did only for callers behind a router is always done.',
      }
    : {};
}

type Rport = 'on' | 'detected' | 'off';

/** sip_parse_nat_option; before 11 without detection. */
function readNat(
  line: Setting | undefined,
  { model }: OptionView,
): { readonly rport: Rport; readonly symmetric: boolean } {
  const { branch } = model;
  if (line === undefined) {
    if (isAtLeast(branch, '11')) return { rport: 'detected', symmetric: false };
    return { rport: isAtLeast(branch, '1.8') ? 'on' : 'off', symmetric: false };
  }
  let rport: Rport = 'off';
  let symmetric = false;
  for (const part of line.value.toLowerCase().split(',')) {
    const word = part.trim();
    if (isFalse(word) || word === 'never') return { rport: 'off', symmetric: false };
    if (word === 'route') return { rport: 'on', symmetric: false };
    if (isTrue(word)) return { rport: 'on', symmetric: true };
    if (word === 'force_rport' && rport !== 'detected') rport = 'on';
    else if (word === 'auto_force_rport') rport = 'detected';
    else if (word === 'comedia' || word === 'auto_comedia') symmetric = true;
  }
  return { rport, symmetric };
}
