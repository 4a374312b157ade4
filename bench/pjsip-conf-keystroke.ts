import { languageById } from '../server/languages/registry.ts';
import { HEAD, PHONE_LINES, pjsipConfOf } from './sources/pjsipConfOf.ts';
import { type Typed, typingTimes } from './sources/typing.ts';

/** Time from a keystroke to the diagnostics, in a pjsip.conf of 1,000 and of 100,000 lines, and how the two compare. */
export function run(): void {
  const small = typing(1_000);
  const large = typing(100_000);
  console.log('pjsip.conf, keystroke to diagnostics (median, milliseconds of the processor)');
  for (const [place, a] of small) {
    const b = large.get(place) ?? 0;
    console.log(
      `  ${place.padEnd(22)} 1,000 lines ${a.toFixed(3)}   100,000 lines ${b.toFixed(3)}   ratio ${(b / a).toFixed(1)}`,
    );
  }
}

function typing(lineCount: number): ReadonlyMap<string, number> {
  const language = languageById('pjsip-conf');
  if (language === undefined) throw new Error('pjsip-conf is not in the registry');
  const phone = HEAD.length + Math.floor(lineCount / 2 / PHONE_LINES) * PHONE_LINES;
  const typed =
    (line: number, text: string): Typed =>
    count => [line, `${text}${'x'.repeat(count % 9)}\n`];
  return typingTimes(language, 'file:///etc/asterisk/pjsip.conf', pjsipConfOf(lineCount), {
    'value of an endpoint': typed(phone + 2, 'context=internal'),
    'name of an option': typed(phone + 3, 'allow'),
    'reference to an aor': typed(phone + 5, 'aors=phone'),
    'header of an endpoint': count => [phone, `[new${'x'.repeat(count % 9)}]\n`],
    'comment at the top': typed(0, '; phones'),
    'line of [global]': typed(3, 'user_agent=PBX'),
  });
}
