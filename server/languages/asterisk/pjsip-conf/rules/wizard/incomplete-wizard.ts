import { message } from '../../../../../rules/rule.ts';
import type { Entry } from '../../../config/entry.ts';
import type { PjsipConf } from '../../model/model.ts';
import { atHeader, atName, type Finding, type NameRule } from '../rule.ts';
import { lost } from '../texts.ts';

export const incompleteWizard: NameRule = {
  code: 'pjsip-conf/incomplete-wizard',
  severity: 'error',
  family: 'wizard',
  title: 'Wizard without an option that one of its objects needs',
  why: 'A wizard that does not accept registrations needs `remote_hosts`, `sends_auth` needs `outbound_auth/username`, and `accepts_auth` needs `inbound_auth/username`. Otherwise, Asterisk does not create the object in question, but it creates the others. For an endpoint without its auth, every request is answered with 500.',
  fix: 'Add the option.',
  bad: '',
  good: '',
  on: 'name',
  isAboutFaults: true,
  check: (entries, key, model) =>
    model.faultsOfWizard(key).length === 0 ? undefined : findings(entries, key, model),
};

function* findings(entries: readonly Entry[], key: string, model: PjsipConf): Generator<Finding> {
  for (const fault of model.faultsOfWizard(key)) {
    const entry = entries.findLast(({ isTemplate, isAppend }) => !isTemplate && !isAppend);
    if (entry === undefined) continue;
    const setting =
      fault.setting !== undefined && fault.setting.entry.key === key ? fault.setting : undefined;
    const at = setting === undefined ? atHeader(entry) : atName(setting);
    const [first] = fault.lost;
    const why = first === undefined ? '' : lost(first);
    yield { ...at, message: message(fault.what, why, `Add ${fault.option}=.`) };
  }
}
