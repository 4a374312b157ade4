import { afterEach, describe, expect, it } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import {
  CALL_FLOW_REQUEST,
  EXPORT_CALL_FLOW_REQUEST,
} from '../../server/protocol/sipWorkbench/callFlowRequest.ts';
import { type Editor, startEditor } from './editor.ts';

const uri = 'file:///traces/a.siptrace';
const text = `OPTIONS sip:bob@192.0.2.2 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
From: <sip:alice@example.com>;tag=1
To: <sip:bob@example.com>
Call-ID: one
CSeq: 1 OPTIONS
Max-Forwards: 70
Content-Length: 0

`;
const filter = { foldPorts: true, callId: '', search: '' };

interface Flow {
  readonly total: number;
  readonly layout: { readonly arrows: readonly { readonly label: string; readonly line: number }[] };
}

describe('the call flow of an open trace', () => {
  let editor: Editor | undefined;
  afterEach(() => editor?.close());

  it('follows the text as it is typed', async () => {
    editor = await startEditor({ languages });
    editor.open(uri, text, 'sip-trace');
    const before = await editor.ask<Flow>(CALL_FLOW_REQUEST, uri, { filter });
    expect(before.layout.arrows.map(arrow => [arrow.label, arrow.line])).toEqual([['OPTIONS', 0]]);
    const answer = text.replace('OPTIONS sip:bob@192.0.2.2 SIP/2.0', 'SIP/2.0 200 OK');
    editor.type(uri, 9, 0, answer);
    const after = await editor.ask<Flow>(CALL_FLOW_REQUEST, uri, { filter });
    expect(after.layout.arrows.map(arrow => [arrow.label, arrow.line])).toEqual([
      ['OPTIONS', 0],
      ['200 OK', 9],
    ]);
  });

  it('is written in the formats of the view', async () => {
    editor = await startEditor({ languages });
    const opened = editor;
    opened.open(uri, text, 'sip-trace');
    const files = async (format: string) =>
      Object.keys(await opened.ask<object>(EXPORT_CALL_FLOW_REQUEST, uri, { filter, format }));
    expect(await files('svg')).toEqual(['.svg']);
    expect(await files('mermaid')).toEqual(['.mmd']);
    expect(await files('text')).toEqual(['.txt']);
    expect(await files('sipp')).toEqual(['-caller.xml', '-callee.xml']);
  });

  it('is nothing for other languages', async () => {
    editor = await startEditor({ languages });
    editor.open('file:///etc/sip.conf', '[general]\n', 'sip-conf');
    expect(await editor.ask(CALL_FLOW_REQUEST, 'file:///etc/sip.conf', { filter })).toBeNull();
  });
});
