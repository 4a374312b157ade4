import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { loadConverted } from '../../server/languages/asterisk/conversion/comparison/loadConverted.ts';
import { convertToPjsip } from '../../server/languages/asterisk/conversion/convert.ts';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import {
  answerRegistrar,
  outboundRegister,
  type RegistrarChallenge,
} from '../../server/languages/asterisk/pjsip-conf/matching/outboundRegistration.ts';
import type { PjsipConf } from '../../server/languages/asterisk/pjsip-conf/model/model.ts';
import { SipConf } from '../../server/languages/asterisk/sip-conf/model/model.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';
import { projectOf, settings } from '../languages.ts';

/** A REGISTER that the registrar of the measurement received. */
interface SentRequest {
  readonly uri: string;
  readonly frm: string;
  readonly contact: string;
  readonly expires: string;
  readonly transport: string;
  readonly route: string | null;
  readonly authUser: string | null;
  readonly authRealm: string | null;
  readonly authAlgorithm: string | null;
}

interface MeasuredRegistration {
  readonly id: string;
  readonly registerLines: string | null;
  readonly pjsipconf: string;
  readonly answers: readonly (number | { readonly code: number; readonly algs: readonly string[] })[];
  readonly chanSip?: { readonly requests: readonly SentRequest[] };
  readonly chanPjsip: { readonly requests: readonly SentRequest[] };
}

const cases = readFileSync(join(import.meta.dirname, 'pjsip-outbound-registration.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as MeasuredRegistration);

/** The first request, and the credentials of the second one. */
function sentBy(model: PjsipConf, answers: MeasuredRegistration['answers']) {
  const [registration] = model.loaded('registration');
  if (registration === undefined) return undefined;
  const register = outboundRegister(registration);
  const [first] = answers;
  const algorithms = typeof first === 'object' ? first.algs : ['MD5'];
  const isChallenged = (typeof first === 'object' ? first.code : first) === 401;
  const challenges: readonly RegistrarChallenge[] = algorithms.map(algorithm => ({
    realm: 'prov.example',
    algorithm,
  }));
  const answer = isChallenged ? answerRegistrar(model, registration, challenges) : undefined;
  return {
    uri: register.requestUri,
    account: register.account,
    contact: register.contactUser,
    hasLine: register.hasLine,
    expires: String(register.expires),
    transport: register.transport,
    route: register.proxy ?? null,
    answer: answer?.kind === 'answer' ? { user: answer.username, ...answer.challenge } : null,
  };
}

function measuredIn([first, second]: readonly SentRequest[]) {
  if (first === undefined) return undefined;
  const user = second?.authUser ?? null;
  return {
    uri: first.uri,
    account: first.frm.slice(1, -1),
    contact: /^<sip:([^@]*)@/.exec(first.contact)?.[1],
    hasLine: first.contact.includes(';line='),
    expires: first.expires,
    transport: first.transport,
    route: first.route?.slice(1, -1) ?? null,
    answer: user === null ? null : { user, realm: second?.authRealm, algorithm: second?.authAlgorithm },
  };
}

describe('what Asterisk sends for a registration', () => {
  it.each(cases.map(measured => [measured.id, measured] as const))('%s', (_id, { pjsipconf, answers, chanPjsip }) => {
    const project = projectOf(pjsipConf, { 'pjsip.conf': pjsipconf }, 'pjsip.conf');
    const model = pjsipConf.model(project, settings, undefined);
    expect(sentBy(model, answers)).toEqual(measuredIn(chanPjsip.requests));
  });
});

/** chan_sip answers with an empty password, which no auth object can have, and with MD5 whatever comes first. */
const withoutCounterpart = ['nosecret-401', 'sha-and-md5'];

describe('a converted register line', () => {
  const withLines = cases.flatMap(({ id, registerLines, answers, chanSip }) =>
    registerLines === null || chanSip === undefined || withoutCounterpart.includes(id) ? [] : [[id, registerLines, answers, chanSip.requests] as const],
  );

  it.each(withLines)('%s registers as chan_sip did', (_id, lines, answers, requests) => {
    const root = 'file:///etc/asterisk/sip.conf';
    const sip = new SipConf(
      {
        root,
        trees: new Map([[root, parseConfig(`[general]\nbindaddr=127.0.0.1\n${lines}`)]]),
        resolve: () => [],
        companions: new Map(),
      },
      defaultSettings.language,
    );
    const sent = sentBy(loadConverted(convertToPjsip(sip), sip), answers);
    const expected = measuredIn(requests);
    // chan_sip never shows its proxy, names the transport in no URI, and writes an at sign within a user name as it is.
    const account = sent?.account.replaceAll('%40', '@');
    expect({ ...sent, account, uri: sent?.uri.replace(/;transport=\w+/, ''), route: null }).toEqual({ ...expected, route: null });
  });
});
