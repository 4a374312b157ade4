import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';
import { filesIn, sharedFolder } from './sharedFiles.ts';

/** Every error in files of other people, as `<file number>:<line>`, under the rule that makes it and the fact behind it. */
const justified: Readonly<Record<string, { readonly fact: string; readonly places: string }>> = {
  'sip-conf/invalid-register-line': {
    fact: 'registerGrammar: a port that is not a number is logged, and the usual one is taken',
    places: '001:3',
  },
  'sip-conf/invalid-value': {
    fact: 'asterisk-sip.json: onInvalid of the option in question is a logged message',
    places: '001:10 003:13 003:14 003:20 003:40 003:54 005:35 007:7 012:6 012:7 021:6',
  },
  'sip-conf/invalid-host': {
    fact: 'host: anything but one address or name makes the lookup fail with an error (measured host-*)',
    places: '001:15 003:39 003:53',
  },
  'sip-conf/missing-type': {
    fact: 'first type line unknown or missing: section skipped with a warning',
    places:
      '003:2 003:3 003:4 003:6 003:5 003:7 003:11 003:29 003:60 003:61 003:62 003:8 003:10 003:9 003:24 003:27 003:46 003:47 003:48 017:7',
  },
  'sip-conf/unclosed-section-header': {
    fact: 'no closing bracket: fatal (a semicolon cuts the line first)',
    places: '003:2 003:3 003:4 003:6 003:8 003:10',
  },
  'sip-conf/empty-option-name': {
    fact: 'empty name: warning, ignored (measured empty-name)',
    places: '008:1 008:3',
  },
  'sip-conf/option-before-section': {
    fact: 'option before the first section: fatal (measured option-before-section)',
    places: '008:1',
  },
  'sip-conf/include-not-found': {
    fact: 'a missing #include is fatal (measured include-missing); the files are not part of the collection',
    places: '020:30 020:48 020:49 023:96 023:114 028:1125 029:1059',
  },
};

const folder = sharedFolder('corpus/sip.conf');

describe.skipIf(folder === undefined)('sip.conf files of other people', () => {
  it.each(filesIn(folder))('%s', path => {
    const text = readFileSync(path, 'utf8');
    const diagnostics = [...checkAll(sipConf, { 'sip.conf': text }, 'sip.conf').values()].flat();
    const errors = diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error);
    for (const { code, range } of errors) {
      const place = `${basename(path).slice(0, 3)}:${range.start.line + 1}`;
      expect(justified[String(code)]?.places.split(' ') ?? [], `${String(code)} at ${place}`).toContain(
        place,
      );
    }
    expect(sipConf.print(sipConf.parse(text))).toBe(text);
  });
});
