import { isTrue } from '../../values/truth.ts';
import { lineFor, type OptionView, ownLine } from '../view.ts';
import type { Wanted } from '../wanted.ts';

/** How callers are identified: caller ID, privacy, P-Asserted-Identity. */
export function* callerOptions(view: OptionView): Generator<Wanted> {
  yield* callerId(view);
  const privacy = ownLine(view, 'callingpres');
  if (privacy !== undefined && privacy.value !== '')
    yield { name: 'callerid_privacy', value: privacyWord(privacy.value), from: [privacy] };
  const identity = lineFor(view, 'sendrpid');
  if (identity !== undefined) {
    const value = identity.value.toLowerCase();
    const isRpid = value === 'rpid' || isTrue(value);
    yield { name: 'send_rpid', value: isRpid ? 'yes' : 'no', from: [identity] };
    yield { name: 'send_pai', value: value === 'pai' ? 'yes' : 'no', from: [identity] };
  }
  const trusted = lineFor(view, 'trust_id_outbound');
  if (trusted !== undefined && trusted.value.toLowerCase() !== 'legacy')
    yield { name: 'trust_id_outbound', value: isTrue(trusted.value) ? 'yes' : 'no', from: [trusted] };
}

/** `callerid`, or the equivalent from `fullname` and `cid_number`. */
function* callerId(view: OptionView): Generator<Wanted> {
  const line = ownLine(view, 'callerid');
  const name = ownLine(view, 'fullname');
  const number = ownLine(view, 'cid_number');
  const from = [line, name, number].filter(setting => setting !== undefined && setting.value !== '');
  if (from.length === 0) return;
  const written = /^\s*(?:"?([^"<]*?)"?\s*)?<([^>]*)>\s*$/.exec(line?.value ?? '');
  if (name === undefined && number === undefined) {
    const value = line?.value ?? '';
    // Only a number, or only a name.
    const isNumber = /^[+\d][\d ()-]*$/.test(value);
    const whole = written !== null ? value : isNumber ? `<${value}>` : `"${value.replaceAll('"', '')}" <>`;
    yield { name: 'callerid', value: whole, from: from.filter(setting => setting !== undefined) };
    return;
  }
  const shown = name?.value ?? written?.[1] ?? '';
  const digits = number?.value ?? written?.[2] ?? '';
  yield {
    name: 'callerid',
    value: `${shown === '' ? '' : `"${shown.replaceAll('"', '')}" `}<${digits}>`,
    from: from.filter(setting => setting !== undefined),
  };
}

/** The numbers of AST_PRES_* that sip.conf accepts instead of words. */
const PRIVACY: Readonly<Record<string, string>> = {
  '0': 'allowed_not_screened',
  '1': 'allowed_passed_screen',
  '2': 'allowed_failed_screen',
  '3': 'allowed',
  '32': 'prohib_not_screened',
  '33': 'prohib_passed_screen',
  '34': 'prohib_failed_screen',
  '35': 'prohib',
  '67': 'unavailable',
};

function privacyWord(value: string): string {
  return PRIVACY[value.trim()] ?? value.toLowerCase();
}
