import { message } from '../../../../rules/rule.ts';
import { atValue, type SettingRule } from '../rule.ts';

export const fileAsCertificateDirectory: SettingRule = {
  code: 'flexisip-conf/file-as-certificate-directory',
  severity: 'warning',
  family: 'settings',
  title: 'File instead of a directory of certificates',
  why: 'The push module lists the directory and reads the `.pem` files in it, one for each application. With the path of a file it finds none, and Apple devices get no push notifications. It does not read `.p8` keys at all.',
  fix: 'Set the directory, and put certificate and key together in one `.pem` file there.',
  bad: '[module::PushNotification]\nenabled=true\napple-certificate-dir=/etc/flexisip/apn/AuthKey_ABC123.p8\n',
  good: '[module::PushNotification]\nenabled=true\napple-certificate-dir=/etc/flexisip/apn\n',
  on: 'setting',
  keys: ['apple-certificate-dir'],
  check(subject) {
    const { entry } = subject;
    const kind = /\.(p8|p12|pem|cer|crt|key)\/?$/i.exec(entry.value.trim())?.[1];
    if (kind === undefined) return undefined;
    const why =
      kind.toLowerCase() === 'p8'
        ? 'The server reads the .pem files of a directory, and does not read .p8 keys at all.'
        : 'The server reads the .pem files of a directory.';
    const text = message('This is the path of a file.', why, 'Set the directory.');
    return [{ ...atValue(subject), message: text }];
  },
};
