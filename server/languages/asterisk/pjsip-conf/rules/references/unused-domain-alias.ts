import { message } from '../../../../../rules/rule.ts';
import type { PjsipConf } from '../../model/model.ts';
import { lastOf } from '../../model/object.ts';
import { atHeader, type WholeRule } from '../rule.ts';
import { named } from '../texts.ts';

/** The alias only leads to objects that are named `user@domain` (username_identify, find_registrar_aor). */
export const unusedDomainAlias: WholeRule = {
  code: 'pjsip-conf/unused-domain-alias',
  severity: 'hint',
  family: 'references',
  title: 'Domain alias for a domain that no name contains',
  why: 'A domain_alias makes Asterisk look for `user@domain` when a request names the alias. Endpoints and aors without `@` in their names are found without it, whatever the domain is. It does not change which domains Asterisk accepts.',
  fix: 'Name the endpoints and aors `user@domain`, or remove the alias.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[pbx.example]\ntype=domain_alias\ndomain=example.com\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice@example.com]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice@example.com\naors=alice@example.com\n\n[alice@example.com]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice@example.com]\ntype=aor\nmax_contacts=1\n\n[pbx.example]\ntype=domain_alias\ndomain=example.com\n',
  on: 'whole',
  *check(model) {
    if (!model.isWhole || model.ofType('domain_alias').size === 0) return;
    for (const object of model.loaded('domain_alias')) {
      const domain = lastOf(object.settings, 'domain');
      if (domain === undefined || domainsOf(model).has(domain.value)) continue;
      const what = `No endpoint or aor is named user@${domain.value}.`;
      yield {
        ...atHeader(object.entry),
        message: message(what, `The ${named(object)} has no effect.`, 'Remove it, or correct its domain.'),
        tag: 'unnecessary',
      };
    }
  },
};

/** The domains in the names of endpoints and aors; computed again only after a change in one of them. */
function domainsOf(model: PjsipConf): ReadonlySet<string> {
  const version = `${model.versionOf('endpoint')} ${model.versionOf('aor')}`;
  let found = known.get(model);
  if (found?.version !== version) {
    const domains = new Set<string>();
    for (const type of ['endpoint', 'aor'])
      for (const name of model.ofType(type).keys()) {
        const at = name.lastIndexOf('@');
        if (at >= 0) domains.add(name.slice(at + 1));
      }
    found = { version, domains };
    known.set(model, found);
  }
  return found.domains;
}

const known = new WeakMap<PjsipConf, { readonly version: string; readonly domains: ReadonlySet<string> }>();
