import type { Setting } from '../../config/entry.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import type { Course } from '../course.ts';
import { foreignDomains } from './foreignDomains.ts';

/** Writes down what the server as a whole does differently afterwards. */
export function serverDifferences(course: Course): void {
  domainDifferences(course);
  strangerDifferences(course);
  codesDifference(course);
}

type Add = (what: string, why: string, todo: string, lines: readonly (Setting | undefined)[]) => void;

function adding({ ledger }: Course): Add {
  return (what, why, todo, lines) => ledger.differs(null, what, why, todo, lines);
}

/** What becomes of the list of domains. */
function domainDifferences(course: Course): void {
  const { model } = course;
  const { general } = model;
  const add = adding(course);
  const domains = general.all('domain').filter(({ value }) => value !== '');
  const external = general.last('allowexternaldomains');
  const foreign = foreignDomains(model, course.release);
  if (foreign?.isLoose === true)
    add(
      'Calls to any address in digits are let in.',
      'autodomain adds the addresses and the name of the machine to the list of domains, and they stand in no file.',
      'Add the name of the machine to the pattern of [foreign-domains], if callers use it.',
      foreign.lines,
    );
  if (foreign === undefined && domains.length > 0 && external !== undefined && isFalse(external.value))
    add(
      'Calls to foreign domains are let in.',
      'chan_sip refuses calls whose Request-URI names a domain that is not in the list. chan_pjsip never looks at that domain.',
      'Check ${CHANNEL(pjsip,request_uri)} at the start of the contexts of callers, and hang up where the domain is not yours.',
      [external, ...domains],
    );
  if (domains.length > 0)
    add(
      'REGISTER for foreign domains is accepted.',
      'chan_sip accepts a REGISTER only when the domain in To is in the list. chan_pjsip takes any domain.',
      'Nothing, where names are unique; the password is asked for all the same.',
      domains,
    );
  const withContext = domains.filter(({ value }) => /,\s*\S/.test(value));
  if (withContext.length > 0)
    add(
      'Calls to a domain do not get a context of their own.',
      'chan_sip sends guests and devices without a context to the context of the domain that they call.',
      'Read ${CHANNEL(pjsip,request_uri)} in the context of [general], and go to the other one with Goto.',
      withContext,
    );
  const realm = general.last('domainsasrealm');
  if (realm !== undefined && isTrue(realm.value))
    add(
      'All challenges carry one realm.',
      'With domainsasrealm=yes the realm follows the domain that is called. An auth section of chan_pjsip has one realm. Phones with a password do not notice; an md5secret that was made for a domain no longer fits.',
      'Replace each md5secret that was made for a domain by a password, or by a hash for the realm in the auth section.',
      [realm, ...domains],
    );
}

/** What callers without a configuration meet. */
function strangerDifferences(course: Course): void {
  const { general } = course.model;
  const add = adding(course);
  const created = general.last('autocreatepeer');
  if (created !== undefined && !isFalse(created.value))
    add(
      'Phones that are not configured cannot register.',
      'autocreatepeer makes a device for anyone who registers. chan_pjsip does not.',
      'Add an endpoint for each phone. It is safer.',
      [created],
    );
  const reject = general.last('alwaysauthreject');
  if (reject !== undefined && !isTrue(reject.value))
    add(
      'Unknown callers get 401, not 403 or 404.',
      'chan_pjsip never tells which names exist.',
      'Nothing: it is safer.',
      [reject],
    );
}

function codesDifference({ ledger, devices }: Course): void {
  if (devices.length === 0) return;
  ledger.differs(
    null,
    'Refusals carry other codes.',
    'A wrong password, an address that an access list refuses, and a refused guest get 401 again and again; chan_sip sends 403.',
    'Adapt what reads the log or counts codes, such as the filters of fail2ban.',
    [],
  );
  ledger.differs(
    null,
    'A call to a sips: address over UDP is refused with 480.',
    'chan_sip takes it.',
    'Have such callers use TLS.',
    [],
  );
}
