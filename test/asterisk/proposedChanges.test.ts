import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { MatchingExplanation } from '../../server/languages/asterisk/sip-conf/matching/matchingExplanation.ts';
import {
  type CaseInput,
  explain,
  folder,
  from,
  modelOf,
  oracleDialplan,
  transportOf,
} from './matchingCase.ts';

interface OracleCase {
  readonly id: string;
  readonly sipconf: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly invite?: string;
  readonly request?: string;
  readonly source: { readonly ip: string; readonly port: number; readonly transport: string };
  readonly passwords: readonly { readonly username: string; readonly password: string }[];
}

const cases: OracleCase[] = ['matching', 'register'].flatMap(kind =>
  readFileSync(new URL(`../oracle/asterisk-${kind}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line)),
);

describe('every proposed change', () => {
  it('changes what the server does with the message', () => {
    let count = 0;
    for (const one of cases) {
      const files = { 'extensions.conf': oracleDialplan, ...one.files };
      const input: CaseInput = {
        message: one.invite ?? one.request ?? '',
        source: {
          address: one.source.ip,
          port: one.source.port,
          transport: transportOf(one.source.transport),
        },
        answer: one.passwords[0],
      };
      const before = explain(modelOf(one.sipconf, files), input);
      for (const change of before.changes) {
        count++;
        const texts = new Map(Object.entries({ 'sip.conf': one.sipconf, ...one.files }));
        for (const edit of change.edits) {
          const name = edit.file.slice(folder.length);
          const document = TextDocument.create(edit.file, 'sip-conf', 0, texts.get(name) ?? '');
          texts.set(name, TextDocument.applyEdits(document, [edit]));
        }
        const changed = { 'extensions.conf': oracleDialplan, ...Object.fromEntries(texts) };
        const after = explain(modelOf(texts.get('sip.conf') ?? '', changed), input);
        expect(essence(after), `${one.id}: ${change.title}`).not.toEqual(essence(before));
      }
    }
    expect(count).toBeGreaterThan(50);
  });

  it('keeps indentation and ends of line', () => {
    const text = '[general]\r\nallowguest=no\r\n[trunk]\r\n  type=peer\r\n  host=192.0.2.1\r\n; end\r\n';
    const found = explain(modelOf(text), {
      message: 'INVITE sip:1@b SIP/2.0\r\nFrom: <sip:a@b>;tag=1\r\n\r\n',
      source: from('192.0.2.1:5070'),
    });
    expect(
      found.changes.map(({ title, edits, isRisky }) => ({ title, text: edits[0]?.newText, isRisky })),
    ).toEqual([
      { title: 'Set port=5070 in [trunk]', text: '\r\n  port=5070', isRisky: false },
      { title: 'Set insecure=port in [trunk]', text: '\r\n  insecure=port', isRisky: true },
    ]);
  });
});

function essence(found: MatchingExplanation): unknown {
  return [found.matched, found.by, found.codes, found.context, found.registration];
}
