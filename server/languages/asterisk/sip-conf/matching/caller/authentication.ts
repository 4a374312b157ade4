import { isAtLeast } from '../../../config/branch.ts';
import { deviceInsecure } from '../../model/deviceState.ts';
import type { Device } from '../../model/model.ts';
import { answerDiagnosis, assumeNonce, challengeReason } from '../answerDiagnosis.ts';
import {
  type Credentials,
  challengeOf,
  checkCredentials,
  credentialsHeader,
  deviceSecret,
} from '../credentials.ts';
import { matchedDevice, type RoundResult, type RoundState, stopped } from './round.ts';

/** check_auth, and the consequences of its result. */
export function authenticate(state: RoundState, credentials: Credentials, isRepeated: boolean): RoundResult {
  const { model, input, trail, search, realm } = state;
  const { device } = search;
  if (device === undefined) {
    if (!isRepeated) {
      const detail =
        'No device matches, guests are refused, and names are hidden (alwaysauthreject): the caller is challenged like a known device, but no answer is accepted.';
      trail.add('Guests', 'decided', detail, {
        lines: [model.general.last('allowguest'), model.general.last('alwaysauthreject')],
      });
    }
  } else if (!isRepeated) {
    const free = freeOfAuthentication(state, device);
    if (free) return state.proceed(state);
  }
  const judgement = checkCredentials(credentials, device, realm, input.message);
  const header = credentialsHeader(input.message, model);
  const who = device === undefined ? 'the placeholder device' : device.name;
  const doubt = assumeNonce(credentials, input.nonce !== undefined, trail);
  const secretLine = device === undefined ? undefined : deviceSecret(device).line;
  if (judgement === 'challenge' || judgement === 'stale')
    return challengeClient(state, credentials, judgement);
  if (judgement === 'username-mismatch') {
    const detail = `The user name in ${header} must be exactly "${who}", the name of the section; \`defaultuser\` and \`fromuser\` do not help: 403.`;
    trail.add('Answer', 'failed', detail, { entry: device?.entries.at(-1), header });
    const sentence = `403: the client answered the challenge with a user name other than ${who}${doubt}.`;
    return stopped(state, 'rejected', sentence, 'username-mismatch', 403);
  }
  if (judgement === 'secret-failed') {
    const why =
      device === undefined
        ? 'There is no such device, so no answer is accepted.'
        : `The answer does not match the ${deviceSecret(device).isHash ? 'md5secret' : 'secret'} of "${who}" in the realm "${realm}".${answerDiagnosis(credentials, device, realm, input.message)}`;
    trail.add(
      'Answer',
      'failed',
      `${why} The reply is 403, and neither another device nor guest access is tried.`,
      {
        lines: [secretLine],
        header,
      },
    );
    const sentence =
      device === undefined
        ? `403: no device matches; the challenge only hides this${doubt}.`
        : `403: ${matchedDevice(search, device)}, but the answer to the challenge is wrong${doubt}.`;
    return stopped(state, 'rejected', sentence, 'secret-failed', 403);
  }
  trail.add(
    'Answer',
    'passed',
    `The answer matches the ${device !== undefined && deviceSecret(device).isHash ? 'md5secret' : 'secret'} of "${who}".`,
    {
      lines: [secretLine],
      header,
    },
  );
  return state.proceed(state);
}

/** True when the device is accepted without a password; adds the reason to the steps. */
function freeOfAuthentication({ model, trail, search }: RoundState, device: Device): boolean {
  const title = 'Password needed?';
  const insecure = deviceInsecure(device, model);
  const counts = isAtLeast(model.branch, '1.6.2') || search.by !== 'name';
  if (insecure.invite && counts) {
    trail.add(
      title,
      'decided',
      `insecure=${insecure.line?.value ?? ''} lets this device call without a password.`,
      {
        lines: [insecure.line],
      },
    );
    return true;
  }
  const secret = deviceSecret(device);
  if (!secret.isSet) {
    const remote = device.last('remotesecret');
    const detail =
      remote === undefined
        ? 'The device has neither a secret nor an md5secret, so no password is required.'
        : 'The device has only a remotesecret, which is for outgoing calls, so no password is required.';
    trail.add(title, 'decided', detail, { entry: device.entries.at(-1), lines: [secret.line, remote] });
    return true;
  }
  const both =
    secret.isHash && device.last('secret') !== undefined
      ? ' It overrides the secret, which is also set.'
      : '';
  trail.add(
    title,
    'passed',
    `The device has ${secret.isHash ? 'an md5secret' : 'a secret'}, so the caller must prove that it knows the password.${both}`,
    {
      lines: [secret.line],
    },
  );
  return false;
}

function challengeClient(
  state: RoundState,
  credentials: Credentials,
  judgement: 'challenge' | 'stale',
): RoundResult {
  const { model, input, trail, search, realm, realmLines, realmHeader } = state;
  const challenge = challengeOf(realm, input.message, model, judgement === 'stale');
  const code = challenge.header === 'WWW-Authenticate' ? 401 : 407;
  const why = challengeReason(credentials, judgement === 'stale', input.message, model);
  trail.add('Challenge', 'decided', `${why} ${code} with realm "${realm}", algorithm MD5, no qop.`, {
    lines: realmLines,
    header:
      realmHeader ?? (credentials.kind === 'message' ? credentialsHeader(input.message, model) : undefined),
  });
  const { device } = search;
  const sentence =
    device === undefined
      ? `${code}: no device matches; the caller is challenged for realm ${realm} only to hide this.`
      : `${code}: ${matchedDevice(search, device)}; it must answer for realm ${realm}.`;
  return { ...stopped(state, 'challenged', sentence, 'challenge-sent', code), challenge };
}
