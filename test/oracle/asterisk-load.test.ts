import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';

interface LoadCase {
  readonly id: string;
  readonly sipconf: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly chanSipLoaded: boolean;
  readonly log: readonly { readonly level: string; readonly line: number | null; readonly gist: string }[];
  readonly devices: readonly { readonly name: string; readonly exists: boolean }[];
}

const cases: LoadCase[] = ['asterisk-load.jsonl', 'asterisk-load-more.jsonl'].flatMap(name =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line)),
);

describe('what Asterisk 20 logged while it loaded a sip.conf', () => {
  it.each(cases.map(one => [one.id, one] as const))('%s', (_id, one) => {
    const files = checkAll(sipConf, { ...one.files, 'sip.conf': one.sipconf }, 'sip.conf');
    const all = [...files.values()].flat();
    const errors = all.filter(diagnostic => diagnostic.severity === DiagnosticSeverity.Error);
    const lines = new Set(all.map(diagnostic => diagnostic.range.start.line + 1));
    for (const entry of one.log) {
      if (entry.level !== 'WARNING' && entry.level !== 'ERROR') continue;
      if (entry.line !== null) expect(lines, entry.gist).toContain(entry.line);
    }
    if (!one.chanSipLoaded) expect(errors).not.toEqual([]);
    if (one.log.length === 0 && one.devices.every(device => device.exists)) expect(errors).toEqual([]);
  });
});
