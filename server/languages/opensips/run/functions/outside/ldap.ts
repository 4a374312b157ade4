import { textValue } from '../../values/value.ts';
import type { ModuleModel } from '../model.ts';
import { askResult } from '../unknown.ts';

export const ldap: ModuleModel = {
  name: 'ldap',
  functions: {
    // The number of entries, none, an error.
    ldap_search: (x, args) => askResult(x, 'ldap_search', args, ['1', '-1', '-2']),
    ldap_result: (x, args) => askResult(x, 'ldap_result', args, ['1', '-1', '-2'], args.variables(1)),
    ldap_result_check: (x, args) => askResult(x, 'ldap_result_check', args, ['1', '-1', '-2']),
    ldap_result_next: (x, args) => askResult(x, 'ldap_result_next', args, ['-1', '1', '-2']),
    ldap_filter_url_encode: (_, args) => {
      const text = args.text(0) ?? '';
      return text !== '' && args.set(1, textValue(escapedFilter(text))) ? 1 : -1;
    },
  },
};

/** RFC 4515, with what a URL needs (ldap_rfc4515_escape). */
function escapedFilter(text: string): string {
  return text.replace(/[*()\\?]/g, letter =>
    letter === '?' ? '%3F' : `\\${letter.charCodeAt(0).toString(16)}`,
  );
}
