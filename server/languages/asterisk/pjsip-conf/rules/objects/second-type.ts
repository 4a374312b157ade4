import { message } from '../../../../../rules/rule.ts';
import type { Entry, Setting } from '../../../config/entry.ts';
import type { PjsipConf } from '../../model/model.ts';
import { atValue, type Finding, type NameRule } from '../rule.ts';

export const secondType: NameRule = {
  code: 'pjsip-conf/second-type',
  severity: 'warning',
  family: 'objects',
  title: 'Second type line in a section',
  why: 'The first `type` line decides, even if it is copied from a template. A later one has no effect, and Asterisk refuses options that belong to it and drops the object.',
  fix: 'Create two sections with the same name, one for each type.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=aor\ntype=endpoint\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'name',
  isAboutFaults: true,
  check: (entries, _key, model) =>
    entries.some(entry => hasSeveralTypes(model.settingsAt(entry))) ? findings(entries, model) : undefined,
};

function hasSeveralTypes(settings: readonly Setting[]): boolean {
  let count = 0;
  for (const { option } of settings) if (option.key === 'type') count++;
  return count > 1;
}

function* findings(entries: readonly Entry[], model: PjsipConf): Generator<Finding> {
  for (const entry of entries) {
    if (entry.isTemplate || entry.isAppend) continue;
    const types = model.settingsAt(entry).filter(({ option }) => option.key === 'type');
    const [first, ...rest] = types;
    if (first === undefined) continue;
    for (const setting of rest) {
      if (setting.value === first.value || setting.entry.key !== entry.key) continue;
      const what = `This type has no effect, because the section already has the type ${first.value}.`;
      const related = [{ ...atValue(first), message: 'This type counts.' }];
      yield {
        ...atValue(setting),
        message: message(what, 'The first type line decides.', 'Create a separate section for it.'),
        related,
      };
    }
  }
}
