import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { isTrue } from '../../../values/truth.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import { atHeader, atValue, type GeneralRule, replacing } from '../rule.ts';

export const namesCanBeGuessed: GeneralRule = {
  code: 'sip-conf/names-can-be-guessed',
  severity: 'warning',
  family: 'security',
  title: 'Replies that reveal which names exist',
  why: 'With `alwaysauthreject=no`, an unknown name is refused immediately, while a known one is challenged. Anyone guessing names can tell which ones exist, and then needs to guess only their passwords. Up to 1.6.2, `no` was the default.',
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
      ? '"alwaysauthreject" is not set, and its default is "no" in this version.'
      : 'Unknown names and known names get different replies.';
    const text = message(
      what,
      'Anyone guessing names can tell which ones exist.',
      'Set alwaysauthreject=yes.',
    );
    yield { ...at, message: text, fixes: isDefault ? [] : [replacing('Change to "yes"', at, 'yes', true)] };
  },
};
