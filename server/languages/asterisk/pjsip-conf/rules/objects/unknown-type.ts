import { message } from '../../../../../rules/rule.ts';
import { nearest } from '../../../../../text/spelling.ts';
import type { Entry } from '../../../config/entry.ts';
import { objectTypes } from '../../facts/facts.ts';
import type { PjsipConf } from '../../model/model.ts';
import { atValue, type Finding, type NameRule, replacing } from '../rule.ts';

export const unknownType: NameRule = {
  code: 'pjsip-conf/unknown-type',
  severity: 'warning',
  family: 'objects',
  title: 'Type that Asterisk does not know',
  why: 'Asterisk silently ignores a section whose first `type` line is not a known type of object. Types are case-sensitive, so `type=Endpoint` is unknown. `friend`, `peer` and `user` are sip.conf types. Wizards are read only from pjsip_wizard.conf.',
  fix: 'Correct the type.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=Aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'name',
  isAboutFaults: true,
  check: (entries, _key, model) =>
    entries.every(entry => model.isObject(entry)) ? undefined : findings(entries, model),
};

function* findings(entries: readonly Entry[], model: PjsipConf): Generator<Finding> {
  for (const entry of entries) {
    if (entry.isTemplate || entry.isAppend) continue;
    const type = model.settingsAt(entry).find(({ option }) => option.key === 'type');
    if (type === undefined || model.isObject(entry)) continue;
    const known = model.isWizardFile
      ? ['wizard']
      : objectTypes()
          .map(({ name }) => name)
          .filter(name => name !== 'wizard');
    // A type of a later release, or a section that only serves as a template.
    const near = nearest(type.value, known);
    const what = `Asterisk silently ignores this section: ${reason(type.value, near, model)}`;
    const at = atValue(type);
    const fixes =
      near === undefined || near === type.value ? [] : [replacing(`Change to "${near}"`, at, near)];
    const todo = isOfSipConf(type.value)
      ? 'Move the section to sip.conf, or convert that file to pjsip.conf.'
      : near === undefined
        ? `Use ${known.slice(0, 6).join(', ')} or another type.`
        : `Write type=${near}.`;
    yield { ...at, message: message(what, 'No object is created from it.', todo), fixes };
  }
}

function isOfSipConf(type: string): boolean {
  return ['friend', 'peer', 'user'].includes(type);
}

function reason(type: string, near: string | undefined, model: PjsipConf): string {
  if (type === '') return 'its type is empty.';
  if (type === 'wizard') return 'wizards are read only from pjsip_wizard.conf.';
  if (model.isWizardFile) return 'in pjsip_wizard.conf, every section needs exactly type=wizard.';
  if (type === 'contact') return 'contacts are stored in the database, not in this file.';
  if (isOfSipConf(type)) return `"${type}" is a sip.conf type.`;
  if (near === type) return `Asterisk ${model.release.version} has no objects of type ${type}.`;
  if (near?.toLowerCase() === type.toLowerCase())
    return `types are case-sensitive, and "${type}" is not a type.`;
  return `there is no type "${type}".`;
}
