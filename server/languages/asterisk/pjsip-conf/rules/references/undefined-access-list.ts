import { message } from '../../../../../rules/rule.ts';
import { nearest } from '../../../../../text/spelling.ts';
import { companionConf } from '../../../companions/companionConf.ts';
import { namedAcls } from '../../../companions/namedAcls.ts';
import { splitWords } from '../../../values/words.ts';
import { optionFacts } from '../../facts/facts.ts';
import type { PjsipConf } from '../../model/model.ts';
import { atWord } from '../atWord.ts';
import { type ObjectRule, replacing } from '../rule.ts';

/**
 * With an acl.conf that lacks the list, everyone is refused; without any acl.conf, the list restricts nobody, as measured with
 * Asterisk 20.
 */
export const undefinedAccessList: ObjectRule = {
  code: 'pjsip-conf/undefined-access-list',
  severity: 'warning',
  family: 'references',
  title: 'Access list that acl.conf does not have',
  why: 'A list that acl.conf does not define refuses everyone: callers get 401 like strangers, even with the right password. If there is no acl.conf at all, the opposite happens: the name restricts nobody. Names are case-sensitive.',
  fix: 'Define the list in acl.conf, or correct the name.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nacl=office\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  files: { 'acl.conf': '[offices]\ndeny=0.0.0.0/0\npermit=192.168.1.0/24\n' },
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nacl=offices\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  types: ['endpoint', 'acl'],
  options: ['acl', 'contact_acl'],
  on: 'object',
  *check(object, model) {
    if (object.loss !== undefined) return;
    for (const setting of object.settings) {
      if (optionFacts(object.type, setting.option.key)?.refersTo !== 'access-list') continue;
      for (const { text, start } of splitWords(setting.value)) {
        const name = text.trim();
        const why = name === '' ? undefined : effectOf(name, model);
        if (why === undefined) continue;
        const at = atWord({ setting, start: start + text.indexOf(name), name });
        const near = nearest(name, namedAcls(model.conf) ?? []);
        const todo =
          near === undefined ? 'Define the list there, or correct the name.' : `Did you mean "${near}"?`;
        const fixes = near === undefined ? [] : [replacing(`Change to "${near}"`, at, near)];
        yield { ...at, message: message(why.what, why.effect, todo), fixes };
      }
    }
  },
};

/** Undefined when the list exists, or when that is not known. */
function effectOf(
  name: string,
  model: PjsipConf,
): { readonly what: string; readonly effect: string } | undefined {
  const known = namedAcls(model.conf);
  if (known !== undefined)
    return known.has(name)
      ? undefined
      : { what: `acl.conf has no list "${name}".`, effect: 'Asterisk therefore refuses everyone.' };
  // A folder with a dialplan is the folder of a server, and not an excerpt.
  const isServer = (companionConf(model.conf, 'extensions.conf') ?? null) !== null;
  if (!isServer || companionConf(model.conf, 'acl.conf') !== null) return undefined;
  return { what: 'There is no acl.conf next to this file.', effect: `The list "${name}" restricts nobody.` };
}
