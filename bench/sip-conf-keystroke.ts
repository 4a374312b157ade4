import { sipConf } from '../server/languages/asterisk/sip-conf/index.ts';
import { settings } from '../test/languages.ts';

/** Time from a keystroke to the diagnostics, in a sip.conf of 1,000 and of 100,000 lines, and how the two compare. */
export function run(): void {
  const small = keystroke(1_000);
  const large = keystroke(100_000);
  console.log('sip.conf, keystroke to diagnostics (median, milliseconds)');
  for (const place of places) {
    const [a, b] = [small[place] ?? 0, large[place] ?? 0];
    console.log(
      `  ${place.padEnd(22)} 1,000 lines ${a.toFixed(3)}   100,000 lines ${b.toFixed(3)}   ratio ${(b / a).toFixed(1)}`,
    );
  }
}

const places = [
  'value of a device',
  'header of a device',
  'comment at the top',
  'line of [general]',
] as const;
type Place = (typeof places)[number];

const KEYSTROKES = 60;

function keystroke(lineCount: number): Record<Place, number> {
  const uri = 'file:///etc/asterisk/sip.conf';
  let tree = sipConf.parse(sipConfOf(lineCount));
  const project = () => ({ root: uri, trees: new Map([[uri, tree]]), resolve: () => undefined, companions });
  const companions = new Map<string, string | null>();
  let model = sipConf.model(project(), settings, undefined);
  sipConf.check({ uri, tree, model });
  const type = (line: number, text: string): number => {
    const started = performance.now();
    tree = sipConf.edit(tree, { line, removed: 1, lines: [text] });
    model = sipConf.model(project(), settings, model);
    sipConf.check({ uri, tree, model });
    return performance.now() - started;
  };
  const middle = 8 + Math.floor(lineCount / 14) * 7;
  const lines: Record<Place, (count: number) => [number, string]> = {
    'value of a device': count => [middle + 5, `context=internal${'x'.repeat(count % 9)}\n`],
    'header of a device': count => [middle, `[peer-new${'x'.repeat(count % 9)}]\n`],
    'comment at the top': count => [0, `; phones${'x'.repeat(count % 9)}\n`],
    'line of [general]': count => [5, `useragent=PBX${'x'.repeat(count % 9)}\n`],
  };
  const result = {} as Record<Place, number>;
  for (const place of places) {
    const times = Array.from({ length: KEYSTROKES }, (_, count) => type(...lines[place](count)));
    times.sort((a, b) => a - b);
    result[place] = times[KEYSTROKES / 2] ?? 0;
  }
  return result;
}

/** Devices of seven lines below a [general]; the secrets are hashes, so that no rule speaks. */
function sipConfOf(lineCount: number): string {
  const lines = ['; phones', '', '[general]', 'context=default', 'allowguest=no', 'useragent=PBX', '', ''];
  for (let count = 0; lines.length < lineCount; count++) {
    const hash = count.toString(16).padStart(32, '0');
    lines.push(
      `[peer${count}]`,
      'type=friend',
      'host=dynamic',
      `md5secret=${hash}`,
      'qualify=no',
      'context=internal',
      '',
    );
  }
  return lines.join('\n');
}
