import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { isTrue } from '../../../values/truth.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import { atHeader, atValue, type GeneralRule, replacing } from '../rule.ts';

export const namesCanBeGuessed: GeneralRule = {
  code: 'sip-conf/names-can-be-guessed',
  severity: 'warning',
  family: 'security',
  title: 'Replies that tell which names exist',
  why: 'With `alwaysauthreject=no` an unknown name is refused at once while a known one is challenged. Scanners list the names first and then try passwords only for these. The default was not an up to 1.6.2.',
  fix: 'Set `alwaysauthreject=yes`.',
  bad: '[general]\nalwaysauthreject=no\n',
  good: '[general]\nalwaysauthreject=yes\n',
  on: 'general',
  *check(general, model) {
    const setting = general.last('alwaysauthreject');
    const isDefault = setting === undefined;
    if (isDefault ? isAtLeast(model.branch, '1.8') : isTrue(setting.value)) return;
    if (general.entry === undefined || (isDefault && !isGeneralWhole(model))) return;
    const at = setting === undefined ? atHeader(general.entry) : atValue(setting);
    const what = isDefault
      ? '"alwaysauthreject" is not set, and its default is not an in this version.'
      : 'Unknown names get another reply than known ones.';
    const text = message(
      what,
      'Scanners learn the names and try passwords only for these.',
      'Set alwaysauthreject=yes.',
    );
    yield { ...at, message: text, fixes: isDefault ? [] : [replacing('Change to "yes"', at, 'yes', true)] };
  },
};
