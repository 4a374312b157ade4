import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { checkAll, folder, projectOf, settings } from '../languages.ts';

interface LoadCase {
  readonly id: string;
  readonly pjsipconf: string | null;
  readonly files?: Readonly<Record<string, string | null>>;
  readonly log: readonly {
    readonly level: string;
    readonly line: number | null;
    readonly code: string;
    readonly text: string;
  }[];
  readonly objects: Readonly<Record<string, readonly string[]>>;
}

const cases: LoadCase[] = readFileSync(new URL('pjsip-load.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line));

const types = ['endpoint', 'aor', 'auth', 'transport', 'identify', 'registration'] as const;

/** Files of the server that no text tells of: whether a file is there is seen when it is read. */
const knownOnTheServer = new Set(['tr-tls-missing-file']);

describe('what Asterisk 20 logged while it loaded a pjsip.conf, and what it had then', () => {
  const isText = (one: (typeof cases)[number]) => one.pjsipconf !== null && !knownOnTheServer.has(one.id);
  it.skip.each(cases.filter(one => !isText(one)).map(({ id }) => id))(
    '%s (skipped: depends on files of the server)',
    () => {},
  );
  it.each(cases.filter(isText).map(one => [one.id, one] as const))('%s', (_id, one) => {
    if (one.pjsipconf === null) return;
    const files: Record<string, string> = { 'pjsip.conf': one.pjsipconf };
    for (const [name, text] of Object.entries(one.files ?? {})) if (text !== null) files[name] = text;
    const project = projectOf(pjsipConf, files, 'pjsip.conf');
    const model = pjsipConf.model(project, settings, undefined);
    const loaded = types.map(type => [type, [...new Set([...model.loaded(type)].map(({ name }) => name))].sort()]);
    expect(Object.fromEntries(loaded)).toEqual(
      Object.fromEntries(types.map(type => [type, [...(one.objects[type] ?? [])].sort()])),
    );

    const wizards = files['pjsip_wizard.conf'] === undefined ? [] : checkAll(pjsipConf, files, 'pjsip_wizard.conf');
    const found = new Map([...checkAll(pjsipConf, files, 'pjsip.conf'), ...wizards]);
    const all = [...found.values()].flat();
    const lines = new Set(all.map(diagnostic => diagnostic.range.start.line + 1));
    for (const entry of one.log)
      if (entry.line !== null && entry.line > 0) expect(lines, entry.text).toContain(entry.line);

    const errors = all.filter(diagnostic => diagnostic.severity === DiagnosticSeverity.Error);
    const lostOne = one.log.some(({ level }) => level === 'ERROR') || /No '=' /.test(one.log[0]?.text ?? '');
    if (!lostOne) expect(errors).toEqual([]);
    // Every object that the server lost is named by a finding.
    for (const { code, text } of one.log) {
      if (code !== 'object-dropped' && code !== 'duplicate-object') continue;
      const name = /with id '([^']+)'|duplicate object: '([^']+)'/.exec(text);
      const wanted = name?.[1] ?? name?.[2] ?? '';
      expect(all.map(({ message }) => message).join('\n'), text).toContain(`"${wanted}"`);
    }
    expect(project.root.startsWith(folder)).toBe(true);
  });
});
