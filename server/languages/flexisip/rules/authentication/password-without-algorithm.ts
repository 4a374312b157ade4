import { message } from '../../../../rules/rule.ts';
import { isSince } from '../../facts/facts.ts';
import { effective, isModuleOn, list } from '../../model/model.ts';
import { atSettingOr, type FileRule } from '../rule.ts';
import { selectedColumns } from '../sqlRequest.ts';

export const passwordWithoutAlgorithm: FileRule = {
  code: 'flexisip-conf/password-without-algorithm',
  severity: 'warning',
  family: 'authentication',
  title: 'Query that returns MD5 hashes although SHA-256 is offered',
  why: 'The first column is the hash or password, the second its algorithm: `CLRTXT`, `MD5` or `SHA-256`. With a fixed second column, every row uses that algorithm. With only one column, every row is MD5.',
  fix: 'Select the algorithm as the second column.',
  bad: '[module::Authentication]\nenabled=true\ndb-implementation=soci\navailable-algorithms=SHA-256\nsoci-password-request=select password from accounts where login = :id and domain = :domain\n',
  good: '[module::Authentication]\nenabled=true\ndb-implementation=soci\navailable-algorithms=SHA-256\nsoci-password-request=select password, algorithm from accounts where login = :id and domain = :domain\n',
  since: '1.0.13',
  on: 'file',
  check(model) {
    const section = 'module::Authentication';
    if (!isModuleOn(model, section) || effective(model, section, 'db-implementation').value !== 'soci')
      return undefined;
    const request = effective(model, section, 'soci-password-request');
    const columns = selectedColumns(request.value);
    if (columns === undefined) return undefined;
    const offered = list(model, section, 'available-algorithms').map(word => word.text);
    const algorithm = columns.length === 1 ? 'MD5' : /^'(.*)'$/.exec(columns[1] ?? '')?.[1];
    if (algorithm === undefined || algorithm === 'CLRTXT' || !isSince(model.version, '1.0.13'))
      return undefined;
    const known = algorithm === 'MD5' || algorithm === 'SHA-256';
    if (known && (offered.length === 0 || offered.includes(algorithm))) return undefined;
    const what =
      columns.length === 1
        ? 'This query returns one column, which means MD5.'
        : `Every row of this query uses the algorithm "${algorithm}".`;
    const why = known
      ? 'It is not in `available-algorithms`, so no response can match.'
      : 'The server knows only `CLRTXT`, `MD5` and `SHA-256`, so no response can match.';
    const at = atSettingOr(model, request.setting, section);
    return [{ ...at, message: message(what, why, 'Select the algorithm as the second column.') }];
  },
};
