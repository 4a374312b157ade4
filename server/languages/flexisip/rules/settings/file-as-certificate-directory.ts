import { message } from '../../../../rules/rule.ts';
import { atValue, type SettingRule } from '../rule.ts';

export const fileAsCertificateDirectory: SettingRule = {
  code: 'flexisip-conf/file-as-certificate-directory',
  severity: 'warning',
  family: 'settings',
  title: 'File where a directory of certificates is wanted',
  why: 'The push module lists the directory and reads the `.pem` files in it, one for each application. With the path of a file it finds none, and no push reaches an Apple device. Keys of the kind `.p8` are not read at all.',
  fix: 'Write the directory, and put certificate and key together into one `.pem` file in it.',
  bad: '[module::PushNotification]\nenabled=true\napple-certificate-dir=/etc/flexisip/apn/AuthKey_ABC123.p8\n',
  good: '[module::PushNotification]\nenabled=true\napple-certificate-dir=/etc/flexisip/apn\n',
  on: 'setting',
  check(subject) {
    const { item, entry } = subject;
    if (item.key !== 'apple-certificate-dir') return undefined;
    const kind = /\.(p8|p12|pem|cer|crt|key)\/?$/i.exec(entry.value.trim())?.[1];
    if (kind === undefined) return undefined;
    const why =
      kind.toLowerCase() === 'p8'
        ? 'The server reads the .pem files of a directory, and keys of the kind .p8 not at all.'
        : 'The server lists a directory and reads the .pem files in it.';
    const text = message('This is the path of a file.', why, 'Write the directory.');
    return [{ ...atValue(subject), message: text }];
  },
};
