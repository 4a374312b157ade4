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
  title: 'Push notifications without anything that could send them',
  why: 'A push leaves through an external server, with the certificate of an Apple application, or with the service account of a Firebase project. Without one of them the server starts, and devices that sleep are never woken. Legacy Firebase keys have no effect since 2.6.0.',
  fix: 'Name service accounts in `firebase-service-accounts`, a directory in `apple-certificate-dir`, or a server in `external-push-uri`; or switch off what is not used.',
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
          'No push can be sent: there is no external server, no Apple certificate and no Firebase account in use.',
          'Devices that sleep are not woken.',
          'Set `firebase-service-accounts`, `apple-certificate-dir` or `external-push-uri`, or switch the module off.',
        ),
      };
      return;
    }
    const firebase = written(model, section, 'firebase');
    // Old keys that have no effect any more are reported where they stand.
    const hasOldKeys = list(model, section, legacyKeys).length > 0;
    if (firebase === undefined || !flag(model, section, 'firebase') || hasFirebase || hasOldKeys) return;
    yield {
      ...atValue(firebase),
      message: message(
        '`firebase` is on, and `firebase-service-accounts` is empty.',
        'Android devices that sleep are not woken.',
        'Name the service account of each project, or set `firebase=false`.',
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

/** Legacy keys make clients only as long as the release uses them. */
function hasLegacyKeys(model: FlexisipModel): boolean {
  const idleSince = itemFacts(section, legacyKeys)?.idleSince;
  if (idleSince !== undefined && isSince(model.version, idleSince)) return false;
  return isKnown(model, section, legacyKeys) && list(model, section, legacyKeys).length > 0;
}
