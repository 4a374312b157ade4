import type { Device } from '../../model/model.ts';
import { answerDiagnosis, assumeNonce, challengeReason } from '../answerDiagnosis.ts';
import {
  type Credentials,
  challengeOf,
  checkCredentials,
  credentialsHeader,
  deviceSecret,
  messageCredentials,
} from '../credentials.ts';
import { isPedantic } from '../lookupName.ts';
import type { AuthResult } from '../matchingExplanation.ts';
import { canBeCompared, hidesNames } from '../settings.ts';
import { storeContact } from './registerContact.ts';
import { ended, type RegisterCourse, type RegisterRequest } from './registerCourse.ts';

/** A refusal that looks like a wrong password, or that gives the real reason. */
export function refuse(
  request: RegisterRequest,
  device: Device | undefined,
  authResult: 'not-found' | 'acl-failed' | 'not-dynamic' | 'username-mismatch',
): RegisterCourse {
  const why = {
    'not-found': 'no device with that name may register',
    'acl-failed': `the access list refuses ${request.input.source.address}`,
    'not-dynamic': 'the device is not dynamic',
    'username-mismatch': 'the client answered with a different user name',
  }[authResult];
  if (hidesNames(request.model)) return fakeChallenge(request, device, authResult, why);
  const code = authResult === 'not-dynamic' ? 403 : 404;
  return ended(
    request,
    device,
    device === undefined ? null : 'name',
    authResult,
    [code],
    code === 403 ? 'Forbidden' : 'Not found',
    `${code}: ${why}.`,
  );
}

/** transmit_fake_auth_response: a challenge, and 403 for any answer. */
export function fakeChallenge(
  request: RegisterRequest,
  device: Device | undefined,
  authResult: AuthResult,
  why: string,
): RegisterCourse {
  const { model, input, trail, realm } = request;
  const detail =
    'alwaysauthreject hides the reason: the caller is challenged like a known device, but no answer is accepted.';
  trail.add('Refusal hidden', 'decided', detail, { lines: [model.general.last('alwaysauthreject')] });
  const challenge = challengeOf(realm, input.message, model);
  const credentials = messageCredentials(input, model);
  if (credentials.kind === 'message' && credentials.isOurNonce)
    return ended(
      request,
      device,
      'fake',
      authResult,
      [403],
      'Forbidden',
      `403: ${why}; the refusal looks like a wrong password.`,
    );
  if (input.answer === undefined || !isRecognized(request))
    return {
      ...ended(
        request,
        device,
        'fake',
        'challenge-sent',
        input.answer === undefined ? [401] : [401, 401],
        'Unauthorized',
        `401: ${why}; the challenge only hides this.`,
      ),
      outcome: 'challenged',
      challenge,
    };
  trail.add('Answer', 'failed', 'Any answer gets 403.', {
    header: credentialsHeader(input.message, model),
  });
  return {
    ...ended(
      request,
      device,
      'fake',
      authResult,
      [401, 403],
      'Forbidden',
      `403: ${why}; the refusal looks like a wrong password.`,
    ),
    challenge,
  };
}

/** False when the server would not recognize the repeated request as an answer to the challenge; only 1.8 compares more than the Call-ID. */
function isRecognized({ model, input, trail }: RegisterRequest): boolean {
  if (model.branch !== '1.8' || !isPedantic(model) || canBeCompared(input.message)) return true;
  trail.add(
    'Answer',
    'failed',
    'With pedantic=yes, the repeated request belongs to the challenge only if its Request-URI begins with sip: or sips:. Every answer therefore gets a new challenge.',
    {
      lines: [model.general.last('pedantic')],
    },
  );
  return false;
}

export function authenticate(request: RegisterRequest, device: Device): RegisterCourse {
  const { model, input, trail, realm } = request;
  const secret = deviceSecret(device);
  if (!secret.isSet) {
    trail.add(
      'Password needed?',
      'decided',
      'The device has neither a secret nor an md5secret, so anyone who knows its name can register.',
      {
        entry: device.entries.at(-1),
        lines: [secret.line],
      },
    );
    return storeContact(request, device, device.name, []);
  }
  trail.add(
    'Password needed?',
    'passed',
    `The device has ${secret.isHash ? 'an md5secret' : 'a secret'}; \`insecure\` has no effect on REGISTER.`,
    {
      lines: [secret.line],
    },
  );
  const credentials = messageCredentials(input, model);
  const first = checkCredentials(credentials, device, realm, input.message);
  if (first !== 'challenge' && first !== 'stale') return judged(request, device, first, [], credentials);
  const challenge = challengeOf(realm, input.message, model, first === 'stale');
  const why = challengeReason(credentials, first === 'stale', input.message, model);
  trail.add('Challenge', 'decided', `${why} 401 with realm "${realm}", algorithm MD5, no qop.`, {
    lines: request.realmLines,
    header: request.realmHeader,
  });
  const sentence = `401: ${device.name} was found by name; it must answer for realm ${realm}.`;
  const codes = input.answer === undefined ? [401] : [401, 401];
  if (input.answer === undefined || !isRecognized(request))
    return {
      ...ended(request, device, 'name', 'challenge-sent', codes, 'Unauthorized', sentence),
      outcome: 'challenged',
      challenge,
    };
  const answer: Credentials = { kind: 'answer', answer: input.answer, isRecognized: true };
  return {
    ...judged(request, device, checkCredentials(answer, device, realm, input.message), [401], answer),
    challenge,
  };
}

function judged(
  request: RegisterRequest,
  device: Device,
  judgement: ReturnType<typeof checkCredentials>,
  earlier: readonly number[],
  credentials: Credentials,
): RegisterCourse {
  const { model, input, trail, realm } = request;
  const doubt = assumeNonce(credentials, input.nonce !== undefined, trail);
  const header = credentialsHeader(input.message, model);
  const { line, isHash } = deviceSecret(device);
  if (judgement === 'username-mismatch') {
    trail.add(
      'Answer',
      'failed',
      `The user name in ${header} must be exactly "${device.name}", the name of the section.`,
      {
        entry: device.entries.at(-1),
        header,
      },
    );
    // The nonce was correct, so the hidden refusal is an immediate 403.
    const code = hidesNames(model) ? 403 : 404;
    const reason = code === 403 ? 'Forbidden' : 'Not found';
    return ended(
      request,
      device,
      'name',
      'username-mismatch',
      [...earlier, code],
      reason,
      `${code}: the client answered the challenge with a user name other than ${device.name}${doubt}.`,
    );
  }
  if (judgement !== 'ok') {
    trail.add(
      'Answer',
      'failed',
      `The answer does not match the ${isHash ? 'md5secret' : 'secret'} of "${device.name}" in the realm "${realm}".${answerDiagnosis(credentials, device, realm, input.message)} The reply is 403.`,
      { lines: [line], header },
    );
    return ended(
      request,
      device,
      'name',
      'secret-failed',
      [...earlier, 403],
      'Forbidden',
      `403: ${device.name} was found by name, but the answer to the challenge is wrong${doubt}.`,
    );
  }
  trail.add(
    'Answer',
    'passed',
    `The answer matches the ${isHash ? 'md5secret' : 'secret'} of "${device.name}".`,
    { lines: [line], header },
  );
  return storeContact(request, device, device.name, earlier);
}
