import { message } from '../../../../rules/rule.ts';
import { flag, isKnown, isModuleOn, list, written } from '../../model/model.ts';
import { type FileRule, inValue } from '../rule.ts';

export const invalidFirebaseAccount: FileRule = {
  code: 'flexisip-conf/invalid-firebase-account',
  severity: 'warning',
  family: 'settings',
  title: 'Firebase account without a project number or a file',
  why: 'Each word is the number of a Firebase project, a colon, and the path of the JSON file of its service account. Without the colon, the whole word counts as both: it matches no device, and the server does not start if there is no file with that name.',
  fix: 'Write `<project number>:<path of the JSON file>`.',
  bad: '[module::PushNotification]\nenabled=true\nfirebase-service-accounts=/etc/flexisip/firebase.json\n',
  good: '[module::PushNotification]\nenabled=true\nfirebase-service-accounts=1234:/etc/flexisip/firebase.json\n',
  since: '2.3.3',
  on: 'file',
  *check(model) {
    const setting = written(model, section, key);
    if (setting === undefined || !isKnown(model, section, key)) return;
    if (!isModuleOn(model, section) || !flag(model, section, 'firebase')) return;
    for (const { text, start } of list(model, section, key)) {
      const word = text.replace(/\r$/, '');
      if (word === '' || /^[^:/]+:./.test(word)) continue;
      yield {
        ...inValue(setting, start, start + word.length),
        message: message(
          'This is not a project number followed by the path of a file.',
          'Android devices of the project get no push notifications.',
          'Write `<project number>:<path of the JSON file>`.',
        ),
      };
    }
  },
};

const section = 'module::PushNotification';
const key = 'firebase-service-accounts';
