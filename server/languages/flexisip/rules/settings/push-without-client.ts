import { message } from '../../../../rules/rule.ts';
import { isSince, itemFacts } from '../../facts/facts.ts';
import {
  effective,
  type FlexisipModel,
  flag,
  isKnown,
  isModuleOn,
  list,
  written,
} from '../../model/model.ts';
import { atSettingOr, atValue, type FileRule } from '../rule.ts';

export const pushWithoutClient: FileRule = {
  code: 'flexisip-conf/push-without-client',
  severity: 'warning',
  family: 'settings',
  title: 'Push notifications that nothing can send',
  why: 'A push notification is sent through an external server, with the certificate of an Apple application, or with the service account of a Firebase project. Without any of them the server starts, but never wakes a sleeping device. Legacy Firebase keys have had no effect since 2.6.0.',
  fix: 'Set service accounts in `firebase-service-accounts`, a directory in `apple-certificate-dir`, or a server in `external-push-uri`; or disable what you do not use.',
  bad: '[module::PushNotification]\nenabled=true\nfirebase=true\n',
  good: '[module::PushNotification]\nenabled=true\nfirebase=true\nfirebase-service-accounts=1234:/etc/flexisip/firebase.json\n',
  since: '2.3.3',
  on: 'file',
  *check(model) {
    if (!isModuleOn(model, section) || isExternal(model)) return;
    const hasFirebase = list(model, section, 'firebase-service-accounts').length > 0 || hasLegacyKeys(model);
    const android = flag(model, section, 'firebase') && hasFirebase;
    const apple =
      flag(model, section, 'apple') && effective(model, section, 'apple-certificate-dir').value.trim() !== '';
    if (!android && !apple) {
      yield {
        ...atSettingOr(model, written(model, section, 'enabled'), section),
        message: message(
          'No push notification can be sent: no external server, Apple certificate or Firebase account is in use.',
          'Sleeping devices are not woken.',
          'Set `firebase-service-accounts`, `apple-certificate-dir` or `external-push-uri`, or disable the module.',
        ),
      };
      return;
    }
    const firebase = written(model, section, 'firebase');
    // Old keys that no longer have an effect are reported by another rule, at their own lines.
    const hasOldKeys = list(model, section, legacyKeys).length > 0;
    if (firebase === undefined || !flag(model, section, 'firebase') || hasFirebase || hasOldKeys) return;
    yield {
      ...atValue(firebase),
      message: message(
        '`firebase` is enabled, but `firebase-service-accounts` is empty.',
        'Sleeping Android devices are not woken.',
        'Set the service account of each project, or set `firebase=false`.',
      ),
    };
  },
};

const section = 'module::PushNotification';
const legacyKeys = 'firebase-projects-api-keys';

function isExternal(model: FlexisipModel): boolean {
  if (effective(model, section, 'external-push-uri').value.trim() !== '') return true;
  return isKnown(model, section, 'external-push-flexiapi') && flag(model, section, 'external-push-flexiapi');
}

/** Legacy keys count only in releases that use them. */
function hasLegacyKeys(model: FlexisipModel): boolean {
  const idleSince = itemFacts(section, legacyKeys)?.idleSince;
  if (idleSince !== undefined && isSince(model.version, idleSince)) return false;
  return isKnown(model, section, legacyKeys) && list(model, section, legacyKeys).length > 0;
}
