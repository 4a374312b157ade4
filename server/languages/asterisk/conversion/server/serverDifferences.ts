import type { LinePlace } from '../../config/entry.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import type { Course } from '../course.ts';
import { foreignDomains } from './foreignDomains.ts';

/** Records what the server as a whole does differently after the conversion. */
export function serverDifferences(course: Course): void {
  refusedFile(course);
  domainDifferences(course);
  strangerDifferences(course);
  codesDifference(course);
}

type Add = (what: string, why: string, todo: string, lines: readonly (LinePlace | undefined)[]) => void;

function adding({ ledger }: Course): Add {
  return (what, why, todo, lines) => ledger.differs(null, what, why, todo, lines);
}

/** chan_sip does not start with a file that the reader refuses as a whole. */
function refusedFile(course: Course): void {
  const { stops, project } = course.model;
  const stop = stops.find(({ place }) => place.file === project.root);
  if (stop === undefined) return;
  adding(course)(
    'Asterisk refuses this sip.conf.',
    'It stops reading at this line, and chan_sip then has no device at all. The new file has the devices that it would have with the line corrected.',
    'Correct the line, check the file, and run the conversion again.',
    [stop],
  );
}

/** What happens to the list of domains. */
function domainDifferences(course: Course): void {
  const { model } = course;
  const { general } = model;
  const add = adding(course);
  const domains = general.all('domain').filter(({ value }) => value !== '');
  const external = general.last('allowexternaldomains');
  const foreign = foreignDomains(model, course.release);
  const automatic = general.last('autodomain');
  if (foreign?.isLoose === true && automatic !== undefined) {
    const note = 'No file contains the addresses and the host name of the machine.';
    course.ledger.record([automatic], 'no-counterpart', note);
    add(
      'Calls to any numeric address are accepted.',
      'autodomain adds the addresses and the host name of the machine to the list of domains, and no file contains them.',
      'If callers use the host name of the machine, add it to the pattern in [foreign-domains].',
      [...foreign.lines, automatic],
    );
  }
  if (foreign === undefined && domains.length > 0 && external !== undefined && isFalse(external.value))
    add(
      'Calls to foreign domains are accepted.',
      'chan_sip refuses calls if the domain in the Request-URI is not in the list. chan_pjsip ignores that domain.',
      'Check ${CHANNEL(pjsip,request_uri)} at the start of the contexts for callers, and hang up if the domain is not yours.',
      [external, ...domains],
    );
  if (domains.length > 0)
    add(
      'REGISTER for foreign domains is accepted.',
      'chan_sip accepts a REGISTER only when the domain in To is in the list. chan_pjsip accepts any domain.',
      'Nothing, if names are unique; the password is still required.',
      domains,
    );
  const withContext = domains.filter(({ value }) => /,\s*\S/.test(value));
  if (withContext.length > 0)
    add(
      'The domain of a call no longer selects its context.',
      'chan_sip sends guests, and devices without a context, to the context of the domain that they call.',
      'Read ${CHANNEL(pjsip,request_uri)} in the context of [general], and use Goto to jump to the context of the domain.',
      withContext,
    );
  const realm = general.last('domainsasrealm');
  if (realm !== undefined && isTrue(realm.value)) {
    course.ledger.record([realm], 'no-counterpart', 'An auth section has one realm.');
    add(
      'All challenges use one realm.',
      'With domainsasrealm=yes, the realm is the domain that is called. An auth section in chan_pjsip has one realm. Phones with a password are not affected; an md5secret that was created for a domain no longer works.',
      'Replace each md5secret that was created for a domain with a password, or with a hash for the realm in the auth section.',
      [realm, ...domains],
    );
  }
}

/** What happens to callers without a configuration. */
function strangerDifferences(course: Course): void {
  const { general } = course.model;
  const add = adding(course);
  const created = general.last('autocreatepeer');
  if (created !== undefined && !isFalse(created.value))
    add(
      'Phones that are not configured cannot register.',
      'autocreatepeer creates a device for anyone who registers. chan_pjsip has no such option.',
      'Add an endpoint for each phone, which is safer.',
      [created],
    );
  const reject = general.last('alwaysauthreject');
  if (reject !== undefined && !isTrue(reject.value))
    add(
      'Unknown callers get 401, not 403 or 404.',
      'chan_pjsip never reveals which names exist.',
      'Nothing: this is safer.',
      [reject],
    );
}

function codesDifference({ ledger, devices }: Course): void {
  if (devices.length === 0) return;
  ledger.differs(
    null,
    'Refused requests get other status codes.',
    'A wrong password, an address that an access list refuses, and a refused guest get another 401; chan_sip sends 403.',
    'Adapt anything that reads the log or counts codes, such as fail2ban filters.',
    [],
  );
  ledger.differs(
    null,
    'A call to a sips: address over UDP is refused with 480.',
    'chan_sip accepts it.',
    'Configure such callers to use TLS.',
    [],
  );
}
