import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { captureAsTrace, readCapture } from '../../server/languages/trace/capture/capture.ts';
import { hostOf } from '../../server/languages/trace/model/endpoint.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { messageText } from '../../server/languages/trace/reading/compact.ts';
import { parseTrace, printTrace } from '../../server/languages/trace/reading/parser.ts';
import { filesIn, sharedFolder } from './sharedFiles.ts';

const folder = sharedFolder('corpus/traces');
const files = filesIn(folder);
const captures = files.filter(file => /\.pcap(?:ng)?$/.test(file));
const texts = files.filter(file => !/\.pcap(?:ng)?$/.test(file));

/** Request and status lines as tshark counts them, one for each SIP message. */
function tsharkCount(file: string): number | undefined {
  try {
    const fields = [
      '-T',
      'fields',
      '-e',
      'sip.Request-Line',
      '-e',
      'sip.Status-Line',
      '-E',
      'occurrence=a',
      '-E',
      'aggregator=\t',
    ];
    const printed = execFileSync('tshark', ['-r', file, '-Y', 'sip', ...fields], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return printed.split(/[\t\n]/).filter(field => field !== '').length;
  } catch {
    return undefined;
  }
}

/** Source, destination and first line of every message as tshark sees them, in the order of time. */
function tsharkLadder(file: string): string[] {
  const fields = ['ip.src', 'ipv6.src', 'ip.dst', 'ipv6.dst', 'sip.Request-Line', 'sip.Status-Line'];
  const printed = execFileSync(
    'tshark',
    [
      '-r',
      file,
      '-Y',
      'sip',
      '-T',
      'fields',
      ...fields.flatMap(field => ['-e', field]),
      '-E',
      'occurrence=l',
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return printed
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const [source, source6, destination, destination6, request, status] = line.split('\t');
      return `${source || source6} ${destination || destination6} ${(request || status || '').trim()}`;
    });
}

const hasTshark = (() => {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** How many messages a text of the corpus holds, told by something else than our reader. */
function expectedCount(file: string, text: string): number {
  const name = basename(file);
  if (name.endsWith('.ngrep.txt')) return [...text.matchAll(/^[UTI?] \d/gm)].length;
  if (/\.(?:yaml|orig)$/.test(name)) return [...text.matchAll(/^- /gm)].length;
  return [
    ...text.matchAll(
      /^(?:\[[^\]]*\] |\S+@\S+ +)?(?:[A-Z%0-9]+ +\S.* SIP\/\d\.\d *|SIP\/\d\.\d \d{3} .*?)\r?$/gm,
    ),
  ].length;
}

describe.skipIf(folder === undefined)('traces of other people', () => {
  it.each(texts.map(file => [basename(file), file]))('%s', (_name, file) => {
    const text = readFileSync(file, 'utf8');
    const tree = parseTrace(text);
    expect(printTrace(tree)).toBe(text);
    expect(tree.blocks.flatMap(block => block.messages).length).toBe(expectedCount(file, text));
  });

  it.skipIf(!hasTshark).each(captures.map(file => [basename(file), file]))(
    '%s, judged by tshark',
    (_name, file) => {
      const capture = readCapture(readFileSync(file));
      expect(capture.problem).toBeUndefined();
      expect(capture.messages.length).toBe(tsharkCount(file));
    },
  );

  it.skipIf(!hasTshark).each(captures.map(file => [basename(file), file]))(
    'the ladder of %s is that of tshark',
    (_name, file) => {
      const trace = traceOf(parseTrace(captureAsTrace(readCapture(readFileSync(file)))));
      const ours = trace.flow.arrows.map(arrow => {
        const from = hostOf(arrow.from).replace(/^\[|\]$/g, '');
        const to = hostOf(arrow.to).replace(/^\[|\]$/g, '');
        return `${from} ${to} ${trace.entries[arrow.index]?.facts.startLine ?? ''}`;
      });
      expect(ours).toEqual(tsharkLadder(file));
    },
  );

  it.each(captures.map(file => [basename(file), file]))('%s as a trace', (_name, file) => {
    const capture = readCapture(readFileSync(file));
    const messages = parseTrace(captureAsTrace(capture)).blocks.flatMap(block => block.messages);
    expect(messages.map(messageText)).toEqual(capture.messages.map(message => message.text));
    expect(messages.map(message => message.context.source)).toEqual(
      capture.messages.map(message => message.source),
    );
  });

  it('reads a capture and its printed form alike', () => {
    for (const file of captures) {
      const printed = `${file}.ngrep.txt`.replace(
        /(\d{3})-/,
        (_all, number: string) => `${String(Number(number) + 1).padStart(3, '0')}-`,
      );
      const messages = parseTrace(readFileSync(printed, 'utf8')).blocks.flatMap(block => block.messages);
      expect([basename(file), messages.length]).toEqual([
        basename(file),
        readCapture(readFileSync(file)).messages.length,
      ]);
    }
  });
});
