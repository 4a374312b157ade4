import { isAtLeast } from '../../config/branch.ts';
import { byHeaderTrait } from '../../config/headerTraits.ts';
import { byLineKind, type LineRules } from '../../config/judging.ts';
import { LineTraits } from '../../config/lineTraits.ts';
import { OptionTraits, type RuleLists } from '../../config/ruleLists.ts';
import { canonicalName } from '../facts/facts.ts';
import type { Device, SipConf } from '../model/model.ts';
import type { DeviceRule, LineRule, NameRule, SipConfRule } from '../rules/rule.ts';
import { OptionRules } from './optionRules.ts';
import { rules } from './rules.ts';
import { judgesUsers, type UsersRules } from './usersConf.ts';

export interface RulesByKind {
  readonly option: OptionRules;
  readonly line: LineRules<LineRule>;
  /** Those for lines without anything special. */
  readonly plainLine: LineRules<LineRule>;
  readonly name: RuleLists<NameRule>;
  readonly device: readonly DeviceRule[];
  /** Those that can find something in a device with its lines. */
  forDevice(device: Device): readonly DeviceRule[];
  readonly general: readonly (SipConfRule & { on: 'general' })[];
  readonly reading: readonly (SipConfRule & { on: 'reading' })[];
  readonly users: UsersRules;
}

/** sip_notify.conf is read as a list of messages for `sip notify`: its sections are not devices, its lines are headers. */
function holdsNotifyTypes(model: SipConf): boolean {
  return /(^|\/)sip_notify\.conf$/.test(model.project.root);
}

/** The rules that apply to the branch of a model and are not turned off. */
export function rulesFor(model: SipConf): RulesByKind {
  const active = rules.filter(
    rule =>
      model.settings.severities[rule.code] !== 'off' &&
      (!holdsNotifyTypes(model) || rule.on === 'line' || rule.on === 'reading') &&
      (rule.since === undefined || isAtLeast(model.branch, rule.since)) &&
      (rule.until === undefined || !isAtLeast(model.branch, rule.until)),
  );
  const option = new OptionRules(
    active.filter(rule => rule.on === 'option'),
    model.branch,
  );
  const line = active.filter(rule => rule.on === 'line');
  const device = active.filter(rule => rule.on === 'device');
  const byOptions = new OptionTraits(device);
  const traits = new LineTraits(key => byOptions.of(canonicalName(key)));
  return {
    option,
    line: byLineKind(line),
    plainLine: byLineKind(line.filter(rule => rule.isAboutPlain === true)),
    name: byHeaderTrait(active.filter(rule => rule.on === 'name')),
    device,
    forDevice: ({ lines }) => byOptions.lists.for(traits.of(lines)),
    users: { device: device.filter(judgesUsers), byOption: name => option.called(name).filter(judgesUsers) },
    general: active.filter(rule => rule.on === 'general'),
    reading: active.filter(rule => rule.on === 'reading'),
  };
}
