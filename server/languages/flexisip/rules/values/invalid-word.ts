import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { entryOf } from '../../../../text/table.ts';
import { existsIn, isSince } from '../../facts/facts.ts';
import { type Word, words } from '../../facts/values.ts';
import type { Setting } from '../../model/groups.ts';
import { type FlexisipModel, isModuleOn, written } from '../../model/model.ts';
import { type FileRule, type Finding, inValue, replacing } from '../rule.ts';

export const invalidWord: FileRule = {
  code: 'flexisip-conf/invalid-word',
  severity: 'error',
  family: 'values',
  title: 'Word that keeps the server from starting',
  why: 'Algorithms are spelled `MD5` and `SHA-256`, in upper case. The Authentication module knows the databases `file`, `soci` and `fixed`; the Registrar knows `internal` and words that start with `redis`. If the module is enabled, the server does not start with any other word.',
  fix: 'Use one of these words.',
  bad: '[module::Authentication]\nenabled=true\nfile-path=/etc/flexisip/users.txt\navailable-algorithms=sha256\n',
  good: '[module::Authentication]\nenabled=true\nfile-path=/etc/flexisip/users.txt\navailable-algorithms=SHA-256\n',
  on: 'file',
  differsByRelease: true,
  *check(model) {
    for (const { section, key, isList, known } of strictItems) {
      const setting = written(model, section, key);
      if (setting?.item === undefined || !existsIn(setting.item, model.version)) continue;
      if (!isModuleOn(model, section)) continue;
      // Releases before 1.0.13 knew ODBC.
      if (key === 'db-implementation' && !isSince(model.version, '2.0.0')) continue;
      for (const finding of judgeWords(model, setting, isList, known)) {
        yield isList ? finding : { ...finding, knownSince: '2.0.0' };
      }
    }
  },
};

function* judgeWords(
  model: FlexisipModel,
  setting: Setting,
  isList: boolean,
  known: readonly string[],
): Generator<Finding> {
  const { value } = setting.entry;
  const parts: Word[] = isList ? words(value, model.version) : [{ text: value, start: 0 }];
  for (const part of parts) {
    if (known.includes(part.text) || (known.includes('redis') && part.text.startsWith('redis'))) continue;
    const text = part.text.replace(/\r$/, '');
    const at = inValue(setting, part.start, part.start + text.length);
    const near = entryOf(spelt, text.toLowerCase()) ?? nearest(text, known);
    yield {
      ...at,
      message: message(
        `This word is not allowed in \`${setting.item?.key ?? ''}\`.`,
        `The allowed words are ${known.map(word => `\`${word}\``).join(', ')}; the server does not start with any other.`,
        near === undefined || near === text ? 'Correct the word.' : `Write \`${near}\`.`,
      ),
      fixes: near === undefined || near === text ? [] : [replacing(`Change to "${near}"`, at, near, true)],
    };
    // The rest is meant as a comment, which another rule reports once.
    if (isList && text.startsWith('#')) return;
  }
}

const spelt: Readonly<Record<string, string>> = { sha256: 'SHA-256', 'sha-256': 'SHA-256', md5: 'MD5' };

const strictItems = [
  { section: 'module::Authentication', key: 'available-algorithms', isList: true, known: ['MD5', 'SHA-256'] },
  {
    section: 'module::ExternalAuthentication',
    key: 'available-algorithms',
    isList: true,
    known: ['MD5', 'SHA-256'],
  },
  {
    section: 'module::Authentication',
    key: 'db-implementation',
    isList: false,
    known: ['file', 'soci', 'fixed'],
  },
  { section: 'module::Registrar', key: 'db-implementation', isList: false, known: ['internal', 'redis'] },
] as const;
