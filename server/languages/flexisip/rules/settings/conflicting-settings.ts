import { message } from '../../../../rules/rule.ts';
import { effective, flag, isKnown, isModuleOn, written } from '../../model/model.ts';
import { atKey, atSection, atValue, type FileRule } from '../rule.ts';

export const conflictingSettings: FileRule = {
  code: 'flexisip-conf/conflicting-settings',
  severity: 'warning',
  family: 'settings',
  title: 'Settings that cannot be used together',
  why: 'Push notifications go either to your own server or through the FlexiAPI. The Authorization module replaces digest authentication: together with `module::Authentication`, it replies with a Bearer challenge or `403` to requests without a Bearer result.',
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
          'module::Authentication is enabled as well.',
          'Authorization accepts only Bearer results and trusted hosts: users with the correct password are refused.',
          'Disable one of the two modules.',
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
        '`external-push-flexiapi` is enabled as well.',
        'The two cannot be used together.',
        'Keep one of them.',
      ),
    };
  },
};
