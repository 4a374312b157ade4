import { describe, expect, it } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import { startEditor } from './editor.ts';

const uri = 'untitled:long.sip.log';

/** A log that is long enough to be read in steps; every hundredth message has no Call-ID. */
function log(messages: number): string {
  return Array.from({ length: messages }, (_, number) =>
    [
      '<--- SIP read from UDP:192.0.2.1:5060 --->',
      'OPTIONS sip:b@example.com SIP/2.0',
      `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${number}`,
      'Max-Forwards: 70',
      `From: <sip:a@example.com>;tag=${number}`,
      'To: <sip:b@example.com>',
      ...(number % 100 === 99 ? [] : [`Call-ID: call${number}`]),
      'CSeq: 1 OPTIONS',
      'Content-Length: 0',
      '',
      '<------------->',
    ]
      .map(line => `${line}\n`)
      .join(''),
  ).join('');
}

async function problemsOf(text: string): Promise<string[]> {
  const editor = await startEditor({ languages });
  editor.open(uri, text, 'sip-trace');
  const found = await editor.problems(uri);
  editor.close();
  return found;
}

describe('a long trace', () => {
  const text = log(4000);

  it('lets others be answered while it is read for the first time', async () => {
    const editor = await startEditor({ languages });
    editor.open('untitled:sip.conf', '[general]\ncontext=public\n', 'sip-conf');
    await editor.problems('untitled:sip.conf');
    const order: string[] = [];
    editor.open(uri, text, 'sip-trace');
    const reading = editor.problems(uri).then(() => order.push('trace'));
    await editor.ask('textDocument/hover', 'untitled:sip.conf', { position: { line: 1, character: 3 } });
    order.push('hover');
    await reading;
    expect(order).toEqual(['hover', 'trace']);
    editor.close();
  });

  it('has what is typed meanwhile, and afterwards', async () => {
    const editor = await startEditor({ languages });
    editor.open(uri, text, 'sip-trace');
    const reading = editor.problems(uri);
    await editor.ask('textDocument/hover', 'untitled:none', { position: { line: 0, character: 0 } });
    // A message in the middle loses its CSeq, and one gets another number of lines.
    editor.type(uri, 22_007, 0, 'X-');
    editor.type(uri, 3, 0, 'Subject: one\nSubject: two\n');
    await reading;
    const lines = text.split('\n');
    lines[22_007] = `X-${lines[22_007]}`;
    lines.splice(3, 0, 'Subject: one', 'Subject: two');
    expect(await editor.problems(uri)).toEqual(await problemsOf(lines.join('\n')));
    editor.type(uri, 30_001, 0, 'Max-Forwards: 1\n');
    editor.type(uri, 10, 0, '', 2);
    lines.splice(30_001, 0, 'Max-Forwards: 1');
    lines[10] = (lines[10] ?? '').slice(2);
    const found = await editor.problems(uri);
    expect(found.length).toBeGreaterThan(40);
    expect(found).toEqual(await problemsOf(lines.join('\n')));
    expect(editor.log).toEqual([]);
    editor.close();
  });

  it('can be closed while it is read, and opened again', async () => {
    const editor = await startEditor({ languages });
    editor.open(uri, text, 'sip-trace');
    const reading = editor.problems(uri);
    await editor.ask('textDocument/hover', 'untitled:none', { position: { line: 0, character: 0 } });
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    expect(await reading).toEqual([]);
    editor.open(uri, log(100), 'sip-trace');
    expect(await editor.problems(uri)).toEqual(await problemsOf(log(100)));
    expect(editor.log).toEqual([]);
    editor.close();
  });
});
