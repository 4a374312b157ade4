import { message } from '../../../../rules/rule.ts';
import { effective, flag, isKnown, isModuleOn, written } from '../../model/model.ts';
import { atKey, atSection, atValue, type FileRule } from '../rule.ts';

export const conflictingSettings: FileRule = {
  code: 'flexisip-conf/conflicting-settings',
  severity: 'warning',
  family: 'settings',
  title: 'Settings that cannot be used together',
  why: 'Pushes go out either to your own server or through the FlexiAPI. The Authorization module takes the place of digest authentication: beside `module::Authentication` it answers a Bearer challenge or `403` to requests that carry no Bearer result.',
  fix: 'Keep one of the two.',
  bad: '[module::Authentication]\nenabled=true\nfile-path=/u\n[module::Authorization]\nenabled=true\n',
  good: '[module::Authentication]\nenabled=true\nfile-path=/u\n',
  since: '2.5.0-alpha',
  on: 'file',
  *check(model) {
    if (isModuleOn(model, 'module::Authorization') && isModuleOn(model, 'module::Authentication')) {
      const setting = written(model, 'module::Authorization', 'enabled');
      yield {
        ...(setting === undefined ? atSection(model, 'module::Authorization') : atValue(setting)),
        message: message(
          'module::Authentication is switched on as well.',
          'Authorization only accepts Bearer results and trusted hosts: users who gave the right password are refused.',
          'Switch one of the two modules off.',
        ),
      };
    }
    const push = 'module::PushNotification';
    if (!isModuleOn(model, push) || !isKnown(model, push, 'external-push-flexiapi')) return;
    const uri = written(model, push, 'external-push-uri');
    if (uri === undefined || uri.entry.value === '' || !flag(model, push, 'external-push-flexiapi')) return;
    if (effective(model, push, 'external-push-flexiapi').setting === undefined) return;
    yield {
      ...atKey(uri),
      message: message(
        '`external-push-flexiapi` is switched on as well.',
        'The two cannot be used at the same time.',
        'Keep one of them.',
      ),
    };
  },
};
